import { CommanderError } from 'commander';
import { registerPerson } from '../../../cli/verbs/person';
import { runWithoutSystem } from './without-system';

const run = (...args: readonly string[]) => runWithoutSystem(registerPerson, ...args);

test.each([
  { args: ['person', 'status', 'P-1'] },
  { args: ['person', 'erase', 'P-1', '--reason', 'request', '--approved-by', 'o-2'] },
  { args: ['person', 'hold', 'P-1', '--id', 'h-1', '--reason', 'lawsuit'] },
  { args: ['person', 'export', 'P-1', '-o', 'p.json'] },
  { args: ['retention', 'due'] },
])('$args says where to look when no system runs', async ({ args }) => {
  await expect(run(...args)).rejects.toMatchObject({ code: 'system.notFound' });
});

test.each([
  { rule: 'a reason', args: ['person', 'erase', 'P-1', '--approved-by', 'o-2'] },
  { rule: 'an approval', args: ['person', 'erase', 'P-1', '--reason', 'request'] },
  { rule: 'the id of a hold', args: ['person', 'release', 'P-1', '--reason', 'over'] },
])('wrong use: without $rule', async ({ args }) => {
  await expect(run(...args)).rejects.toBeInstanceOf(CommanderError);
});
