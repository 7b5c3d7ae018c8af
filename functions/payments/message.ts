import type { PaymentTotals } from '../../domain/provider-payment';
import type { Instant } from '../../domain/time/calendar';
import type { Provider } from '../webhooks/signatures';

/** An account that a payment may belong to, as the provider's message names it. */
export interface Named {
  readonly account: string;
  readonly debt?: string;
}

/** What a provider says of one payment, in our words. */
export interface PaymentMessage {
  readonly provider: Provider;
  /** Id by which the provider knows the payment, whatever event it is about. */
  readonly paymentId: string;
  /** ISO 4217, upper case, not yet known to be one of ours. */
  readonly currency: string;
  readonly totals: PaymentTotals;
  readonly paidAt?: Instant;
  /** Accounts that the message names, likeliest first. */
  readonly named: readonly Named[];
  /** Things that the creditor may have registered for an account, likeliest first: `invoice:in_1`, `customer:cus_1`. */
  readonly references: readonly string[];
}

/** What a delivery turns out to be. */
export type Reading =
  | { readonly kind: 'payment'; readonly message: PaymentMessage }
  /** Says that something was paid, and not by which payments: the provider must be asked. */
  | { readonly kind: 'look_up'; readonly resource: 'invoice' | 'payment' | 'order'; readonly id: string }
  /** Needs a person. */
  | { readonly kind: 'odd'; readonly id: string; readonly reason: string }
  | { readonly kind: 'ignored'; readonly type: string };

/** `account` or `account/debt`; an account's own id may hold a slash. */
export function namedBy(text: string | null | undefined): readonly Named[] {
  if (!text) return [];
  const slash = text.lastIndexOf('/');
  const parts = slash > 0 ? [{ account: text.slice(0, slash), debt: text.slice(slash + 1) }] : [];
  return [{ account: text }, ...parts];
}
