import { readNotification, readOrder, readPayment } from '../../../functions/payments/mercado-pago';
import { readInvoicePayment, readStripe } from '../../../functions/payments/stripe';

const event = (type: string, object: object) => ({ id: 'evt_1', object: 'event', type, data: { object } });
const charge = {
  ...{ id: 'ch_1', amount: 100, amount_captured: 100, amount_refunded: 0, captured: true },
  ...{ currency: 'usd', created: 1_764_547_200, customer: 'cus_1', metadata: { recobro_account: 'A-1' } },
};
const invoice = { id: 'in_1', number: 'F-7', amount_paid: 12_500, currency: 'usd', customer: 'cus_1' };

test.each<{ rule: string; type: string; object: object; expected: object }>([
  {
    rule: 'an intent is known by its own id',
    type: 'payment_intent.succeeded',
    object: {
      id: 'pi_1',
      amount_received: 90,
      currency: 'clp',
      metadata: { recobro_account: 'A', recobro_debt: 'D' },
    },
    expected: {
      paymentId: 'pi_1',
      currency: 'CLP',
      totals: { captured: 90 },
      named: [{ account: 'A', debt: 'D' }],
    },
  },
  {
    rule: 'a charge of its own counts what was captured',
    type: 'charge.captured',
    object: { ...charge, amount_captured: 60 },
    expected: { paymentId: 'ch_1', totals: { captured: 60 }, paidAt: 1_764_547_200_000 },
  },
  {
    rule: 'a refund is told of the intent',
    type: 'charge.refunded',
    object: { ...charge, payment_intent: 'pi_1', amount_refunded: 30 },
    expected: { paymentId: 'pi_1', totals: { captured: 100, refunded: 30 } },
  },
  {
    rule: 'a dispute takes the money',
    type: 'charge.dispute.funds_withdrawn',
    object: { id: 'dp_1', charge: 'ch_1', payment_intent: { id: 'pi_1' }, amount: 100, currency: 'usd' },
    expected: { paymentId: 'pi_1', totals: { chargebacks: [{ id: 'dp_1', amount: 100, returned: false }] } },
  },
  {
    rule: 'a dispute that was won returns it',
    type: 'charge.dispute.funds_reinstated',
    object: { id: 'dp_1', charge: 'ch_1', amount: 100, currency: 'usd' },
    expected: { paymentId: 'ch_1', totals: { chargebacks: [{ id: 'dp_1', amount: 100, returned: true }] } },
  },
  {
    rule: 'an invoice that was paid by hand is its own payment',
    type: 'invoice.paid',
    object: { ...invoice, paid_out_of_band: true },
    expected: { paymentId: 'in_1', references: ['invoice:in_1', 'invoice_number:F-7', 'customer:cus_1'] },
  },
  {
    rule: 'an invoice of the older API names its intent',
    type: 'invoice.payment_succeeded',
    object: { ...invoice, payment_intent: 'pi_1' },
    expected: { paymentId: 'pi_1', totals: { captured: 12_500 } },
  },
])('readStripe() $rule', ({ type, object, expected }) => {
  expect(readStripe(event(type, object))).toMatchObject({ kind: 'payment', message: expected });
});

test.each<{ rule: string; type: string; object: object; expected: object }>([
  {
    rule: 'a charge of an intent is told by the intent',
    type: 'charge.succeeded',
    object: { ...charge, payment_intent: 'pi_1' },
    expected: { kind: 'ignored' },
  },
  {
    rule: 'an authorisation is no payment',
    type: 'charge.succeeded',
    object: { ...charge, captured: false },
    expected: { kind: 'ignored' },
  },
  {
    rule: 'an invoice of the newer API must be looked up',
    type: 'invoice.paid',
    object: invoice,
    expected: { kind: 'look_up', resource: 'invoice', id: 'in_1' },
  },
  {
    rule: 'a refund that failed is for a person',
    type: 'refund.failed',
    object: { id: 're_1', status: 'failed' },
    expected: { kind: 'odd', reason: 'refund_failed' },
  },
  { rule: 'what is no payment is left', type: 'customer.created', object: {}, expected: { kind: 'ignored' } },
])('readStripe() $rule', ({ type, object, expected }) => {
  expect(readStripe(event(type, object))).toMatchObject(expected);
});

test('readInvoicePayment() is one of the invoice under the id of its intent', () => {
  const object = { id: 'inpay_1', invoice: 'in_1', amount_paid: 50, currency: 'usd', status: 'paid' };
  expect(
    readInvoicePayment({ ...object, payment: { type: 'payment_intent', payment_intent: 'pi_1' } }),
  ).toMatchObject({
    message: { paymentId: 'pi_1', totals: { captured: 50 }, references: ['invoice:in_1'] },
  });
});

const payment = {
  ...{ id: 1234, status: 'approved', status_detail: 'accredited', currency_id: 'COP' },
  ...{ transaction_amount: 1100.5, transaction_amount_refunded: 0, captured: true },
  ...{ date_approved: '2026-03-10T09:00:00.000-04:00', external_reference: 'A/1/D-1' },
};

test.each<{ rule: string; more: object; totals: object | null }>([
  { rule: 'an approved one counts, in minor units', more: {}, totals: { captured: 110_050, refunded: 0 } },
  {
    rule: 'a currency without decimals stays as it is',
    more: { currency_id: 'CLP', transaction_amount: 1100 },
    totals: { captured: 1100, refunded: 0 },
  },
  {
    rule: 'a part was refunded',
    more: { transaction_amount_refunded: 100.5 },
    totals: { captured: 110_050, refunded: 10_050 },
  },
  {
    rule: 'all was refunded, whatever the amount says',
    more: { status: 'refunded' },
    totals: { captured: 110_050, refunded: 110_050 },
  },
  {
    rule: 'a chargeback',
    more: { status: 'charged_back', status_detail: 'settled' },
    totals: {
      captured: 110_050,
      refunded: 0,
      chargebacks: [{ id: 'chargeback', amount: 110_050, returned: false }],
    },
  },
  { rule: 'pending is no payment', more: { status: 'pending' }, totals: null },
  { rule: 'authorised is no payment', more: { captured: false }, totals: null },
])('readPayment() $rule', ({ more, totals }) => {
  const reading = readPayment({ ...payment, ...more });
  expect(reading.kind === 'payment' ? reading.message.totals : null).toEqual(totals);
});

test('readPayment() names the account by the reference, whole or before its last slash', () => {
  expect(readPayment(payment)).toMatchObject({
    message: { paymentId: '1234', named: [{ account: 'A/1/D-1' }, { account: 'A/1', debt: 'D-1' }] },
  });
});

test('readPayment() leaves an amount that the currency cannot hold to a person', () => {
  expect(readPayment({ ...payment, currency_id: 'CLP' })).toMatchObject({ kind: 'odd' });
});

test('readOrder() reads each payment of the order with its refunds', () => {
  const order = {
    ...{ id: 'ORD1', currency: 'BRL', external_reference: 'A-1' },
    transactions: {
      payments: [
        { id: 'PAY1', status: 'processed', amount: '10.10' },
        { id: 'PAY2', status: 'action_required', amount: '5.00' },
      ],
      refunds: [{ transaction_id: 'PAY1', status: 'processed', amount: '0.10' }],
    },
  };
  expect(readOrder(order)).toMatchObject([
    { message: { paymentId: 'PAY1', totals: { captured: 1010, refunded: 10 } } },
    { kind: 'ignored' },
  ]);
});

test.each([
  { query: { type: 'payment', 'data.id': '1' }, kind: 'look_up' },
  { query: { type: 'order', 'data.id': 'ORD1' }, kind: 'look_up' },
  { query: { type: 'plan', 'data.id': '1' }, kind: 'ignored' },
  { query: { type: 'payment' }, kind: 'odd' },
])('readNotification() of $query is $kind', ({ query, kind }) => {
  expect(readNotification(query).kind).toBe(kind);
});
