import { aStrategy, at, Lab } from './lab';

jest.setTimeout(300_000);

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
}, 300_000);
afterAll(() => lab.stop());

const strategy = aStrategy({
  notices: [{ on: 'payment_received', via: ['email'], template: 'pago-recibido' }],
});
const RECEIPT = 'notice:payment_received:p email';

test('the receipt of the last payment goes out before the case closes', async () => {
  const one = await lab.open({ strategy });
  await one.pay('p', 100_000, '2026-03-03 11:00');
  expect(await one.handle.result()).toBe('paid');
  expect(await one.sent()).toEqual([RECEIPT]);
  expect(await one.events('touch_sent')).toMatchObject([{ template: 'pago-recibido', days: 0 }]);
});

test('paid in the evening, the case sends its receipt in the morning and closes', async () => {
  const one = await lab.open({ strategy });
  await one.pay('p', 100_000, '2026-03-03 19:30');
  expect(await one.status()).toMatchObject({ outcome: 'paid' });
  expect(await one.sent()).toEqual([]);
  await one.liveUntil('2026-03-04 10:00');
  expect(await one.handle.result()).toBe('paid');
  expect(await one.sent()).toEqual([RECEIPT]);
  const [event] = await one.events('touch_sent');
  expect(event?.at).toBe(at('2026-03-04 10:00'));
});

test('reversed before the morning, the receipt is not sent and the case goes on', async () => {
  const one = await lab.open({ strategy });
  await one.pay('p', 100_000, '2026-03-03 19:30');
  await one.fact('bank-1', { kind: 'reversal', id: 'r', of: 'p', at: at('2026-03-04 09:00') });
  await one.liveUntil('2026-03-05 12:00');
  expect(await one.sent()).toEqual(['aviso email']);
  expect(await one.status()).toMatchObject({ outcome: 'open' });
});
