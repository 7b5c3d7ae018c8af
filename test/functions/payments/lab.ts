import type { CaseFact } from '../../../domain/case/facts';
import { createPaymentBook } from '../../../functions/payments/book';
import type { ProviderApi } from '../../../functions/payments/consume';
import { createPaymentConsumer } from '../../../functions/payments/consume';
import type { AccountRecord, PaymentOwner, PaymentRef, StoredPayment, WorkItem } from '../../../store/types';
import { aPerson, AT, TENANT } from '../../store/fixtures';
import { watch } from '../watch';

const key = (ref: PaymentRef): string => `${ref.tenant}/${ref.provider}/${ref.paymentId}`;

/** Payments and work items in memory, and an intake that counts an event once, as the real one does. */
export class PaymentLab {
  readonly payments = new Map<string, StoredPayment>();
  readonly tasks = new Map<string, WorkItem>();
  readonly references = new Map<string, PaymentOwner>();
  readonly facts = new Map<string, { accountId: string; fact: CaseFact }>();
  readonly watch = watch();
  /** Makes the next fact fail after it was accepted, as a lost answer does. */
  loseAnswers = 0;
  api: ProviderApi = {
    invoicePayments: async () => undefined,
    payment: async () => undefined,
    order: async () => undefined,
  };

  constructor(private readonly accounts: Readonly<Record<string, 'COP' | 'USD' | 'CLP'>>) {}

  readonly book = createPaymentBook({
    store: {
      getPayment: async (ref) => this.payments.get(key(ref)),
      changePayment: async (ref, change) => {
        const next = change(this.payments.get(key(ref)));
        this.payments.set(key(ref), next);
        return next;
      },
      getAccount: async ({ accountId }) => this.account(accountId),
      findPaymentReference: async ({ reference }) => this.references.get(reference),
      getPerson: async ({ personId }) => ({ person: aPerson(personId), version: 1, accounts: [] }),
      putWorkItem: async (item) => {
        const created = !this.tasks.has(item.id);
        if (created) this.tasks.set(item.id, item);
        return { created };
      },
      withdrawWorkItem: async ({ id }) => {
        this.tasks.delete(id);
      },
    },
    intake: {
      acceptFact: async ({ accountId }, eventId, fact) => {
        if (!this.facts.has(eventId)) this.facts.set(eventId, { accountId, fact });
        if (this.loseAnswers > 0) {
          this.loseAnswers -= 1;
          throw new Error('the answer was lost');
        }
      },
    },
    report: this.watch.report,
    now: () => AT,
  });

  readonly consume = (body: string): Promise<void> =>
    createPaymentConsumer({ book: this.book, api: this.api, report: this.watch.report })(body);

  /** What the books of an account say it has paid. */
  paid(accountId: string): number {
    const facts = [...this.facts.values()]
      .filter((one) => one.accountId === accountId)
      .map(({ fact }) => fact);
    const reversed = new Set(facts.flatMap((fact) => (fact.kind === 'reversal' ? [fact.of] : [])));
    return facts.reduce(
      (sum, fact) => sum + (fact.kind === 'payment' && !reversed.has(fact.id) ? fact.amount : 0),
      0,
    );
  }

  private account(accountId: string): AccountRecord | undefined {
    const currency = this.accounts[accountId];
    if (currency === undefined) return undefined;
    const strategy = { id: 's', version: 1, hash: '' };
    const known = { tenant: TENANT, accountId, personId: 'p-1', jurisdiction: 'CO' };
    return { ...known, currency, strategy, factSeq: 0, ledger: { seq: 0, hash: '' } };
  }
}
