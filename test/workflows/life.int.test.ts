import { Lab } from './lab';

jest.setTimeout(120_000);

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
}, 180_000);
afterAll(() => lab.stop());

test('sleeps until its dates and sends at the opening of the window', async () => {
  const t0 = Date.now();
  const one = await lab.open();
  console.log('open', Date.now() - t0, await one.status());
  await one.liveUntil('2026-03-12 09:00');
  console.log('lived', Date.now() - t0, await one.status());
  expect(await one.sent()).toEqual(['aviso email', 'hoy sms', 'vencido sms']);
  await one.pay('p', 100_000, '2026-03-12 09:01');
  console.log('paid', Date.now() - t0);
  expect(await one.handle.result()).toBe('paid');
});
