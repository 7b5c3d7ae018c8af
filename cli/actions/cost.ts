import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { RecobroError } from '../../domain/errors';
import type { DeploymentShape } from '../../simulator/cost/consumption';
import { loadConsumption, loadDeploymentShape } from '../../simulator/cost/consumption';
import type { CostOptions } from '../../simulator/cost/estimate';
import { estimate } from '../../simulator/cost/estimate';
import { loadPriceList } from '../../simulator/cost/price-list';
import type { Life, Workload } from '../../simulator/cost/workload';
import { lifeOf } from '../../simulator/cost/workload';
import { prepare } from '../../simulator/prepare';
import { loadPrices } from '../../simulator/prices';
import { simulate } from '../../simulator/simulate';
import { FOUND, WRONG_USE } from '../failure';
import { printCost } from './cost-print';

export interface CostFlags {
  readonly strategy?: string;
  readonly book?: string;
  readonly map?: string;
  readonly sheet?: string;
  readonly sample?: number;
  readonly seed?: number;
  readonly accounts?: number;
  readonly days: number;
  readonly touches?: number;
  readonly mix?: Readonly<Record<string, number>>;
  readonly place?: string;
  readonly facts?: number;
  readonly tasks?: number;
  readonly moves?: number;
  readonly hours: number;
  readonly fargate?: DeploymentShape['fargate'];
  readonly prices?: string;
  readonly contactPrices?: string;
  readonly behaviour?: string;
  readonly json?: true;
}

const SAMPLE = 2_000;

/** Where nobody says otherwise: as in the simulator's books, rounded. */
const PLAIN = { mix: { email: 60, sms: 40 }, place: 'CO', facts: 2, tasks: 0.5, moves: 2 } as const;

/** Estimates and prints. Answers the exit code. */
export async function runCost(flags: CostFlags): Promise<number> {
  try {
    const options = optionsOf(flags);
    const { workload, basis, rejected } = await workloadOf(flags);
    const found = estimate(workload, options);
    const { prices, as_of, region } = options.prices;
    const { measured } = options.consumption;
    const told = {
      basis,
      prices: { prices, as_of, region, contacts: options.contacts.prices },
      measured,
      ...found,
    };
    process.stdout.write(`${flags.json ? JSON.stringify(told, null, 2) : printCost(told)}\n`);
    return rejected > 0 ? FOUND : 0;
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    note(error.message);
    return WRONG_USE;
  }
}

function optionsOf({ prices, contactPrices, hours, fargate }: CostFlags): CostOptions {
  const shape = loadDeploymentShape();
  return {
    prices: loadPriceList(prices),
    contacts: loadPrices(contactPrices),
    consumption: loadConsumption(),
    shape: { ...shape, ...(fargate && { fargate }) },
    sendingHours: hours,
  };
}

interface Known {
  readonly workload: Workload;
  /** Where the figures come from. */
  readonly basis: string;
  /** Rows of the book. */
  readonly rejected: number;
}

/** Options that only one of the two ways understands. */
const OF_SIMULATION = ['book', 'map', 'sheet', 'sample', 'seed', 'behaviour'] as const;
const PLAIN_FIGURES = ['touches', 'mix', 'place', 'facts', 'tasks', 'moves'] as const;

async function workloadOf(flags: CostFlags): Promise<Known> {
  const { strategy } = flags;
  const foreign = (strategy === undefined ? OF_SIMULATION : PLAIN_FIGURES).find(
    (name) => flags[name] !== undefined,
  );
  if (foreign !== undefined)
    refuse(foreign, strategy === undefined ? 'add --strategy FILE' : 'leave out --strategy');
  return strategy === undefined ? plainWorkload(flags) : simulated({ ...flags, strategy });
}

function plainWorkload(flags: CostFlags): Known {
  const { accounts, touches, days } = flags;
  if (accounts === undefined)
    return refuse('accounts', 'give --strategy FILE, or --accounts N and --touches N');
  if (touches === undefined) return refuse('touches', 'give --strategy FILE, or --touches N');
  const { mix, place, facts, tasks, moves } = { ...PLAIN, ...flags };
  const parts = Object.values(mix).reduce((sum, part) => sum + part, 0);
  const byChannel = Object.entries(mix).map(
    ([channel, part]) => [channel, (touches * part) / parts] as const,
  );
  const life: Life = {
    lifeDays: days,
    openShare: 1,
    touches: { [place]: Object.fromEntries(byChannel) },
    ...{ facts, tasks, moves, personChanges: 0, refusals: 0 },
  };
  const basis = `plain figures: ${touches} messages, ${facts} facts, ${tasks} tasks and ${moves} moves in ${days} days`;
  return { workload: { accounts, life }, basis, rejected: 0 };
}

function refuse(option: string, remedy: string): never {
  const name = `--${option}`;
  const message = `Cannot estimate with ${name} as it is: ${remedy}`;
  throw new RecobroError('simulation.badUse', message, { option: name });
}

async function simulated(flags: CostFlags & { readonly strategy: string }): Promise<Known> {
  const { book, map, sheet, behaviour, days, seed = 1, sample = SAMPLE } = flags;
  const { job, debtors, rejected } = prepare({
    strategy: flags.strategy,
    ...{ accounts: sample, days, seed, start: null, wantsContacts: false, read: textOf },
    ...(book !== undefined && { book }),
    ...(map !== undefined && { map }),
    ...(sheet !== undefined && { sheet }),
    ...(behaviour !== undefined && { behaviour }),
  });
  for (const { row, column, message, remedy } of rejected)
    note(`${book ?? ''}, row ${row}, ${column}: ${message}; ${remedy}`);
  const { figures } = await simulate(job, { threads: availableParallelism(), ...(debtors && { debtors }) });
  const [side] = figures;
  if (!side || side.total.accounts === 0) return refuse('book', 'give a book with at least one account');
  const lived = side.total.accounts;
  const basis = `${flags.strategy}, ${lived} accounts of ${book ?? 'a generated book'} over ${days} days`;
  const workload = { accounts: flags.accounts ?? lived, life: lifeOf(side.total, days) };
  return { workload, basis, rejected: rejected.length };
}

function textOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const remedy = `name an existing file (${error instanceof Error ? error.message : String(error)})`;
    throw new RecobroError('book.unreadable', `Cannot read ${file}: ${remedy}`, { file });
  }
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);
