import { currentHalts } from '../../activities/current-halts';
import type { Halt, HaltScope } from '../../domain/halt';
import { HALT_RECHECK_MS } from '../../domain/halt';
import { AT, TouchLab } from './touch-lab';

const halt = (scope: Partial<HaltScope>): Halt => ({
  ...{ tenant: null, channel: null, at: AT, by: 'ana', reason: 'prueba' },
  ...scope,
});

/** The touch would go out by SMS, of tenant `acme`. */
test.each([
  { rule: 'everything', scope: {} },
  { rule: 'its channel', scope: { channel: 'sms' as const } },
  { rule: 'its tenant', scope: { tenant: 'acme' } },
  { rule: 'its channel of its tenant', scope: { tenant: 'acme', channel: 'sms' as const } },
])('a halt of $rule holds the touch back, and it asks again', async ({ scope }) => {
  const lab = new TouchLab();
  lab.store.halts.push(halt(scope));
  expect(await lab.send()).toMatchObject({
    result: { kind: 'wait', until: AT + HALT_RECHECK_MS, rules: ['STOP-SWITCH'] },
  });
  expect(lab.out).toEqual([]);
});

test.each([
  { rule: 'another channel', scope: { channel: 'email' as const } },
  { rule: 'another tenant', scope: { tenant: 'otra' } },
  { rule: 'its channel of another tenant', scope: { tenant: 'otra', channel: 'sms' as const } },
])('a halt of $rule does not concern the touch', async ({ scope }) => {
  const lab = new TouchLab();
  lab.store.halts.push(halt(scope));
  await lab.send();
  expect(lab.sent()).toEqual(['sms']);
});

describe('currentHalts()', () => {
  test('reads again after half a second, not before', async () => {
    let now = 0;
    const listHalts = jest.fn(async () => [halt({})]);
    const halts = currentHalts({ listHalts }, () => now);
    await Promise.all([halts(), halts()]);
    now = 499;
    await halts();
    expect(listHalts).toHaveBeenCalledTimes(1);
    now = 500;
    await halts();
    expect(listHalts).toHaveBeenCalledTimes(2);
  });

  test('a read that failed is made again', async () => {
    const listHalts = jest.fn(async (): Promise<Halt[]> => []).mockRejectedValueOnce(new Error('throttled'));
    const halts = currentHalts({ listHalts }, () => 0);
    await expect(halts()).rejects.toThrow('throttled');
    expect(await halts()).toEqual([]);
  });
});
