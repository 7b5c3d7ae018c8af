import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerStrategy } from '../../../cli/verbs/strategy';
import { runVerb } from './run-verb';

const root = join(__dirname, '..', '..', '..');
const good = join(root, 'strategies', 'consumo.yaml');
const folder = mkdtempSync(join(tmpdir(), 'recobro-lint-'));
const bad = join(folder, 'mala.yaml');
const toneless = join(folder, 'temprana.yaml');

beforeAll(() => {
  const text = readFileSync(good, 'utf8');
  writeFileSync(
    bad,
    text.replace('actor: creditor', 'actor: acreedor').replace('template: vencido', 'template: vensido'),
  );
  writeFileSync(toneless, text.replace('template: vencido', 'template: traslado-judicial'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) => runVerb(registerStrategy, 'strategy', 'lint', ...args);

test('strategy lint has nothing to say about a good file', () => {
  expect(run(good)).toEqual({ out: `${good}: no problems found\n`, err: '', exit: 0 });
});

test('strategy lint prints file, line, column, fault and remedy, and exits 1', () => {
  const { out, exit } = run(good, bad);
  expect(exit).toBe(1);
  expect(out).toMatch(
    /mala\.yaml:\d+:8: actor must be one of creditor, third_party, assignee, not "acreedor" – \S/,
  );
  expect(out).toMatch(
    /mala\.yaml:\d+:\d+: no message template is called "vensido" – did you mean "vencido"\?/,
  );
});

test('strategy lint looks at the messages that a strategy uses', () => {
  const { out, exit } = run(toneless);
  expect(exit).toBe(1);
  expect(out).toContain('"traslado-judicial" is written for the judicial stage');
});

test('strategy lint --json prints the problems as data', () => {
  const { out } = run('--json', bad);
  expect(JSON.parse(out)).toMatchObject({
    files: [
      { file: bad, problems: [{ code: 'value.unknown', path: 'actor' }, { code: 'template.unknown' }] },
    ],
  });
});

test.each([
  {
    rule: 'packs before the file',
    args: ['--packs', join(__dirname, '..', '..', 'fixtures', 'scenarios', 'packs'), good],
  },
  { rule: 'places before the file', args: ['--places', 'MX', 'BR', good] },
  { rule: 'places behind the file', args: [good, '--places', 'MX', 'BR'] },
])('strategy lint takes $rule', ({ args }) => {
  expect(run(...args)).toEqual({ out: `${good}: no problems found\n`, err: '', exit: 0 });
});

test('strategy lint exits 2 when a file is not there', () => {
  const { out, err, exit } = run(join(folder, 'none.yaml'));
  expect([out, exit]).toEqual(['', 2]);
  expect(err).toContain('none.yaml');
});
