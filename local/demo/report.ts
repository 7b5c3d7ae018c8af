import type { CaseEvent } from '../../domain/case/events';
import { isNoticeStep } from '../../domain/case/notices';
import type { CaseState } from '../../domain/case/state';
import { FIRST_STAGE } from '../../domain/strategy';
import type { StoredAttempt } from '../../store/types';
import type { Departure } from '../aws-gateways';
import type { Cluster } from '../cluster';
import { LOCAL_TENANT } from '../tenant';
import { readCase } from '../read-case';
import type { DemoBook } from './book';

/** Counts by two keys, such as stage and channel. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the demo shows at its end; every figure is read back from ledgers, store and gateways. */
export interface DemoReport {
  readonly debtors: number;
  readonly accounts: number;
  /** Stage → outcome → accounts. */
  readonly standing: Counts;
  /** Stage → channel → messages. */
  readonly touches: Counts;
  readonly messages: number;
  readonly payments: number;
  readonly reversals: number;
  readonly tasks: number;
  /** Rule → touches that had to wait for it or were dropped. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly bounces: number;
  /** Must be 0: messages of an account between its payment in full and its reopening. */
  readonly messagesAfterPayment: number;
  /** Must be 0: a step sent twice for one anchor by one channel, or an attempt that left twice. */
  readonly duplicates: number;
  /** Must be 0: messages whose outcome nobody knows. */
  readonly unknown: number;
  /** Must be 0: ledgers whose chain does not hold. */
  readonly brokenLedgers: number;
}

interface CaseStory {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  readonly attempts: readonly StoredAttempt[];
  readonly isChainWhole: boolean;
}

/** Reads every case of the book back from the system and counts. */
export async function reportOf(
  cluster: Cluster,
  { debtors }: DemoBook,
  departures: readonly Departure[],
): Promise<DemoReport> {
  const accounts = debtors.flatMap(({ cases }) => cases.map(({ opening }) => opening));
  const stories: CaseStory[] = [];
  for (const { account, zone } of accounts)
    stories.push(await readCase(cluster, { tenant: LOCAL_TENANT, accountId: account }, zone));
  const events = stories.flatMap((story) => story.events);
  const accepted = departures.filter(({ result }) => result.kind === 'accepted');
  return {
    debtors: debtors.length,
    accounts: accounts.length,
    standing: count(stories, ({ state }) => [state.stage ?? FIRST_STAGE, state.outcome]),
    touches: count(events, (event) => (event.type === 'touch_sent' ? [event.stage, event.channel] : null)),
    messages: accepted.length,
    payments: events.filter((event) => event.type === 'fact_received' && event.kind === 'payment').length,
    reversals: events.filter((event) => event.type === 'fact_received' && event.kind === 'reversal').length,
    tasks: events.filter(({ type }) => type === 'task_opened').length,
    refusals:
      count(events, (event) => (event.type === 'touch_refused' ? ['rule', event.rule] : null))['rule'] ?? {},
    bounces: events.filter((event) => event.type === 'bounce_received').length,
    messagesAfterPayment: sum(stories, ({ events: told }) => sentWhilePaid(told)),
    duplicates: sum(stories, ({ attempts }) => sentTwice(attempts)) + leftTwice(accepted),
    unknown: sum(
      stories,
      ({ attempts }) => attempts.filter(({ state }) => state !== 'SENT' && state !== 'FAILED').length,
    ),
    brokenLedgers: stories.filter(({ isChainWhole }) => !isChainWhole).length,
  };
}

/** Walks the ledger in its own order: between `paid` and the reopening nothing may be sent but notices, such as a receipt. */
function sentWhilePaid(events: readonly CaseEvent[]): number {
  let isPaid = false;
  let sent = 0;
  for (const event of events) {
    if (event.type === 'outcome_changed') isPaid = event.outcome !== 'open';
    if (event.type === 'touch_sent' && isPaid && !isNoticeStep(event.step)) sent += 1;
  }
  return sent;
}

const sentTwice = (attempts: readonly StoredAttempt[]): number =>
  repeats(
    attempts
      .filter(({ state }) => state === 'SENT')
      .map(({ anchor, step, channel }) => `${anchor}|${step}|${channel}`),
  );

const leftTwice = (departures: readonly Departure[]): number =>
  repeats(departures.map(({ message }) => message.attemptId));

const repeats = (keys: readonly string[]): number => keys.length - new Set(keys).size;

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);

function count<T>(items: readonly T[], keysOf: (item: T) => readonly [string, string] | null): Counts {
  const counts: Record<string, Record<string, number>> = {};
  for (const item of items) {
    const keys = keysOf(item);
    if (!keys) continue;
    const row = (counts[keys[0]] ??= {});
    row[keys[1]] = (row[keys[1]] ?? 0) + 1;
  }
  return counts;
}
