import type { PaymentMessage } from '../../../functions/payments/message';
import { dayFromIso, instantFromIso } from '../../../domain/time/calendar';
import { TENANT } from '../../store/fixtures';
import { PaymentLab } from './lab';

const message = (more: Partial<PaymentMessage> = {}): PaymentMessage => ({
  ...{ provider: 'stripe', paymentId: 'pi_1', currency: 'COP', totals: { captured: 100 } },
  ...{ named: [{ account: 'A-1', debt: 'D-1' }], references: [] },
  ...more,
});
const lab = () => new PaymentLab({ 'A-1': 'COP', 'A-2': 'COP', 'A-3': 'USD' });
const facts = ({ facts: told }: PaymentLab) => [...told.values()].map(({ fact }) => fact);

test('a payment is a fact of the debt, dated where the debtor lives', async () => {
  const it = lab();
  await it.book.take(TENANT, message({ paidAt: instantFromIso('2026-03-02T03:00:00Z') }));
  expect(facts(it)).toMatchObject([
    { kind: 'payment', id: 'stripe:pi_1', amount: 100, debt: 'D-1', on: dayFromIso('2026-03-01') },
  ]);
});

test.each<{ rule: string; more: Partial<PaymentMessage>; parked: string | null }>([
  { rule: 'the account that is named', more: {}, parked: null },
  { rule: 'an account that does not exist', more: { named: [{ account: 'A-9' }] }, parked: 'no_account' },
  { rule: 'nothing that is known', more: { named: [] }, parked: 'no_account' },
  {
    rule: 'a reference that was registered',
    more: { named: [], references: ['customer:cus_1'] },
    parked: null,
  },
  { rule: 'an account in another currency', more: { named: [{ account: 'A-3' }] }, parked: 'other_currency' },
  { rule: 'no amount', more: { totals: { refunded: 10 } }, parked: 'amount_unknown' },
])('a payment of $rule: parked for $parked', async ({ more, parked }) => {
  const it = lab();
  it.references.set('customer:cus_1', { accountId: 'A-2' });
  await it.book.take(TENANT, message(more));
  expect([...it.tasks.values()].map(({ details }) => details?.['reason'])).toEqual(parked ? [parked] : []);
  expect(it.facts.size).toBe(parked ? 0 : 1);
});

test('a parked payment leaves the queue when a later message says whose it is', async () => {
  const it = lab();
  await it.book.take(TENANT, message({ named: [] }));
  await it.book.take(TENANT, message());
  expect(it.tasks.size).toBe(0);
  expect(it.paid('A-1')).toBe(100);
});

test('an agent says whose it is, and a refund follows it there', async () => {
  const it = lab();
  const ref = { tenant: TENANT, provider: 'stripe', paymentId: 'pi_1' };
  await it.book.take(TENANT, message({ named: [] }));
  expect(await it.book.assign(ref, { accountId: 'A-3', by: 'ana' })).toEqual({
    kind: 'parked',
    reason: 'other_currency',
  });
  expect(await it.book.assign(ref, { accountId: 'A-2', by: 'ana' })).toMatchObject({ kind: 'booked' });
  await it.book.take(TENANT, message({ named: [], totals: { captured: 100, refunded: 40 } }));
  expect(it.paid('A-2')).toBe(60);
  expect(await it.book.assign({ ...ref, paymentId: 'pi_2' }, { accountId: 'A-2' })).toBeUndefined();
});

test('an answer that is lost half way is made up for by the next try', async () => {
  const it = lab();
  it.loseAnswers = 1;
  await expect(it.book.take(TENANT, message())).rejects.toThrow('lost');
  await it.book.take(TENANT, message());
  expect(it.paid('A-1')).toBe(100);
});

test('a repeated message tells the account nothing again', async () => {
  const it = lab();
  for (let times = 0; times < 3; times += 1) await it.book.take(TENANT, message());
  expect(it.watch.of('payment_booked')).toBe(1);
});
