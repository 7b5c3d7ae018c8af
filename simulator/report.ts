import type { QueueLoad } from '../domain/queue-plan';
import { loadOf } from '../domain/queue-plan';
import { variantsOf } from '../domain/segment/in-force';
import type { Strategy } from '../domain/strategy';
import { versionOf } from '../domain/strategy';
import { isoFromDay } from '../domain/time/calendar';
import type { Differing } from './differing';
import type { Job } from './job';
import type { PriceBook } from './prices';
import { costs } from './prices';
import type { SimulationResult } from './simulate';
import type { SideFigures } from './tallies';
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

export interface PricedFigures extends Figures {
  /** Kind of contact → millionths of a US dollar. */
  readonly cost: Readonly<Record<string, number>>;
}

export interface StrategyReport extends PricedFigures {
  readonly strategy: string;
  readonly version: number;
  /** Of the queues that take only so many tasks a day; absent where none is limited. */
  readonly queues?: Readonly<Record<string, QueueLoad>>;
  /** Arm of an experiment, or strategy → its accounts' figures. Absent where all follow one strategy. */
  readonly groups?: Readonly<Record<string, PricedFigures>>;
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
    const { total, groups } = figuresOf(result, index);
    const own = mapValues(groups, (figures) => priced(figures, prices));
    const figures = priced(total, prices);
    const queues = queuesOf(figures.work, strategy);
    const grouped = Object.keys(groups).length > 0 && { groups: byName(own) };
    return { strategy: strategy.id, version: strategy.version, ...figures, ...queues, ...grouped };
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

/** Settled day by day over the whole book, once it is known what came on each day (DESIGN, decision 13). */
function queuesOf(work: Counts, strategy: Strategy): Pick<StrategyReport, 'queues'> {
  const variants = variantsOf(strategy).map((variant) => variant.strategy);
  const queues = Object.entries(work).flatMap(([queue, days]) => {
    const room = variants.findLast(({ capacity }) => capacity?.[queue])?.capacity?.[queue];
    if (!room) return [];
    const made = new Map(Object.entries(days).map(([day, tasks]) => [Number(day), tasks]));
    return [[queue, loadOf(made, room.agents * room.tasksPerAgent)] as const];
  });
  return queues.length === 0 ? {} : { queues: byName(Object.fromEntries(queues)) };
}

function figuresOf(result: SimulationResult, index: number): SideFigures {
  const figures = result.figures[index];
  if (!figures) throw new Error('A strategy of the job has no figures');
  return figures;
}

function priced(figures: Figures, prices: PriceBook): PricedFigures {
  return { ...tidy(figures), cost: byName(costs(prices, figures.contactsByPlace, figures.tasks)) };
}

/** Names in order, so that the order in which parts were added does not show. */
function tidy(figures: Figures): Figures {
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
  const priceRows = kinds.map((kind) => ({
    section: 'cost, millionths of USD',
    of: kind,
    by: '',
    values: strategies.map(({ cost }) => cost[kind] ?? 0),
  }));
  return [...groupRows(strategies), ...counted, ...queueRows(strategies), ...priceRows];
}

const QUEUE_ROWS = [
  ['a day at most', ({ perDay }) => perDay],
  ['tasks', ({ tasks }) => tasks],
  ['on the busiest day', ({ busiestDay }) => busiestDay],
  ['planned for a later day', ({ postponed }) => postponed],
  ['longest wait, days', ({ longestWaitDays }) => longestWaitDays],
] as const satisfies readonly (readonly [string, (load: QueueLoad) => number])[];

function queueRows(strategies: readonly StrategyReport[]): ReportRow[] {
  const names = [...new Set(strategies.flatMap(({ queues = {} }) => Object.keys(queues)))].sort();
  return names.flatMap((of) =>
    QUEUE_ROWS.map(([by, value]) => ({
      section: 'work queues',
      of,
      by,
      values: strategies.map(({ queues }) => (queues?.[of] ? value(queues[of]) : 0)),
    })),
  );
}

function pairsOf(all: readonly Counts[], section: string): ReportRow[] {
  const names = [...new Set(all.flatMap((counts) => Object.keys(counts)))].sort();
  return names.flatMap((of) => {
    const others = [...new Set(all.flatMap((counts) => Object.keys(counts[of] ?? {})))].sort();
    return others.map((by) => ({ section, of, by, values: all.map((counts) => counts[of]?.[by] ?? 0) }));
  });
}

/** What matters most of some accounts, in the order of reading. */
export const HEADLINES = [
  ['accounts', ({ accounts }) => accounts],
  ['messages', ({ contacts }) => totalOf(contacts)],
  ['tasks for people', ({ tasks }) => totalOf(tasks)],
  ['cost, millionths of USD', ({ cost }) => Object.values(cost).reduce((sum, value) => sum + value, 0)],
  ['payments', ({ payments }) => payments],
  ['accounts paid', (figures) => outcomesOf(figures, 'paid')],
  ['accounts handed off', (figures) => outcomesOf(figures, 'handed_off')],
] as const satisfies readonly (readonly [string, (figures: PricedFigures) => number])[];

/** Accounts that have come to an outcome, whatever their stage. */
export const outcomesOf = ({ standing }: Figures, wanted: string): number =>
  Object.values(standing).reduce((sum, row) => sum + (row[wanted] ?? 0), 0);

/** The headlines of every group of any side; a group that a side does not have counts 0 there. */
function groupRows(strategies: readonly StrategyReport[]): ReportRow[] {
  const names = [...new Set(strategies.flatMap(({ groups = {} }) => Object.keys(groups)))].sort();
  return names.flatMap((of) =>
    HEADLINES.map(([by, value]) => ({
      section: 'by arm or strategy',
      of,
      by,
      values: strategies.map(({ groups }) => (groups?.[of] ? value(groups[of]) : 0)),
    })),
  );
}

/** The sum of a table of counts. */
export const totalOf = (counts: Counts): number =>
  Object.values(counts).reduce((sum, row) => sum + Object.values(row).reduce((a, b) => a + b, 0), 0);

/** Cost in US dollars. */
export const dollarsOf = ({ cost }: PricedFigures): number =>
  Object.values(cost).reduce((sum, value) => sum + value, 0) / 1e6;

/** The strategies of a report by name, in its order. */
export const strategyNames = ({ strategies }: Pick<Report, 'strategies'>): string[] =>
  strategies.map(({ strategy: id, version }) => versionOf({ id, version }));
