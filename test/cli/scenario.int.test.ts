import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../local/process';
import { processesWith } from '../local/processes';

jest.setTimeout(180_000); // the first run installs both servers

const root = join(__dirname, '..', '..');
const scenarios = join(root, 'test', 'fixtures', 'scenarios');
const bin = join(root, 'cli', 'bin.js');
const folder = mkdtempSync(join(tmpdir(), 'recobro-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function begin(...args: readonly string[]) {
  // Its servers keep their data below TMPDIR, by which they are found again.
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(
    process.execPath,
    [bin, 'scenario', 'run', '--packs', join(scenarios, 'packs'), ...args],
    { env },
  );
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += String(text)));
  child.stderr.on('data', (text) => (said.err += String(text)));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...said }));
  return { child, ended, said };
}

const leftovers = (): string[] => readdirSync(folder).filter((name) => name.startsWith('recobro-'));

test('both engines print the same traces and contacts, in the same order', async () => {
  const files = ['multi-account', 'channels', 'handoff'].map((theme) => join(scenarios, `${theme}.yaml`));
  const contacts = (engine: string): string => join(folder, `${engine}.jsonl`);
  const run = (engine: string) =>
    begin('--json', '--engine', engine, '--contacts', contacts(engine), ...files).ended;
  const [core, temporal] = await Promise.all([run('core'), run('temporal')]);
  expect([core.code, temporal.code]).toEqual([0, 0]);
  expect(temporal.err).toContain('stories have run');
  expect(temporal.out.replaceAll('"engine":"temporal"', '"engine":"core"')).toBe(core.out);
  expect(readFileSync(contacts('temporal'), 'utf8')).toBe(readFileSync(contacts('core'), 'utf8'));
  expect(leftovers()).toEqual([]);
});

test.each([
  { rule: 'while the servers start', isTime: () => leftovers().length > 0 },
  { rule: 'while stories run', isTime: (err: string) => err.includes('stories have run') },
])('an interrupt $rule stops everything', async ({ isTime }) => {
  const { child, ended, said } = begin('--json', '--engine', 'temporal', join(scenarios, 'random.yaml'));
  expect(await until(() => isTime(said.err), 120_000)).toBe(true);
  const servers = processesWith(folder);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect(code).toBe(1);
  expect(err).toContain('Interrupted.');
  expect(servers.length).toBeGreaterThan(0);
  expect(await until(() => processesWith(folder).length === 0, 20_000)).toBe(true);
  expect(leftovers().map((name) => existsSync(join(folder, name)))).toEqual([]);
});
