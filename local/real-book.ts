import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysOn } from '../domain/case/report';
import type { CaseState } from '../domain/case/state';
import type { Strategy } from '../domain/strategy';
import type { Day, Instant } from '../domain/time/calendar';
import { HOUR_MS, isoFromInstant, SECOND_MS } from '../domain/time/calendar';
import { accountWindow, isInWindow } from '../domain/time/window';
import { instantAt } from '../domain/time/zones';
import type { RealBook } from '../policy/book/real-book';
import { readRealBook } from '../policy/book/real-book';
import { openingFromBook, personFromBook } from '../policy/book/to-case';
import { loadStrategy } from '../policy/strategy/parse';
import { searchAttributeTypes } from '../workflows/search-attributes';
import type { Cluster } from './cluster';
import { startCluster } from './cluster';
import { startLocal } from './environment';
import { inParallel } from './in-parallel';
import { Outbox } from './outbox';
import type { ToldCase } from './read-case';
import { readCase } from './read-case';
import type { InvoiceResult, RealBookReport } from './real-book-report';
import { reportOf } from './real-book-report';
import { runOnCore } from './scenario/core';
import type { Story } from './scenario/load';
import { traceOf } from './scenario/trace';
import { CaseClock } from './time-skipping';

const ROOT = join(__dirname, '..');
const PACKS = join(ROOT, 'test', 'fixtures', 'scenarios', 'packs');
const TENANT = 'real-book';

/** Payments arrive at 09:00 local time, before the send window of the strategy (09:30) and after every midnight. */
const PAID_AT_SECOND = (9 * HOUR_MS) / 1000;
/** Cases on their way at once: enough to keep two cores busy, few enough that a person's accounts rarely collide. */
const AT_ONCE = 24;

export interface RealBookOptions {
  /** Text of the file. */
  readonly csv: string;
  /** Only so many invoices, spread over the file. Default: all. */
  readonly limit?: number;
  readonly progress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** The file of the real book: below the folder that `RECOBRO_SHARED` names, or else below `../shared`. */
export function realBookFile(env: NodeJS.ProcessEnv): string {
  return join(
    env['RECOBRO_SHARED'] ?? join(ROOT, '..', 'shared'),
    'data',
    'ibm-ar',
    'accounts-receivable.csv',
  );
}

/** The text of the real book; undefined where it is missing (it has no licence, so it is not in the repository). */
export function realBookText(env: NodeJS.ProcessEnv): string | undefined {
  const file = realBookFile(env);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * Lives every invoice of the real book on a real Temporal server, in skipped time, with its payment on the day on which
 * it was settled, and the same on the pure core; then compares what each case says of itself with the file.
 */
export async function checkRealBook({
  csv,
  limit,
  progress,
  signal,
}: RealBookOptions): Promise<RealBookReport> {
  const strategy = realBookStrategy();
  const invoices = spread(invoicesOf(readRealBook(csv), strategy), limit);
  const local = await startLocal({ searchAttributes: searchAttributeTypes, ...(signal && { signal }) });
  try {
    const outbox = new Outbox();
    const cluster = await startCluster({ env: local.env, gateways: outbox.gateways, packsDirs: [PACKS] });
    try {
      const began = performance.now();
      const results = await liveAll(invoices, cluster, {
        ...(progress && { progress }),
        ...(signal && { signal }),
      });
      return reportOf(results, { messages: outbox.sent.length, seconds: (performance.now() - began) / 1000 });
    } finally {
      await cluster.stop();
    }
  } finally {
    await local.stop();
  }
}

/** Strategy facturas-b2b, made for invoices between companies, in a place without rules of contact. */
const realBookStrategy = (): Strategy => ({
  ...loadStrategy(join(ROOT, 'strategies', 'facturas-b2b.yaml')),
  jurisdiction: 'TEST',
});

/** One invoice as a story of one account and one payment. */
interface Invoice {
  readonly story: Story;
  readonly account: Story['accounts'][number];
  readonly person: Story['persons'][number];
  readonly payment: { readonly at: Instant; readonly on: Day; readonly amount: number };
  readonly daysLate: number;
}

function invoicesOf({ accounts, settlements }: RealBook, strategy: Strategy): Invoice[] {
  return accounts.flatMap((booked, index) => {
    const settled = settlements[index];
    if (!settled) return [];
    const { on, amount, daysLate } = settled;
    const person = personFromBook(booked.person);
    const at = instantAt(on, PAID_AT_SECOND, booked.person.zone);
    const account = { ...openingFromBook(booked, at), person: person.id };
    const event = {
      at: isoFromInstant(at),
      account: account.account,
      payment: { id: 'P1', amount },
      instant: at,
    };
    const story = {
      id: account.account,
      strategy,
      accounts: [account],
      persons: [person],
      events: [event],
      until: at + SECOND_MS,
      dates: [],
      expect: {},
    };
    return [{ story, account, person, payment: { at, on, amount }, daysLate }];
  });
}

/** So many of the items, evenly spread. */
function spread<T>(items: readonly T[], limit = items.length): T[] {
  const step = Math.max(1, Math.floor(items.length / limit));
  return items.filter((_, index) => index % step === 0).slice(0, limit);
}

async function liveAll(
  invoices: readonly Invoice[],
  cluster: Cluster,
  { progress, signal }: Pick<RealBookOptions, 'progress' | 'signal'>,
): Promise<InvoiceResult[]> {
  let done = 0;
  return inParallel(invoices, AT_ONCE, async (invoice) => {
    signal?.throwIfAborted();
    const told = await live(invoice, cluster);
    progress?.((done += 1), invoices.length);
    return resultOf(invoice, told, cluster);
  });
}

/** Opens the case, lets its time run to the payment without a stop, pays, and waits until the case has closed. */
async function live({ story, account, person, payment }: Invoice, cluster: Cluster): Promise<ToldCase> {
  const { intake } = cluster;
  const { strategy } = story;
  const key = { tenant: TENANT, accountId: account.account };
  await intake.openQuietly({ tenant: TENANT, person, strategy, opening: account, startAt: account.opened });
  const clock = new CaseClock(intake.handleOf(key));
  await clock.advanceTo(payment.at - SECOND_MS);
  const { at, amount } = payment;
  await intake.acceptFact(key, `${account.account}/P1`, { kind: 'payment', id: 'P1', at, amount });
  await clock.advanceTo(at);
  await intake.handleOf(key).result();
  return readCase(cluster, key, account.zone);
}

function resultOf(
  { story, account, person, payment, daysLate }: Invoice,
  told: ToldCase,
  { law }: Cluster,
): InvoiceResult {
  const { events, state, isChainWhole } = told;
  const core = runOnCore(story, (place) => (law.has(place) ? law.lawbook(place) : null));
  const temporal = traceOf(story, 'temporal', [
    { account: account.account, person: person.id, state, events },
  ]);
  const touches = events.filter((event) => event.type === 'touch_sent');
  const paidAfter = events.findIndex((event) => event.type === 'fact_received' && event.kind === 'payment');
  const { sendWindow, jitterSeconds } = story.strategy;
  const window = accountWindow(sendWindow, jitterSeconds, account.account);
  return {
    account: account.account,
    outcome: state.outcome,
    daysLate: { file: daysLate, case: daysLateOf(state, story.strategy, payment.on) },
    afterPayment: touches.filter((touch) => touch.at >= payment.at || events.indexOf(touch) > paidAfter)
      .length,
    outsideWindow: touches.filter(({ at }) => !isInWindow(at, window, account.zone)).length,
    steps: { core: core.touches.map(({ step }) => String(step)), temporal: touches.map(({ step }) => step) },
    isSameAsCore: JSON.stringify({ ...core, engine: '' }) === JSON.stringify({ ...temporal, engine: '' }),
    isChainWhole,
  };
}

/** Days past due on the day of the payment, from the case's own books as they were before it; 0 when it was in time. */
function daysLateOf(state: CaseState, strategy: Strategy, on: Day): number {
  const unpaid = { ...state, booked: state.booked.filter(({ kind }) => kind !== 'payment') };
  return Math.max(0, daysOn(unpaid, strategy, on)?.pastDue ?? 0);
}
