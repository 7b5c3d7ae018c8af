import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, messageOf } from '../../cli/failure';
import { runMain } from './run-main';

const folder = mkdtempSync(join(tmpdir(), 'recobro-main-'));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const report = written('report.json', '{}');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  { use: 'a date that does not exist', args: ['audit', 'why', 'A', '--on', '2026-02-30'] },
  { use: 'a pack that is not there', args: ['evidence', 'verify', 'nowhere.zip'] },
  { use: 'an id and a period', args: ['evidence', 'export', 'A', '--from', '2026-01-01', '-o', 'x.zip'] },
  { use: 'half a period', args: ['evidence', 'export', '--from', '2026-01-01', '-o', 'x.zip'] },
  {
    use: 'a period that ends before it begins',
    args: ['evidence', 'export', '--from', '2026-02-01', '--to', '2026-01-01', '-o', 'x.zip'],
  },
  {
    use: 'a period of no date',
    args: ['evidence', 'export', '--from', '2026-02-30', '--to', '2026-03-01', '-o', 'x.zip'],
  },
  { use: 'a strategy that is not there', args: ['strategy', 'publish', 'nowhere.yaml', '--by', 'ana'] },
  {
    use: 'a rate that is none',
    args: ['strategy', 'migrate', '--to', 'consumo@2', '--dry-run', '--rate', 'x'],
  },
  { use: 'an environment that is none', args: ['worker', 'retire', '--environment', 'qa'] },
  { use: 'a demo of nobody', args: ['demo', '--debtors', '0'] },
  { use: 'files without a scenario', args: ['scenario', 'run', report] },
  { use: 'a strategy instead of a scenario', args: ['scenario', 'run', 'strategies/consumo.yaml'] },
])('$use is wrong use: exit 2, and a message without a stack', async ({ args }) => {
  const spy = jest.spyOn(process.stderr, 'write').mockReturnValue(true); // Commander's own way out
  const { out, err, exit } = await runMain(...args).finally(() => {
    spy.mockRestore();
  });
  expect(exit).toBe(2);
  expect(out).toBe('');
  expect(err).not.toMatch(/\n {4}at /);
});

test('a file that cannot be used is named with the remedy', () => {
  const error = Object.assign(new Error('ENOENT: …'), { code: 'ENOENT', path: '/no/x.zip', syscall: 'open' });
  expect(messageOf(error)).toMatch(/^Cannot use \/no\/x\.zip \(ENOENT\): name a file that is there/);
  expect(exitCodeOf(error)).toBe(2);
  expect(exitCodeOf(Object.assign(error, { syscall: 'spawn temporal' }))).toBe(1);
});

test('a reader that has seen enough is no crash', () => {
  const cli = join(__dirname, '..', '..', 'cli', 'bin.js');
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${cli}" law check --json | head -n 1`],
    {
      encoding: 'utf8',
    },
  );
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stderr).toBe('');
});
