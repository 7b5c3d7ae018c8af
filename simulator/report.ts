import { versionOf } from '../domain/strategy';
import { isoFromDay } from '../domain/time/calendar';
import type { Differing } from './differing';
import type { Job } from './job';
import type { PriceBook } from './prices';
import { costs } from './prices';
import type { SimulationResult } from './simulate';
import type { Counts, Figures } from './tally';

/** What a back-test found, as `--json` prints it. Counts only, names in order: the same run gives the same bytes. */
export interface Report {
  readonly accounts: number;
  readonly persons: number;
  /** First local date. */
  readonly start: string;
  readonly days: number;
  readonly seed: number;
  readonly book: string;
  readonly payments: 'generated' | 'recorded';
  readonly behaviour: string;
  readonly prices: string;
  readonly strategies: readonly StrategyReport[];
  /** Only where two strategies are compared. */
  readonly differing?: Differing;
}

export interface StrategyReport extends Figures {
  readonly strategy: string;
  readonly version: number;
  /** Kind of contact → millionths of a US dollar. */
  readonly cost: Readonly<Record<string, number>>;
}

export interface ReportContext {
  readonly book: string;
  readonly payments: Report['payments'];
  readonly prices: PriceBook;
}

/** One figure of every strategy side by side. */
export interface ReportRow {
  readonly section: string;
  readonly of: string;
  readonly by: string;
  /** One per strategy. */
  readonly values: readonly number[];
}

export function reportOf(
  job: Job,
  result: SimulationResult,
  { book, payments, prices }: ReportContext,
): Report {
  const strategies = job.strategies.map((strategy, index): StrategyReport => {
    const figures = tidy(result.figures[index]);
    const cost = byName(costs(prices, figures.contactsByPlace, figures.tasks));
    return { strategy: strategy.id, version: strategy.version, ...figures, cost };
  });
  const [first] = strategies;
  return {
    accounts: first?.accounts ?? 0,
    persons: first?.persons ?? 0,
    start: isoFromDay(job.start),
    days: job.days,
    seed: job.seed,
    book,
    payments,
    behaviour: job.behaviour.behaviour,
    prices: prices.prices,
    strategies,
    ...(strategies.length > 1 && { differing: result.differing }),
  };
}

/** Names in order, so that the order in which parts were added does not show. */
function tidy(figures: Figures | undefined): Figures {
  if (!figures) throw new Error('A strategy of the job has no figures');
  const counts = Object.entries(figures).map(([name, value]: [string, unknown]) => [
    name,
    isCounts(value) ? byName(mapValues(value, byName)) : value,
  ]);
  // The same members, with their names in order.
  return Object.fromEntries(counts) as typeof figures;
}

const isCounts = (value: unknown): value is Counts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const byName = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** The sections of tables and CSV, in the order of reading. */
const SECTIONS = [
  ['messages', 'contacts'],
  ['messages by place', 'contactsByPlace'],
  ['tasks', 'tasks'],
  ['waited for a rule', 'refusals'],
  ['steps passed over', 'skips'],
  ['stage moves', 'moves'],
  ['standing at the end', 'standing'],
  ['paid, minor units', 'cash'],
  ['paid back, minor units', 'reversed'],
  ['promises', 'promises'],
  ['debtors', 'people'],
] as const satisfies readonly (readonly [string, keyof Figures])[];

/** Every figure as a row, section by section; a name that only one strategy knows counts 0 for the other. */
export function rowsOf({ strategies }: Report): ReportRow[] {
  const counted = SECTIONS.flatMap(([section, key]) =>
    pairsOf(
      strategies.map((one) => one[key]),
      section,
    ),
  );
  const kinds = [...new Set(strategies.flatMap(({ cost }) => Object.keys(cost)))].sort();
  const priced = kinds.map((kind) => ({
    section: 'cost, millionths of USD',
    of: kind,
    by: '',
    values: strategies.map(({ cost }) => cost[kind] ?? 0),
  }));
  return [...counted, ...priced];
}

function pairsOf(all: readonly Counts[], section: string): ReportRow[] {
  const names = [...new Set(all.flatMap((counts) => Object.keys(counts)))].sort();
  return names.flatMap((of) => {
    const others = [...new Set(all.flatMap((counts) => Object.keys(counts[of] ?? {})))].sort();
    return others.map((by) => ({ section, of, by, values: all.map((counts) => counts[of]?.[by] ?? 0) }));
  });
}

/** The sum of a table of counts. */
export const totalOf = (counts: Counts): number =>
  Object.values(counts).reduce((sum, row) => sum + Object.values(row).reduce((a, b) => a + b, 0), 0);

/** Cost in US dollars. */
export const dollarsOf = ({ cost }: StrategyReport): number =>
  Object.values(cost).reduce((sum, value) => sum + value, 0) / 1e6;

/** The strategies of a report by name, in its order. */
export const strategyNames = ({ strategies }: Pick<Report, 'strategies'>): string[] =>
  strategies.map(({ strategy: id, version }) => versionOf({ id, version }));
