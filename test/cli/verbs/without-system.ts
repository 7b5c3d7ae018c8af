import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';

const variables = ['RECOBRO_CORE_TABLE', 'TEMPORAL_ADDRESS', 'AWS_ENDPOINT_URL'] as const;
const before = new Map(variables.map((name) => [name, process.env[name]]));
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'recobro-verb-'));

beforeAll(() => {
  for (const name of variables) Reflect.deleteProperty(process.env, name);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

/** Runs a verb where no system runs and none is named. */
export function runWithoutSystem(
  register: (program: Command) => void,
  ...args: readonly string[]
): Promise<unknown> {
  const program = new Command('recobro').exitOverride().configureOutput({ writeErr: () => undefined });
  register(program);
  return program.parseAsync(args, { from: 'user' });
}
