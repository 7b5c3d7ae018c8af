import { json } from '../../../cli/actions/account';
import { registerAccount } from '../../../cli/verbs/account';
import { dayFromIso, instantFromIso } from '../../../domain/time/calendar';
import { runWithoutSystem } from './without-system';

const run = (...args: readonly string[]) => runWithoutSystem(registerAccount, 'account', ...args);

test.each(['show', 'why'])('account %s says where to look when no system runs', async (verb) => {
  await expect(run(verb, 'A-1')).rejects.toMatchObject({
    code: 'system.notFound',
    message: expect.stringContaining('recobro start'),
  });
});

test('account why refuses a date that does not exist before it opens anything', async () => {
  await expect(run('why', 'A-1', '--on', '2026-02-30')).rejects.toMatchObject({ code: 'calendar.badDate' });
});

test('account needs an account', async () => {
  await expect(run('why')).rejects.toMatchObject({ code: 'commander.missingArgument' });
});

test('json() writes instants and local dates as ISO 8601, and leaves counts alone', () => {
  const told = {
    on: dayFromIso('2026-03-11'),
    at: instantFromIso('2026-03-11T15:00:00Z'),
    next: 'never',
    day: 8,
    until: null,
  };
  expect(JSON.parse(json(told))).toEqual({
    on: '2026-03-11',
    at: '2026-03-11T15:00:00Z',
    next: 'never',
    day: 8,
    until: null,
  });
});
