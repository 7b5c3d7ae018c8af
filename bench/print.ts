import Table from 'cli-table3';
import type { TouchKind } from './bare-workflow';
import type { Batch } from './driver';

const TOUCHES = 12;
/** DESIGN sections 2 and 6. */
const BARS = { ratio: 0.9, actions: 40, openHistoryBytes: 30 * 1024 } as const;

export interface HistoryFigures {
  /** Run by run. */
  readonly bytes: readonly number[];
  readonly events: number;
  readonly workflowTasks: number;
}

/** Medians per lifecycle, in milliseconds. */
export interface Findings {
  /** The account workflow and the bare one, both with activities that do nothing; round by round. */
  readonly pairs: Readonly<Record<'account' | 'bare', readonly Batch[]>>;
  readonly bareHistory: HistoryFigures;
  readonly kinds: Readonly<Record<TouchKind | 'plain', Batch>>;
  /** Share of the eager variant's touches that really were handed out eagerly. */
  readonly eagerShare: number;
  /** The account workflow with the product's own activities and store. */
  readonly real: Batch;
  readonly actions: Readonly<Record<string, number>>;
  readonly history: HistoryFigures;
}

/** The median of each figure. */
export function medianOf(batches: readonly Batch[]): Batch {
  const of = (key: keyof Batch): number => median(batches.map((batch) => batch[key]));
  return { server: of('server'), worker: of('worker'), aws: of('aws'), wall: of('wall') };
}

/** Two halves of one batch as a whole. */
export const meanOf = (one: Batch, other: Batch): Batch => ({
  server: (one.server + other.server) / 2,
  worker: (one.worker + other.worker) / 2,
  aws: (one.aws + other.aws) / 2,
  wall: (one.wall + other.wall) / 2,
});

export const mediansOf = <K extends string>(all: Readonly<Record<K, readonly Batch[]>>): Record<K, Batch> =>
  // The keys are those of `all`, which Object.entries forgets.
  Object.fromEntries(
    Object.entries<readonly Batch[]>(all).map(([key, batches]) => [key, medianOf(batches)]),
  ) as Record<K, Batch>;

/** Of the rounds' own ratios: what else the machine does differs more between rounds than inside one. */
function ratioOf({ account, bare }: Findings['pairs'], figure: (batch: Batch) => number): number {
  const ratios = bare.flatMap((batch, round) => {
    const beside = account[round];
    return beside ? [figure(batch) / figure(beside)] : [];
  });
  return median(ratios);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** All figures for people, and which bars hold. */
export function print(findings: Findings): string {
  const { pairs, kinds, real } = findings;
  const { account, bare } = mediansOf(pairs);
  const ratio = ratioOf(pairs, cpuOf);
  return [
    `A lifecycle of ${TOUCHES} touches and five facts, milliseconds, medians; time skipped, activities idle:`,
    table([
      ['account workflow', account],
      ['bare workflow', bare],
    ]),
    `bare / account: ${ratio.toFixed(2)} by CPU, ${ratioOf(pairs, ({ wall }) => wall).toFixed(2)} by wall time (medians of ${pairs.bare.length} pairs)`,
    '\nThe same bare workflow, by how the touch is made:',
    table([
      ['regular (its own queue)', kinds.regular],
      ["eager (the workflow's queue)", kinds.eager],
      ['local', kinds.local],
      ['regular, without summaries for the UI', kinds.plain],
    ]),
    `${(100 * findings.eagerShare).toFixed(0)} % of the eager variant's touches were handed out eagerly`,
    '\nThe account with its own activities, store in the local cloud:',
    table([['account', real]]),
    `per touch: server ${(real.server / TOUCHES).toFixed(1)}, worker ${(real.worker / TOUCHES).toFixed(1)}, local cloud ${(real.aws / TOUCHES).toFixed(1)} ms CPU`,
    `\n${actionsLine(findings)}`,
    historyLine('account', findings.history),
    historyLine('bare', findings.bareHistory),
    `\n${barsTable(findings, ratio)}`,
  ].join('\n');
}

const cpuOf = ({ server, worker }: Batch): number => server + worker;

function table(rows: readonly (readonly [string, Batch])[]): string {
  const head = ['', 'server CPU', 'worker CPU', 'both', 'local cloud CPU', 'wall', 'a second'];
  const made = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const [name, batch] of rows) {
    const figures = [batch.server, batch.worker, cpuOf(batch), batch.aws, batch.wall].map((value) =>
      value.toFixed(0),
    );
    made.push([name, ...figures, (1000 / batch.wall).toFixed(1)]);
  }
  return made.toString();
}

const totalOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);

function actionsLine({ actions }: Findings): string {
  const parts = Object.entries(actions).map(([name, count]) => `${name} ${count}`);
  return `${totalOf(Object.values(actions))} billable actions: ${parts.join(', ')}`;
}

function historyLine(name: string, { bytes, events, workflowTasks }: HistoryFigures): string {
  return `history of the ${name}: ${totalOf(bytes)} bytes in runs of ${bytes.join(', ')}; ${events} events, ${workflowTasks} workflow tasks`;
}

function barsTable({ actions, history }: Findings, ratio: number): string {
  const bars = new Table({
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  const row = (name: string, value: string, isHeld: boolean) =>
    bars.push([name, value, isHeld ? 'holds' : 'DOES NOT HOLD']);
  const total = totalOf(Object.values(actions));
  const open = Math.max(...history.bytes);
  row(`bare / account by CPU, at least ${BARS.ratio}`, ratio.toFixed(2), ratio >= BARS.ratio);
  row(`billable actions, at most ${BARS.actions}`, String(total), total <= BARS.actions);
  row(
    `open history (largest run), at most ${BARS.openHistoryBytes} bytes`,
    String(open),
    open <= BARS.openHistoryBytes,
  );
  return bars.toString();
}
