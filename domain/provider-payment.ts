import type { MinorUnits } from './money';

/** Money that was taken back by the payer's bank; `returned`: the creditor has it again. */
export interface Chargeback {
  readonly id: string;
  readonly amount: MinorUnits;
  readonly returned: boolean;
}

/** What one message of a provider says of a payment: totals so far, never differences. What it does not say is absent. */
export interface PaymentTotals {
  readonly captured?: MinorUnits;
  readonly refunded?: MinorUnits;
  readonly chargebacks?: readonly Chargeback[];
}

/** What is known of one payment at a provider. */
export interface ProviderPayment {
  /** Null: nothing has been captured as far as we know. */
  readonly captured: MinorUnits | null;
  readonly refunded: MinorUnits;
  readonly chargebacks: readonly Chargeback[];
  /** The net amounts that it has had since, oldest first; neighbours differ. */
  readonly nets: readonly MinorUnits[];
}

export const UNKNOWN_PAYMENT: ProviderPayment = { captured: null, refunded: 0, chargebacks: [], nets: [] };

/**
 * The payment after one more message. Messages may come in any order and any number of times: totals only grow, and
 * money that was returned stays returned, so the net amount at the end is always the same.
 */
export function withTotals(payment: ProviderPayment, totals: PaymentTotals): ProviderPayment {
  const captured = largest(payment.captured, totals.captured ?? null);
  const refunded = Math.max(payment.refunded, totals.refunded ?? 0);
  const chargebacks = (totals.chargebacks ?? []).reduce(withChargeback, payment.chargebacks);
  const next = { captured, refunded, chargebacks, nets: payment.nets };
  const net = netOf(next);
  return net === null || net === (payment.nets.at(-1) ?? 0) ? next : { ...next, nets: [...next.nets, net] };
}

/** What the creditor has of it now; null while nothing is known to be captured. */
export function netOf({ captured, refunded, chargebacks }: Omit<ProviderPayment, 'nets'>): MinorUnits | null {
  if (captured === null) return null;
  const gone = chargebacks.reduce((sum, { amount, returned }) => sum + (returned ? 0 : amount), refunded);
  return Math.max(0, captured - gone);
}

const largest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

function withChargeback(known: readonly Chargeback[], news: Chargeback): readonly Chargeback[] {
  const old = known.find(({ id }) => id === news.id);
  if (!old) return [...known, news];
  const amount = Math.max(old.amount, news.amount);
  const merged = { id: news.id, amount, returned: old.returned || news.returned };
  return known.map((one) => (one === old ? merged : one));
}

/** One movement of the books; ids follow from the payment's id and the history of its net amounts. */
export type Movement =
  | { readonly kind: 'payment'; readonly id: string; readonly amount: MinorUnits }
  | { readonly kind: 'reversal'; readonly id: string; readonly of: string };

/**
 * The payments and reversals that bring the books to each net amount in turn. The case knows whole reversals only, so
 * what falls is reversed piece by piece, the newest first, and what must remain is booked again.
 */
export function movementsOf(id: string, { nets }: Pick<ProviderPayment, 'nets'>): readonly Movement[] {
  const movements: Movement[] = [];
  let pieces: readonly (Movement & { kind: 'payment' })[] = [];
  const total = (): number => pieces.reduce((sum, { amount }) => sum + amount, 0);
  for (const net of nets) {
    while (total() > net) {
      const last = pieces.at(-1);
      if (!last) break;
      movements.push({ kind: 'reversal', id: `${last.id}/reversed`, of: last.id });
      pieces = pieces.slice(0, -1);
    }
    if (total() === net) continue;
    const number = movements.filter(({ kind }) => kind === 'payment').length;
    const piece = {
      kind: 'payment' as const,
      id: number === 0 ? id : `${id}/${number}`,
      amount: net - total(),
    };
    movements.push(piece);
    pieces = [...pieces, piece];
  }
  return movements;
}
