import { runMain } from '../run-main';

const AT = Date.UTC(2026, 10, 22, 19, 0, 17);
const halt = { tenant: 'demo', channel: 'sms', at: AT, by: 'ana', reason: 'prueba' };
const store = {
  listHalts: async () => [halt],
  listHaltChanges: async () => [{ ...halt, done: 'halted' }],
};
jest.mock('../../../cli/actions/system', () => ({
  openSystem: async () => ({ store, tenant: 'demo', close: async () => undefined }),
}));

test('sending status --json gives times as every other data does', async () => {
  const { out, exit } = await runMain('sending', 'status', '--json');
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toEqual({
    halts: [{ ...halt, at: '2026-11-22T19:00:17Z' }],
    changes: [{ ...halt, at: '2026-11-22T19:00:17Z', done: 'halted' }],
  });
});

test('sending status tells people who stopped what, and when', async () => {
  const { out } = await runMain('sending', 'status');
  expect(out).toContain('DETENIDO 2026-11-22T19:00:17Z  el canal sms de demo, por ana: prueba');
});
