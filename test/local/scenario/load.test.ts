import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantFromIso } from '../../../domain/time/calendar';
import { isScenarioFile, isStrategyFile, loadStories } from '../../../local/scenario/load';
import { scenariosDir } from './fixtures';

const folder = mkdtempSync(join(tmpdir(), 'recobro-scenario-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = `
scenario: corto
strategy: reference.yaml
accounts:
  - {id: A1, person: {id: P1, zone: America/Bogota}, currency: COP, opened: 2026-03-02T12:00:00-05:00}
events:
  - {at: 2026-03-05T12:00:00-05:00, write_off: {}}
  - {at: 2026-03-04T12:00:00-05:00, debt: {id: D1, due: 2026-03-10, amount: 1000}}
until: 2026-04-01T00:00:00-05:00
`;

function write(text: string): string {
  const file = join(folder, 'x.yaml');
  writeFileSync(file, text);
  writeFileSync(join(folder, 'reference.yaml'), STRATEGY);
  return file;
}

const STRATEGY = `
strategy: corta
version: 1
jurisdiction: TEST
actor: creditor
send_window: ["10:00", "18:00"]
stages: {preventive: {from: -10}, administrative: {from: 1}}
steps: [{id: aviso, day: 1, via: [email], template: aviso}]
`;

test('a person has an email and a mobile phone with consent for both, and lives in TEST, unless told', () => {
  const { persons, events } = loadStories(write(GOOD))[0]!;
  expect(persons).toMatchObject([
    { jurisdiction: 'TEST', consent: ['email', 'sms'], zones: ['America/Bogota'] },
  ]);
  expect(Object.keys(persons[0]!.addresses)).toEqual(['email', 'sms']);
  expect(events.map(({ instant }) => instant)).toEqual(
    ['2026-03-04T17:00:00Z', '2026-03-05T17:00:00Z'].map(instantFromIso),
  );
});

test('a strategy that nobody should publish still has a story', () => {
  const early = `overrides:
  stages: {judicial: {from: 91}}
  steps: [{id: juicio, day: 5, handoff: {to: estudio, approval: none, requires: [aviso]}}, {id: aviso, day: 6, via: [email], template: aviso}]
until:`;
  const [story] = loadStories(write(GOOD.replace('until:', early)));
  expect(story?.strategy.steps.map(({ id, day }) => `${id} ${day}`)).toEqual(['juicio 5', 'aviso 6']);
});

test('an override of null takes away what the strategy has', () => {
  const without = GOOD.replace('until:', 'overrides: {stages: {administrative: null}}\nuntil:');
  const [story] = loadStories(write(without));
  expect(story?.strategy.stages.map(({ name }) => name)).toEqual(['preventive']);
});

test.each([
  { rule: 'a word that the format does not know', from: 'write_off', to: 'writeoff', field: 'events.0' },
  {
    rule: 'an event that is two things',
    from: 'write_off: {}',
    to: 'write_off: {}, withdraw: {}',
    field: 'events.0',
  },
  { rule: 'an unknown zone', from: 'America/Bogota', to: 'America/Bogotá', field: 'accounts.0.person.zone' },
  { rule: 'a date that does not exist', from: '2026-03-10', to: '2026-02-30', field: 'events.1.debt.due' },
  {
    rule: 'an instant without an offset',
    from: '2026-04-01T00:00:00-05:00',
    to: '2026-04-01T00:00:00',
    field: 'until',
  },
  {
    rule: 'an event of an account that is not there',
    from: ', write_off',
    to: ', account: A9, write_off',
    field: 'events.0.account',
  },
  {
    rule: 'an event of a person who is not there',
    from: 'write_off: {}',
    to: 'stop: {person: P9, fact: x}',
    field: 'events.0',
  },
  { rule: 'a strategy that is not there', from: 'reference.yaml', to: 'none.yaml', field: 'strategy' },
  {
    rule: 'overrides that spoil the strategy',
    from: 'accounts:',
    to: 'overrides: {catch_up: never}\naccounts:',
    field: 'strategy',
  },
  { rule: 'malformed YAML', from: 'accounts:', to: 'accounts: ]', field: '' },
])('loadStories() refuses $rule, naming file, document and field', ({ from, to, field }) => {
  const file = write(`${GOOD}---\n${GOOD.replace(from, to)}`);
  const thrown = expect.objectContaining({
    code: 'scenario.bad',
    details: { file, document: 2, field },
    message: expect.stringContaining(`${file}, document 2`),
  });
  expect(() => loadStories(file)).toThrow(thrown);
});

test('loadStories() says which file is not there', () => {
  const file = join(folder, 'none.yaml');
  expect(() => loadStories(file)).toThrow(
    expect.objectContaining({ code: 'scenario.unreadable', details: { file } }),
  );
});

test('a strategy is told from a scenario', () => {
  const reference = join(scenariosDir, 'reference.yaml');
  expect([isScenarioFile(reference), isStrategyFile(reference)]).toEqual([false, true]);
  const scenario = join(scenariosDir, 'anchor.yaml');
  expect([isScenarioFile(scenario), isStrategyFile(scenario)]).toEqual([true, false]);
});
