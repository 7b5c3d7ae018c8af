import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../local/process';
import { readState } from '../../local/state';
import { groupExists, processesWith } from './processes';

// A program with these commands alone, run the way `cli/bin.js` runs.
const PROGRAM = `
require(${JSON.stringify(require.resolve('tsx/cjs'))});
const { Command } = require(${JSON.stringify(require.resolve('commander'))});
const { registerEnvironment } = require(${JSON.stringify(join(__dirname, '../../cli/verbs/environment.ts'))});
const program = new Command('recobro');
registerEnvironment(program);
void program.parseAsync(process.argv);
`;

/** For what takes a moment where the machine has nothing else to do. */
const LONG_MS = 120_000;

let directory: string;
let program: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'recobro-test-'));
  program = join(directory, 'recobro.js');
  writeFileSync(program, PROGRAM);
});
afterEach(async () => {
  await recobro('stop');
});
afterAll(() => rmSync(directory, { recursive: true }));

const stateDir = () => join(directory, '.recobro');
const processes = () => processesWith(directory); // the supervisor carries the state directory in its arguments

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function begin(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], { cwd: directory });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, out, err }));
  return { child, ended };
}

const recobro = (...args: string[]): Promise<Ended> => begin(...args).ended;

function runningGroups(): number[] {
  const state = readState(stateDir());
  if (!state) throw new Error('The environment does not run');
  return [state.supervisor, ...state.servers].map(({ pid }) => pid);
}

test('start brings everything up and says where, a second start says so, stop leaves nothing', async () => {
  const started = await recobro('start');
  expect(started).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Temporal UI.*http:\/\/127\.0\.0\.1:\d+/),
  });
  const groups = runningGroups();

  const again = await recobro('start');
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('Already running since') });
  expect(runningGroups()).toEqual(groups);

  const status = await recobro('status', '--json');
  expect(status.code).toBe(0);
  expect(JSON.parse(status.out)).toMatchObject({ status: 'running', env: { AWS_REGION: 'us-east-1' } });

  expect(await recobro('stop')).toMatchObject({ code: 0, err: 'Stopped.\n' });
  expect(groups.filter(groupExists)).toEqual([]);
  expect(processes()).toEqual([]);
  expect(existsSync(join(stateDir(), 'local.json'))).toBe(false);
});

test('two starts at once give one environment', async () => {
  const [one, two] = await Promise.all([recobro('start', '--json'), recobro('start', '--json')]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(JSON.parse(one.out)).toEqual(JSON.parse(two.out));
  expect(processes()).toHaveLength(1);
});

test('status and stop of nothing say so', async () => {
  expect(await recobro('status')).toMatchObject({ code: 1, err: expect.stringContaining('recobro start') });
  expect(await recobro('stop')).toMatchObject({ code: 0, err: expect.stringContaining('Nothing runs') });
});

test('when the supervisor is killed its servers end too, and start works again', async () => {
  await recobro('start');
  const [supervisor = 0, ...servers] = runningGroups();
  process.kill(supervisor, 'SIGKILL');
  expect(await until(() => !servers.some(groupExists), LONG_MS)).toBe(true);
  expect(await recobro('status')).toMatchObject({ code: 1 });
  expect(await recobro('start')).toMatchObject({ code: 0 });
  expect(runningGroups()).not.toContain(supervisor);
});

test('when a server ends by itself the others are stopped and the state goes', async () => {
  await recobro('start');
  const groups = runningGroups();
  process.kill(readState(stateDir())?.servers[0]?.pid ?? 0, 'SIGKILL');
  expect(await until(() => !groups.some(groupExists), LONG_MS)).toBe(true);
  expect(readState(stateDir())).toBeUndefined();
});

test.each([
  { rule: 'interrupted', signal: 'SIGINT' },
  { rule: 'terminated', signal: 'SIGTERM' },
  { rule: 'killed', signal: 'SIGKILL' },
] as const)('a start that is $rule leaves nothing behind', async ({ signal }) => {
  const { child, ended } = begin('start');
  expect(await until(() => existsSync(join(stateDir(), 'local.json')), LONG_MS)).toBe(true);
  child.kill(signal);
  expect((await ended).code).not.toBe(0);
  expect(await until(() => processes().length === 0, LONG_MS)).toBe(true);
  expect(existsSync(join(stateDir(), 'local.json'))).toBe(false);
});

test('workflows in a file keep their payload key over a restart', async () => {
  const keyOf = async () => {
    const { out } = await recobro('start', '--json', '--db-filename', join(directory, 'temporal.db'));
    await recobro('stop');
    const state: { env: Record<string, string> } = JSON.parse(out);
    return state.env['RECOBRO_PAYLOAD_KEYS'];
  };
  expect(await keyOf()).toBe(await keyOf());
  expect(existsSync(join(directory, 'temporal.db'))).toBe(true);
});
