import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, markProcess } from '../../local/process-identity';
import {
  type LocalState,
  claimState,
  readLeftState,
  readState,
  removeState,
  stateDirOf,
  writeState,
} from '../../local/state';

let directory: string;
beforeEach(() => (directory = stateDirOf(mkdtempSync(join(tmpdir(), 'recobro-test-')))));
afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

const me = markProcess(process.pid) ?? { pid: 0, began: '' };
const reused = { ...me, began: 'another boot' };
const stateOf = (supervisor = me): LocalState => ({
  status: 'running',
  startedAt: '2026-11-22T05:00:00.000Z',
  supervisor,
  servers: [],
  urls: {},
  env: { SECRET: 'x' },
});

test.each([
  { rule: 'a process that runs', mark: me, alive: true },
  { rule: 'a number that another process has now', mark: reused, alive: false },
  { rule: 'a number that nobody has', mark: { ...me, pid: 2 ** 22 + 1 }, alive: false },
])('isAlive() of $rule is $alive', ({ mark, alive }) => {
  expect(isAlive(mark)).toBe(alive);
});

test('claimState() lets only one environment have the directory, and says since when it runs', () => {
  claimState(directory, stateOf());
  expect(readState(directory)).toEqual(stateOf());
  expect(() => claimState(directory, stateOf())).toThrow(
    expect.objectContaining({ code: 'local.running', message: expect.stringContaining('2026-11-22T05:00') }),
  );
});

test('claimState() takes over from a supervisor that died', () => {
  claimState(directory, stateOf(reused));
  expect(readState(directory)).toBeUndefined();
  expect(readLeftState(directory)).toEqual(stateOf(reused));
  claimState(directory, stateOf());
  expect(readState(directory)).toEqual(stateOf());
});

test('claimState() takes over from a file that is no state', () => {
  claimState(directory, stateOf());
  writeFileSync(join(directory, 'local.json'), '{"status":');
  claimState(directory, stateOf());
  expect(readState(directory)).toEqual(stateOf());
});

test('removeState() leaves the state of another supervisor', () => {
  claimState(directory, stateOf());
  removeState(directory, reused);
  expect(readState(directory)).toBeDefined();
  removeState(directory, me);
  expect(existsSync(join(directory, 'local.json'))).toBe(false);
});

test('the state can be read only by its owner, since it holds the payload key', () => {
  claimState(directory, stateOf());
  writeState(directory, stateOf());
  expect(statSync(join(directory, 'local.json')).mode & 0o077).toBe(0);
});
