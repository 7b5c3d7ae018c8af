import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerMessages } from '../../../cli/verbs/messages';
import { runVerb } from './run-verb';

const folder = mkdtempSync(join(tmpdir(), 'recobro-messages-'));
const head = 'template: a\nlanguage: es\npurpose: administrative\n';

beforeAll(() => {
  mkdirSync(join(folder, 'es'));
  const who = '{{creditorName}} {{contactPhone}} {{money overdueMinor currency}} {{payUrl}}';
  writeFileSync(join(folder, 'es', 'a.yaml'), `${head}sms: "${who} BAJA, o lo embargo"\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) => runVerb(registerMessages, 'messages', 'lint', ...args);

test('messages lint finds no error in the messages of the product', () => {
  const { out, exit } = run();
  expect(exit).toBe(0);
  expect(out).toMatch(/\n0 errors, \d+ warnings\n$/);
});

test('messages lint prints file, place, rule, article and remedy, and exits 1', () => {
  const { out, exit } = run('--messages', folder);
  expect(exit).toBe(1);
  expect(out).toMatch(/es\/a\.yaml: sms: error: says "embargo" before the judicial stage – \S/);
  expect(out).toMatch(
    /sms: error in PE: says "embargo" \(judicial_appearance\) \(PE-62A-JUDICIAL-LOOK: Ley 29571, art\. 62\.a\) – \S/,
  );
});

test('messages lint --json prints the findings as data', () => {
  const { out } = run('--messages', folder, '--json');
  const { findings } = JSON.parse(out) as { findings: readonly object[] }; // printed by the command under test
  expect(findings).toContainEqual(
    expect.objectContaining({
      code: 'content.missing',
      rule: 'PY-764-CONTENT',
      places: ['PY'],
      template: 'a',
      channel: 'sms',
    }),
  );
});

test('messages lint exits 2 for a date that does not exist', () => {
  const { err, exit } = run('--on', '2026-02-30');
  expect(exit).toBe(2);
  expect(err).toContain('2026-02-30');
});
