import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../local/process';
import { groupExists } from '../local/processes';

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

const hasServers = (_err: string, servers: readonly number[]): boolean => servers.length > 0;

test.each([
  { rule: 'while the servers start', isTime: hasServers, laterMs: 0 },
  { rule: 'while the worker starts', isTime: hasServers, laterMs: 3_000 },
  { rule: 'while stories run', isTime: (err: string) => err.includes('stories have run'), laterMs: 0 },
])('an interrupt $rule stops everything', async ({ isTime, laterMs }) => {
  const { child, ended, said } = begin('--json', '--engine', 'temporal', join(scenarios, 'random.yaml'));
  expect(await until(() => isTime(said.err, childrenOf(child.pid)), 120_000)).toBe(true);
  await sleep(laterMs);
  const servers = childrenOf(child.pid);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect([code, err]).toEqual([1, expect.stringContaining('Interrupted.')]);
  expect(servers.length).toBeGreaterThan(0);
  expect(await until(() => !servers.some(groupExists), 120_000)).toBe(true);
  expect(leftovers()).toEqual([]);
});

/** Each server leads a process group of its own. */
function childrenOf(parent: number | undefined): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, ppid]) => (ppid === parent && groupExists(pid) ? pid : []));
}
