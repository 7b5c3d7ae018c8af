import * as z from 'zod';
import type { PaymentTotals } from '../../domain/provider-payment';
import type { Named, PaymentMessage, Reading } from './message';

/** A reference is an id, or the object where the caller asked for it. */
const ref = z
  .union([z.string(), z.looseObject({ id: z.string() })])
  .nullish()
  .transform((value) => (typeof value === 'object' ? value?.id : value));
const metadata = z.record(z.string(), z.string()).nullish();
const amount = z.int().nonnegative();
const money = { currency: z.string(), created: z.int().optional(), customer: ref, metadata };

const intent = z.looseObject({ id: z.string(), amount_received: amount, invoice: ref, ...money });
const charge = z.looseObject({
  ...{ id: z.string(), payment_intent: ref, invoice: ref, captured: z.boolean().optional() },
  ...{ amount_captured: amount, amount_refunded: amount },
  ...money,
});
const dispute = z.looseObject({
  id: z.string(),
  charge: ref,
  payment_intent: ref,
  amount,
  currency: z.string(),
});
const refund = z.looseObject({ id: z.string(), status: z.string().nullish() });
const invoice = z.looseObject({
  ...{ id: z.string(), number: z.string().nullish(), amount_paid: amount, payment_intent: ref, charge: ref },
  paid_out_of_band: z.boolean().optional(),
  ...money,
});
const invoicePayment = z.looseObject({
  ...{ id: z.string(), invoice: ref, amount_paid: amount.nullish(), currency: z.string() },
  ...{ status: z.string().optional(), created: z.int().optional() },
  payment: z.looseObject({ payment_intent: ref, charge: ref }),
});

const envelope = z.looseObject({
  ...{ id: z.string(), type: z.string(), object: z.literal('event') },
  data: z.looseObject({ object: z.unknown() }),
});

/**
 * Reads a Stripe event. One payment speaks in several events (intent, charge, invoice): they are one by the id of the
 * payment intent, or of the charge where there is none. A charge that is only authorised is no payment.
 *
 * @throws {ZodError} When the event is not as Stripe makes it.
 */
export function readStripe(event: unknown): Reading {
  const { id, type, data } = envelope.parse(event);
  const read = readers[type];
  return read ? read(data.object, id) : { kind: 'ignored', type };
}

type Reader = (object: unknown, eventId: string) => Reading;

const readers: Readonly<Record<string, Reader>> = {
  'payment_intent.succeeded': (object) => readIntent(intent.parse(object)),
  'charge.succeeded': (object) => readCharge(charge.parse(object), 'charge.succeeded'),
  'charge.captured': (object) => readCharge(charge.parse(object), 'charge.captured'),
  'charge.refunded': (object) => readRefund(charge.parse(object)),
  'charge.dispute.funds_withdrawn': (object) => readDispute(dispute.parse(object), false),
  'charge.dispute.funds_reinstated': (object) => readDispute(dispute.parse(object), true),
  'invoice.paid': (object) => readInvoice(invoice.parse(object)),
  'invoice.payment_succeeded': (object) => readInvoice(invoice.parse(object)),
  'invoice_payment.paid': (object) => readInvoicePayment(object),
  'refund.failed': (object, eventId) => failedRefund(refund.parse(object), eventId),
};

type Intent = z.infer<typeof intent>;
type Charge = z.infer<typeof charge>;
type Invoice = z.infer<typeof invoice>;

const readIntent = (of: Intent): Reading =>
  payment(of.id, of, { captured: of.amount_received }, [invoiceRef(of.invoice)]);

function readCharge(of: Charge, type: string): Reading {
  // The intent's own event tells of it; and before the capture there is nothing to tell.
  if (of.payment_intent || of.captured === false) return { kind: 'ignored', type };
  return payment(of.id, of, { captured: of.amount_captured }, [invoiceRef(of.invoice)]);
}

const readRefund = (of: Charge): Reading =>
  payment(
    of.payment_intent ?? of.id,
    { ...of, created: undefined },
    { captured: of.amount_captured, refunded: of.amount_refunded },
    [invoiceRef(of.invoice)],
  );

function readDispute(of: z.infer<typeof dispute>, returned: boolean): Reading {
  const paymentId = of.payment_intent ?? of.charge;
  if (!paymentId) return { kind: 'odd', id: of.id, reason: 'dispute_without_payment' };
  return payment(paymentId, of, { chargebacks: [{ id: of.id, amount: of.amount, returned }] }, []);
}

/** Newer versions of the API do not say by which payments an invoice was paid. */
function readInvoice(of: Invoice): Reading {
  if (of.amount_paid === 0) return { kind: 'ignored', type: 'invoice.paid of nothing' };
  const paymentId = of.payment_intent ?? of.charge ?? (of.paid_out_of_band ? of.id : undefined);
  if (!paymentId) return { kind: 'look_up', resource: 'invoice', id: of.id };
  return payment(paymentId, of, { captured: of.amount_paid }, [invoiceRef(of.id), numberRef(of.number)]);
}

/** One payment of an invoice, as in an event and in the list that an invoice carries when asked. */
export function readInvoicePayment(object: unknown): Reading {
  const of = invoicePayment.parse(object);
  const paymentId = of.payment.payment_intent ?? of.payment.charge ?? of.id;
  if (of.status !== undefined && of.status !== 'paid')
    return { kind: 'ignored', type: `invoice_payment ${of.status}` };
  return payment(paymentId, of, { captured: of.amount_paid ?? 0 }, [invoiceRef(of.invoice)]);
}

/** The money is the creditor's again, and totals only grow: somebody must look. */
const failedRefund = ({ id }: z.infer<typeof refund>, eventId: string): Reading => ({
  kind: 'odd',
  id: `${id}/${eventId}`,
  reason: 'refund_failed',
});

interface Common {
  readonly currency: string;
  readonly created?: number | undefined;
  readonly customer?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
}

function payment(
  paymentId: string,
  { currency, created, customer, metadata: notes }: Common,
  totals: PaymentTotals,
  references: readonly (string | undefined)[],
): Reading {
  const all = [...references, customer ? `customer:${customer}` : undefined];
  const message: PaymentMessage = {
    ...{ provider: 'stripe', paymentId, currency: currency.toUpperCase(), totals },
    ...(created !== undefined && { paidAt: created * 1000 }),
    named: namedIn(notes ?? {}),
    references: all.filter((one) => one !== undefined),
  };
  return { kind: 'payment', message };
}

/** Metadata `recobro_account` and, for one of its debts, `recobro_debt`. */
export function namedIn({
  recobro_account: account,
  recobro_debt: debt,
}: Readonly<Record<string, string>>): Named[] {
  return account ? [{ account, ...(debt && { debt }) }] : [];
}

const invoiceRef = (id: string | null | undefined): string | undefined => (id ? `invoice:${id}` : undefined);
const numberRef = (number: string | null | undefined): string | undefined =>
  number ? `invoice_number:${number}` : undefined;
