import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { registerPerson } from '../../../cli/verbs/person';

const variables = ['RECOBRO_CORE_TABLE', 'TEMPORAL_ADDRESS', 'AWS_ENDPOINT_URL'] as const;
const before = new Map(variables.map((name) => [name, process.env[name]]));
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'recobro-person-'));

beforeAll(() => {
  for (const name of variables) Reflect.deleteProperty(process.env, name);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

function run(...args: readonly string[]): Promise<unknown> {
  const program = new Command('recobro').exitOverride().configureOutput({ writeErr: () => undefined });
  registerPerson(program);
  return program.parseAsync([...args], { from: 'user' });
}

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
