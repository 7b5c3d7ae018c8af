import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython, installPythonPackages } from '../../local/python';
import type { Run } from '../../local/run';

/** Answers by the program and its first arguments; whatever is not listed does not run. */
const machine =
  (answers: Record<string, string>): Run =>
  async (command, args) => {
    const call = Object.keys(answers).find((known) => `${command} ${args.join(' ')}`.includes(known));
    return { ok: call !== undefined, output: (call && answers[call]) || 'it failed' };
  };

test.each([
  { rule: 'python3 when it is new enough', answers: { 'python3 --v': 'Python 3.11.2' }, found: 'python3' },
  {
    rule: 'a later name when python3 is old',
    answers: { 'python3 --v': 'Python 3.9.2', 'python3.12 --v': 'Python 3.12.1' },
    found: 'python3.12',
  },
  { rule: 'the oldest that works', answers: { 'python3.10 --v': 'Python 3.10.13' }, found: 'python3.10' },
])('findPython() takes $rule', async ({ answers, found }) => {
  expect(await findPython(machine(answers), 'local AWS')).toBe(found);
});

test.each([
  {
    rule: 'without Python',
    answers: {},
    code: 'local.missing',
    says: 'apt-get install -y python3 python3-venv',
  },
  {
    rule: 'without venv',
    answers: { 'python3 --v': 'Python 3.11.2' },
    code: 'local.missing',
    says: 'python3-venv',
  },
  {
    rule: 'when pip fails',
    answers: { 'python3 --v': 'Python 3.11.2', 'python3 -m venv': '' },
    code: 'local.installFailed',
    says: 'pip install a==1',
  },
])('installPythonPackages() $rule says what to do and leaves nothing', async ({ answers, code, says }) => {
  const directory = mkdtempSync(join(tmpdir(), 'recobro-test-'));
  const packages = { name: 'local AWS', target: join(directory, 'a-1'), requirements: ['a==1'] };
  const installing = installPythonPackages(machine(answers), packages, () => undefined);
  await expect(installing).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
  expect(existsSync(packages.target)).toBe(false);
  expect(existsSync(`${packages.target}.lock`)).toBe(false);
  rmSync(directory, { recursive: true });
});

test('packages of a lock file are installed with their hashes or not at all', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'recobro-test-'));
  const calls: string[] = [];
  const run: Run = async (command, args) => {
    calls.push(`${command} ${args.join(' ')}`);
    return { ok: true, output: 'Python 3.12.1' };
  };
  const requirements = { lockFile: 'a.txt' };
  const target = join(directory, 'a-1');
  const programs = await installPythonPackages(run, { name: 'A', target, requirements }, () => undefined);
  expect(programs).toBe(join(target, 'bin'));
  expect(calls.at(-1)).toMatch(/-m pip install .*--require-hashes -r a\.txt$/);
  rmSync(directory, { recursive: true });
});
