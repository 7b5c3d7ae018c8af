import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerExperiment } from '../../../cli/verbs/experiment';
import { runVerb } from './run-verb';

const folder = mkdtempSync(join(tmpdir(), 'recobro-experiment-'));
const file = join(folder, 'results.csv');
const rows = Array.from({ length: 600 }, (_, index) => {
  const arm = index % 2 === 0 ? 'estandar' : 'amable';
  const cash = index % (arm === 'estandar' ? 10 : 5) === (arm === 'estandar' ? 0 : 1) ? 50_000 : 0;
  return `P${index},${arm},${cash},100,COP`;
});
writeFileSync(file, ['person,arm,cash,cost,currency', ...rows].join('\n'));

afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) => runVerb(registerExperiment, 'experiment', ...args);

test('experiment size prints the persons an arm needs', () => {
  expect(run('size', '--base', '0.20', '--target', '0.22')).toEqual({ out: '6510\n', err: '', exit: 0 });
});

test.each([
  { args: ['size', '--base', '20', '--target', '0.22'], says: '--base 20 must be between 0 and 1' },
  { args: ['readout', file], says: 'say which arms were planned' },
  { args: ['readout', file, '--weights', 'estandar=1'], says: 'the file has an arm "amable"' },
])('experiment $args is wrong use', ({ args, says }) => {
  const { err, exit } = run(...args);
  expect(err).toContain(says);
  expect(exit).toBe(2);
});

test('experiment readout compares in Spanish', () => {
  const { out, exit } = run('readout', file, '--weights', 'estandar=50,amable=50');
  expect(exit).toBe(0);
  expect(out).toContain('amable frente a estandar');
  expect(out).toMatch(/neto por persona: COP \d+\.\d\d .*: mejor|sin diferencia/);
});

test('experiment readout --json withholds a wrong split, and exits 1', () => {
  const { out, exit } = run('readout', file, '--weights', 'estandar=80,amable=20', '--json');
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ currency: 'COP', withheld: 'sample_ratio', comparisons: [] });
});
