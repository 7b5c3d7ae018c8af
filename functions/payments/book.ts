import type { MoneyFact } from '../../domain/case/facts';
import type { Movement } from '../../domain/provider-payment';
import { movementsOf, UNKNOWN_PAYMENT, withTotals } from '../../domain/provider-payment';
import type { Day, Instant } from '../../domain/time/calendar';
import { localDay } from '../../domain/time/zones';
import type { Store } from '../../store/store';
import type { PaymentOwner, PaymentRef, StoredPayment, WorkItemRef } from '../../store/types';
import type { Intake } from '../intake';
import type { Report } from '../report';
import type { Mismatch } from './match';
import { matchPayment } from './match';
import type { PaymentMessage } from './message';

/** Queue of payments that nobody could match. */
export const RECONCILIATION_QUEUE = 'conciliacion';
/** Stands for the account of a work item that has none; no account id has parentheses. */
export const NO_ACCOUNT = '(none)';

type Used =
  | 'getPayment'
  | 'changePayment'
  | 'getAccount'
  | 'findPaymentReference'
  | 'getPerson'
  | 'putWorkItem'
  | 'withdrawWorkItem';

export interface PaymentBookDeps {
  readonly store: Pick<Store, Used>;
  readonly intake: Pick<Intake, 'acceptFact'>;
  readonly report: Report;
  readonly now: () => Instant;
}

export type BookedPayment =
  | { readonly kind: 'booked'; readonly owner: PaymentOwner }
  | { readonly kind: 'parked'; readonly reason: Mismatch };

/**
 * Payments of providers become facts of accounts. Everything can be repeated and cut short: what is known of a payment is
 * written first, and what its account is told follows from that, under ids that never count twice.
 */
export function createPaymentBook({ store, intake, report, now }: PaymentBookDeps) {
  /** Takes one message of a provider in. */
  async function take(tenant: string, message: PaymentMessage): Promise<BookedPayment> {
    const { provider, paymentId } = message;
    const ref = { tenant, provider, paymentId };
    const payment = await store.changePayment(ref, (known) => withMessage(known, message));
    return settle(ref, payment);
  }

  /** Says whose a parked payment is, on an agent's word; the first word counts. Undefined: there is no such payment. */
  async function assign(ref: PaymentRef, owner: PaymentOwner): Promise<BookedPayment | undefined> {
    const known = await store.getPayment(ref);
    if (!known) return undefined;
    const account = await store.getAccount({ tenant: ref.tenant, accountId: owner.accountId });
    if (!account) return { kind: 'parked', reason: 'no_account' };
    if (account.currency !== known.currency) return { kind: 'parked', reason: 'other_currency' };
    const owned = await store.changePayment(ref, (now = known) => (now.owner ? now : { ...now, owner }));
    return settle(ref, owned);
  }

  async function settle(ref: PaymentRef, payment: StoredPayment): Promise<BookedPayment> {
    const match = payment.owner
      ? ({ kind: 'found', owner: payment.owner } as const)
      : await matchPayment(store, ref, payment);
    if (match.kind === 'none') return park(ref, payment, match.reason);
    const owned = await store.changePayment(ref, (known = payment) =>
      known.owner ? known : { ...known, owner: match.owner },
    );
    const owner = owned.owner ?? match.owner;
    await tell(ref, owned, owner);
    await store.withdrawWorkItem({ ...taskOf(ref), at: now(), result: `matched ${owner.accountId}` });
    return { kind: 'booked', owner };
  }

  async function tell(ref: PaymentRef, payment: StoredPayment, owner: PaymentOwner): Promise<void> {
    const { tenant, provider, paymentId } = ref;
    const movements = movementsOf(`${provider}:${paymentId}`, payment.totals);
    if (movements.length <= payment.booked) return;
    const on = await effectiveDay(tenant, owner, payment.paidAt);
    for (const movement of movements.slice(payment.booked)) {
      const fact = factOf(movement, now(), owner, on);
      await intake.acceptFact({ tenant, accountId: owner.accountId }, movement.id, fact, provider);
      report.count('payment_booked', { provider, kind: movement.kind });
    }
    await store.changePayment(ref, (known = payment) =>
      known.booked >= movements.length ? known : { ...known, booked: movements.length },
    );
  }

  /** The local date of the payment where the debtor lives; undefined: that of receipt. */
  async function effectiveDay(
    tenant: string,
    { accountId }: PaymentOwner,
    paidAt: Instant | undefined,
  ): Promise<Day | undefined> {
    const account = await store.getAccount({ tenant, accountId });
    const debtor = account && (await store.getPerson({ tenant, personId: account.personId }));
    return paidAt !== undefined && debtor ? localDay(paidAt, debtor.person.zones[0]) : undefined;
  }

  async function park(ref: PaymentRef, payment: StoredPayment, reason: Mismatch): Promise<BookedPayment> {
    const { provider, paymentId } = ref;
    const amount = payment.totals.nets.at(-1) ?? 0;
    const details = { provider, paymentId, reason, amount, currency: payment.currency };
    await parkForPerson(store, { ...taskOf(ref), kind: 'unmatched_payment', details, at: now() });
    report.count('payment_parked', { provider, reason });
    return { kind: 'parked', reason };
  }

  /** Something about payments that only a person can look into. */
  async function ask(tenant: string, provider: string, id: string, reason: string): Promise<void> {
    const task = { tenant, accountId: NO_ACCOUNT, id: `odd-${provider}-${id}` };
    await parkForPerson(store, { ...task, kind: reason, details: { provider, id }, at: now() });
    report.count('payment_parked', { provider, reason });
  }

  return { take, assign, ask };
}

export type PaymentBook = ReturnType<typeof createPaymentBook>;

interface Parked extends WorkItemRef {
  readonly kind: string;
  readonly details: Readonly<Record<string, string | number>>;
  readonly at: Instant;
}

const parkForPerson = (store: Pick<Store, 'putWorkItem'>, parked: Parked) =>
  store.putWorkItem({ ...parked, queue: RECONCILIATION_QUEUE, dueAt: parked.at });

/** The task of a payment that could not be matched. */
export const taskOf = ({ tenant, provider, paymentId }: PaymentRef): WorkItemRef => ({
  tenant,
  accountId: NO_ACCOUNT,
  id: `payment-${provider}-${paymentId}`,
});

const NOTHING: StoredPayment = {
  currency: '',
  totals: UNKNOWN_PAYMENT,
  named: [],
  references: [],
  booked: 0,
};

function withMessage(known: StoredPayment = NOTHING, message: PaymentMessage): StoredPayment {
  const { currency, totals, paidAt, named, references } = message;
  const isOther = known.currency !== '' && known.currency !== currency;
  if (isOther) throw new Error(`Payment ${message.paymentId} changed its currency: ask the provider`);
  const earliest = [known.paidAt, paidAt].filter((at) => at !== undefined);
  return {
    ...known,
    currency,
    totals: withTotals(known.totals, totals),
    ...(earliest.length > 0 && { paidAt: Math.min(...earliest) }),
    named: united(known.named, named, ({ account, debt = '' }) => `${account}|${debt}`),
    references: united(known.references, references, (reference) => reference),
  };
}

function united<T>(known: readonly T[], more: readonly T[], key: (one: T) => string): readonly T[] {
  const keys = new Set(known.map(key));
  return [...known, ...more.filter((one) => !keys.has(key(one)))];
}

function factOf(movement: Movement, at: Instant, { debt }: PaymentOwner, on: Day | undefined): MoneyFact {
  if (movement.kind === 'reversal') return { ...movement, at };
  return { ...movement, at, ...(debt !== undefined && { debt }), ...(on !== undefined && { on }) };
}
