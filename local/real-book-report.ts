import Table from 'cli-table3';

/** What one invoice of the real book went through. */
export interface InvoiceResult {
  readonly account: string;
  readonly outcome: string;
  /** As the file states it, and as the case counts it. */
  readonly daysLate: { readonly file: number; readonly case: number };
  /** Touches at or after the payment, by the clock or by the order of the ledger. */
  readonly afterPayment: number;
  readonly outsideWindow: number;
  /** Steps that were sent, in order. */
  readonly steps: { readonly core: readonly string[]; readonly temporal: readonly string[] };
  /** The whole trace (touches with their instants, tasks, skips, stages, outcome) is the core's. */
  readonly isSameAsCore: boolean;
  readonly isChainWhole: boolean;
}

export interface StepCount {
  readonly step: string;
  readonly core: number;
  readonly temporal: number;
}

export interface RealBookReport {
  readonly invoices: number;
  readonly paid: number;
  readonly late: number;
  readonly touches: number;
  /** In order of the strategy's days. */
  readonly steps: readonly StepCount[];
  /** Real time of living the book, without starting the servers. */
  readonly seconds: number;
  /** Accounts that break a rule, by rule; every list is empty when the check holds. */
  readonly faults: Readonly<Record<Fault, readonly string[]>>;
}

const checks = {
  'closed other than paid': ({ outcome }) => outcome !== 'paid',
  'days late differ from the file': ({ daysLate }) => daysLate.case !== daysLate.file,
  'touched after its payment': ({ afterPayment }) => afterPayment > 0,
  'touched outside its window': ({ outsideWindow }) => outsideWindow > 0,
  'steps differ from the core': ({ steps }) => steps.core.join() !== steps.temporal.join(),
  'trace differs from the core': ({ isSameAsCore }) => !isSameAsCore,
  'hash chain of the ledger is broken': ({ isChainWhole }) => !isChainWhole,
} as const satisfies Record<string, (result: InvoiceResult) => boolean>;

type Fault = keyof typeof checks | 'messages that left and touches differ in number';

/** Counts the results. @param messages Messages that left through the gateways. */
export function reportOf(
  results: readonly InvoiceResult[],
  { messages, seconds }: { messages: number; seconds: number },
): RealBookReport {
  const touches = results.reduce((sum, { steps }) => sum + steps.temporal.length, 0);
  const found = Object.entries(checks).map(([fault, isBroken]) => [
    fault,
    results.filter(isBroken).map(({ account }) => account),
  ]);
  const lost = messages === touches ? [] : [`${messages} messages, ${touches} touches`];
  return {
    invoices: results.length,
    paid: results.filter(({ outcome }) => outcome === 'paid').length,
    late: results.filter(({ daysLate }) => daysLate.case > 0).length,
    touches,
    steps: stepCounts(results),
    seconds,
    // The keys are those of `checks`, which Object.entries forgets.
    faults: {
      ...Object.fromEntries(found),
      'messages that left and touches differ in number': lost,
    } as RealBookReport['faults'],
  };
}

function stepCounts(results: readonly InvoiceResult[]): StepCount[] {
  const names = new Set(results.flatMap(({ steps }) => [...steps.core, ...steps.temporal]));
  const count = (engine: 'core' | 'temporal', step: string): number =>
    results.reduce((sum, { steps }) => sum + steps[engine].filter((name) => name === step).length, 0);
  const counts = [...names].map((step) => ({
    step,
    core: count('core', step),
    temporal: count('temporal', step),
  }));
  return counts.sort((a, b) => b.core - a.core);
}

/** Every check holds. */
export const holds = ({ faults }: RealBookReport): boolean =>
  Object.values(faults).every((accounts) => accounts.length === 0);

const SHOWN_ACCOUNTS = 5;
const PLAIN = { head: [], border: [], compact: true };

/** The summary for people: a table of the touches, a table of the checks, and one line. */
export function printReport(report: RealBookReport): string {
  const touches = new Table({
    head: ['touches by step', 'core', 'Temporal'],
    colAligns: ['left', 'right', 'right'],
    style: PLAIN,
  });
  for (const { step, core, temporal } of report.steps) touches.push([step, String(core), String(temporal)]);
  const table = new Table({
    head: ['invoices whose…', 'number', ''],
    colAligns: ['left', 'right', 'left'],
    style: PLAIN,
  });
  for (const [fault, accounts] of Object.entries(report.faults)) {
    table.push([fault, String(accounts.length), accounts.slice(0, SHOWN_ACCOUNTS).join(' ') || 'ok']);
  }
  return `${touches.toString()}\n${table.toString()}\n${summaryOf(report)}`;
}

function summaryOf(report: RealBookReport): string {
  const { invoices, paid, late, touches, seconds } = report;
  const verdict = holds(report) ? 'The real book holds' : 'The real book does NOT hold';
  return `${verdict}: ${invoices} invoices, ${paid} closed paid, ${late} late, ${touches} touches, in ${seconds.toFixed(0)} s.`;
}
