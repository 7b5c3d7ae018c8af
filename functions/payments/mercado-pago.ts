import * as z from 'zod';
import { currencyDecimals, isCurrency } from '../../domain/money';
import type { PaymentTotals } from '../../domain/provider-payment';
import type { PaymentMessage, Reading } from './message';
import { namedBy } from './message';
import { namedIn } from './stripe';

/** Major units, as a number in payments and as text in orders. */
const major = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().nonnegative());

const paymentSchema = z.looseObject({
  ...{ id: z.union([z.int(), z.string()]), status: z.string(), status_detail: z.string().nullish() },
  ...{ currency_id: z.string(), transaction_amount: major, transaction_amount_refunded: major.nullish() },
  ...{ captured: z.boolean().nullish(), date_approved: z.string().nullish() },
  ...{ external_reference: z.string().nullish(), metadata: z.record(z.string(), z.unknown()).nullish() },
});

const orderSchema = z.looseObject({
  ...{ id: z.string(), currency: z.string(), external_reference: z.string().nullish() },
  transactions: z.looseObject({
    payments: z.array(
      z.looseObject({ id: z.string(), status: z.string(), amount: major, paid_amount: major.nullish() }),
    ),
    refunds: z
      .array(z.looseObject({ transaction_id: z.string(), status: z.string().nullish(), amount: major }))
      .nullish(),
  }),
});

/** A notification says only what to look at; its body is not signed, so the id is the signed one of the query. */
export function readNotification(query: Readonly<Record<string, string | undefined>>): Reading {
  const { 'data.id': id, type = 'unknown' } = query;
  if (!id) return { kind: 'odd', id: 'notification', reason: 'no_id' };
  return type === 'payment' || type === 'order'
    ? { kind: 'look_up', resource: type, id }
    : { kind: 'ignored', type };
}

/** States in which the creditor has had the money, whatever has become of it since. */
const CAPTURED = ['approved', 'in_mediation', 'refunded', 'charged_back'];

/**
 * Reads a payment as `GET /v1/payments/:id` answers.
 *
 * @throws {ZodError} When it is not as Mercado Pago makes it.
 */
export function readPayment(resource: unknown): Reading {
  const of = paymentSchema.parse(resource);
  if (!CAPTURED.includes(of.status) || of.captured === false)
    return { kind: 'ignored', type: `payment ${of.status}` };
  const paymentId = String(of.id);
  const totals = totalsOf(of);
  if (totals === undefined) return { kind: 'odd', id: paymentId, reason: 'amount_not_readable' };
  const paidAt = of.date_approved ? Date.parse(of.date_approved) : Number.NaN;
  const message: PaymentMessage = {
    ...{ provider: 'mercadopago', paymentId, currency: of.currency_id, totals },
    ...(!Number.isNaN(paidAt) && { paidAt }),
    named: [...namedIn(texts(of.metadata ?? {})), ...namedBy(of.external_reference)],
    references: of.external_reference ? [`external_reference:${of.external_reference}`] : [],
  };
  return { kind: 'payment', message };
}

function totalsOf(of: z.infer<typeof paymentSchema>): PaymentTotals | undefined {
  const captured = minorUnits(of.transaction_amount, of.currency_id);
  const back = minorUnits(of.transaction_amount_refunded ?? 0, of.currency_id);
  if (captured === undefined || back === undefined) return undefined;
  const refunded = of.status === 'refunded' ? captured : back;
  if (of.status !== 'charged_back') return { captured, refunded };
  const returned = of.status_detail === 'reimbursed';
  return { captured, refunded, chargebacks: [{ id: 'chargeback', amount: captured, returned }] };
}

/** Reads an order as `GET /v1/orders/:id` answers: each of its payments. */
export function readOrder(resource: unknown): readonly Reading[] {
  const { currency, external_reference, transactions } = orderSchema.parse(resource);
  const refunds = transactions.refunds ?? [];
  return transactions.payments.map((of): Reading => {
    if (!['processed', 'refunded', 'partially_refunded'].includes(of.status))
      return { kind: 'ignored', type: `order payment ${of.status}` };
    const back = refunds.filter((one) => one.transaction_id === of.id && one.status !== 'failed');
    const captured = minorUnits(of.paid_amount ?? of.amount, currency);
    const refunded = minorUnits(
      back.reduce((sum, { amount }) => sum + amount, 0),
      currency,
    );
    if (captured === undefined || refunded === undefined)
      return { kind: 'odd', id: of.id, reason: 'amount_not_readable' };
    const references = external_reference ? [`external_reference:${external_reference}`] : [];
    const known = { provider: 'mercadopago' as const, paymentId: of.id, currency };
    const message = {
      ...known,
      totals: { captured, refunded },
      named: namedBy(external_reference),
      references,
    };
    return { kind: 'payment', message };
  });
}

/** Undefined for a currency that is not ours and for more decimals than the currency has. */
function minorUnits(amount: number, currency: string): number | undefined {
  if (!isCurrency(currency)) return undefined;
  const scaled = amount * 10 ** currencyDecimals[currency];
  const whole = Math.round(scaled);
  return Math.abs(scaled - whole) < 1e-4 && Number.isSafeInteger(whole) ? whole : undefined;
}

const texts = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
