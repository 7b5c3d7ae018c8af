import { UNKNOWN_PAYMENT } from '../../domain/provider-payment';
import type { StoredPayment } from '../../store/types';
import { AT, TENANT } from './fixtures';
import { storeForTests } from './local-store';

const local = storeForTests();

const ref = { tenant: TENANT, provider: 'stripe', paymentId: 'pi_1#x' };
const payment: StoredPayment = {
  currency: 'COP',
  totals: UNKNOWN_PAYMENT,
  named: [],
  references: [],
  booked: 0,
};

test('changePayment() loses nothing of writers at the same time', async () => {
  const add = () =>
    local().store.changePayment(ref, (known = payment) => ({ ...known, booked: known.booked + 1 }));
  await Promise.all(Array.from({ length: 5 }, add));
  expect((await local().store.getPayment(ref))?.booked).toBe(5);
});

test('a reference leads to its account, within its tenant', async () => {
  const reference = { tenant: TENANT, provider: 'stripe', reference: 'customer:cus_1' };
  await local().store.putPaymentReference({ ...reference, accountId: 'A-1', debt: 'D-1' });
  expect(await local().store.findPaymentReference(reference)).toEqual({ accountId: 'A-1', debt: 'D-1' });
  expect(await local().store.findPaymentReference({ ...reference, tenant: 'other' })).toBeUndefined();
});

test('a withdrawn work item leaves its queue and keeps its reason; withdrawing nothing is nothing', async () => {
  const item = { tenant: TENANT, accountId: '(none)', id: 'payment-1' };
  const rest = {
    kind: 'unmatched_payment',
    queue: 'conciliacion',
    at: AT,
    dueAt: AT,
    details: { amount: 5 },
  };
  await local().store.putWorkItem({ ...item, ...rest });
  const list = () => local().store.listWorkItems({ tenant: TENANT, queue: 'conciliacion', limit: 9 });
  expect((await list()).items).toMatchObject([{ details: { amount: 5 } }]);
  for (const id of ['payment-1', 'payment-1', 'payment-2'])
    await local().store.withdrawWorkItem({ ...item, id, at: AT, result: 'matched' });
  expect((await list()).items).toEqual([]);
  expect(await local().store.getWorkItem(item)).toMatchObject({ state: 'DONE', result: 'matched' });
  expect(await local().store.getWorkItem({ ...item, id: 'payment-2' })).toBeUndefined();
});
