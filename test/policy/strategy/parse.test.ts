import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as property, fc } from '@fast-check/jest';
import { parse } from 'yaml';
import type { ParseResult } from '../../../policy/strategy/parse';
import { loadStrategy, parseStrategy, strategyFromData } from '../../../policy/strategy/parse';
import { formatProblem } from '../../../policy/yaml';

const GOOD = `strategy: prueba
version: 2
jurisdiction: CO
actor: creditor
send_window: ["10:00", "18:00"]
jitter: 60m
tolerance: {COP: 1000}
stages:
  preventive: {from: -10}
  administrative: {from: 1}
  extrajudicial: {from: 31}
  judicial: {from: 91}
promise:
  max_days_ahead: 10
  min_share: 0.3
  max_open: 1
  max_broken: 2
  grace_days: 2
  keep_share: 0.9
  reminder: {template: recordatorio-promesa}
steps:
  - {id: aviso, day: -5, via: [email, sms], template: aviso-previo}
  - {id: llamada, day: 20, task: call, queue: temprana}
  - {id: intima, day: 60, via: [email, letter], template: intimacion, required: true}
  - {id: juicio, day: 91, handoff: {to: estudio, requires: [intima, dossier]}}
`;

const templates = new Set(['aviso-previo', 'intimacion', 'recordatorio-promesa']);

function problemsOf(result: ParseResult) {
  return result.ok ? [] : result.problems;
}

test('parseStrategy() fills in the defaults of what the file leaves out', () => {
  const result = parseStrategy(GOOD, 'prueba.yaml', { templates });
  expect(result).toMatchObject({
    ok: true,
    strategy: {
      profile: 'strict',
      catchUp: 'latest',
      sendWindow: { from: 36_000, to: 64_800 },
      jitterSeconds: 3_600,
      promise: {
        maxDaysAhead: 10,
        minShare: 0.3,
        reminder: { via: ['sms', 'email'], template: 'recordatorio-promesa' },
      },
      steps: [
        { kind: 'touch', id: 'aviso', required: false },
        { kind: 'task', id: 'llamada', task: 'call', queue: 'temprana' },
        { kind: 'touch', id: 'intima', required: true },
        { kind: 'handoff', id: 'juicio', to: 'estudio', approval: 'person', requires: ['intima', 'dossier'] },
      ],
    },
  });
});

test('parseStrategy() takes no jitter, no tolerance and no promises when the file says nothing of them', () => {
  const text =
    'strategy: s\nversion: 1\njurisdiction: CO\nactor: creditor\nsend_window: ["00:00", "24:00"]\nstages: {judicial: {from: 1}}\nsteps: [{id: a, day: 1, handoff: {to: x}}]';
  const result = parseStrategy(text, 's.yaml');
  expect(result).toEqual({
    ok: true,
    strategy: {
      id: 's',
      version: 1,
      jurisdiction: 'CO',
      profile: 'strict',
      actor: 'creditor',
      catchUp: 'latest',
      sendWindow: { from: 0, to: 86_400 },
      jitterSeconds: 0,
      tolerance: {},
      stages: [{ name: 'judicial', from: 1 }],
      steps: [{ kind: 'handoff', id: 'a', day: 1, to: 'x', approval: 'person', requires: [] }],
    },
  });
});

test.each([
  ['0', 0],
  ['90s', 90],
  ['60m', 3_600],
  ['1h', 3_600],
])('parseStrategy() reads a jitter of %s', (jitter, seconds) => {
  const result = parseStrategy(GOOD.replace('60m', jitter), 'prueba.yaml');
  expect(result).toMatchObject({ ok: true, strategy: { jitterSeconds: seconds } });
});

test.each([
  { repeat: '{every: 7, until: 9}', days: [-5, 2, 9] },
  { repeat: '{every: 7, until: 8}', days: [-5, 2] },
  { repeat: '{every: 10, times: 4}', days: [-5, 5, 15, 25] },
])('parseStrategy() makes $repeat as many steps as it has occurrences', ({ repeat, days }) => {
  const result = parseStrategy(GOOD.replace('day: -5,', `day: -5, repeat: ${repeat},`), 'prueba.yaml');
  const steps = result.ok ? result.strategy.steps.filter(({ id }) => id.startsWith('aviso')) : [];
  const ids = days.map((_, index) => (index === 0 ? 'aviso' : `aviso#${index + 1}`));
  expect(steps.map(({ id }) => id)).toEqual(ids);
  expect(steps.map(({ day }) => day)).toEqual(days);
});

test('parseStrategy() fills in how long a notice is news', () => {
  const notices = 'notices:\n  - {on: payment_received, via: [sms], template: aviso-previo}\n';
  const result = parseStrategy(GOOD.replace('steps:', `${notices}steps:`), 'prueba.yaml', { templates });
  const notice = { on: 'payment_received', via: ['sms'], template: 'aviso-previo' };
  expect(result).toMatchObject({
    ok: true,
    strategy: { notices: [{ ...notice, freshDays: 2, daysBefore: 3 }] },
  });
});

test('parseStrategy() lets steps count from the issue date', () => {
  const result = parseStrategy(GOOD.replace('day: -5,', 'day: 3, count_from: issue,'), 'prueba.yaml');
  expect(result).toMatchObject({
    ok: true,
    strategy: { steps: [{ id: 'aviso', day: 3, countFrom: 'issue' }, {}, {}, {}] },
  });
});

// One row per rule, so that it reads as a table.
// prettier-ignore
test.each([
  { rule: 'an unknown field', from: 'actor:', to: 'actr:', code: 'field.unknown', line: 4, remedy: 'did you mean "actor"' },
  { rule: 'an unknown field of a step', from: 'template: aviso', to: 'templat: aviso', code: 'field.unknown', line: 22, remedy: 'did you mean "template"' },
  { rule: 'a missing field', from: 'send_window: ["10:00", "18:00"]\n', to: '', code: 'field.missing', line: 1, remedy: 'add send_window: local hours' },
  { rule: 'a missing field of a step', from: ', queue: temprana', to: '', code: 'field.missing', line: 23, remedy: 'add queue' },
  { rule: 'an experiment of others', from: 'steps:', to: 'experiment: {id: x, salt: s, arms: [{strategy: otra, weight: 1}]}\nsteps:', code: 'experiment.champion', line: 21, remedy: 'put "prueba" first' },
  { rule: 'an arm twice', from: 'steps:', to: 'experiment: {id: x, salt: s, arms: [{strategy: prueba, weight: 1}, {strategy: prueba, weight: 2}]}\nsteps:', code: 'experiment.duplicateArm', line: 21, remedy: 'add the weights up' },
  { rule: 'a version that is no whole number', from: 'version: 2', to: 'version: 2.5', code: 'value.format', line: 2, remedy: 'whole number' },
  { rule: 'an unknown actor', from: 'actor: creditor', to: 'actor: creditr', code: 'value.unknown', line: 4, remedy: 'did you mean "creditor"' },
  { rule: 'a malformed window', from: '"10:00"', to: '"10 am"', code: 'value.format', line: 5, remedy: '"HH:MM"' },
  { rule: 'a window that closes before it opens', from: '"10:00"', to: '"19:00"', code: 'window.order', line: 5, remedy: 'opening first' },
  { rule: 'a window of no length', from: '"10:00"', to: '"18:00"', code: 'window.order', line: 5, remedy: 'opening first' },
  { rule: 'a jitter without a unit', from: '60m', to: '60', code: 'value.format', line: 6, remedy: '90s, 60m or 1h' },
  { rule: 'a jitter as long as the window', from: '60m', to: '8h', code: 'jitter.tooLong', line: 6, remedy: 'shorter than the window' },
  { rule: 'a repetition without an end', from: 'day: -5,', to: 'day: -5, repeat: {every: 7},', code: 'repeat.end', line: 22, remedy: 'either until' },
  { rule: 'a repetition with two ends', from: 'day: -5,', to: 'day: -5, repeat: {every: 7, until: 60, times: 3},', code: 'repeat.end', line: 22, remedy: 'either until' },
  { rule: 'a repetition that never comes', from: 'day: -5,', to: 'day: -5, repeat: {every: 7, until: 1},', code: 'repeat.nothing', line: 22, remedy: 'day 2 or later' },
  { rule: 'a repetition without measure', from: 'day: -5,', to: 'day: -5, repeat: {every: 1, until: 90},', code: 'repeat.tooMany', line: 22, remedy: 'day 54 at the latest' },
  { rule: 'a required step that repeats', from: 'required: true', to: 'required: true, repeat: {every: 7, times: 2}', code: 'repeat.required', line: 24, remedy: 'of its own' },
  { rule: 'a handoff that requires what few debts have', from: 'required: true', to: 'required: true, count_from: issue', code: 'handoff.requiresIssue', line: 25, remedy: 'from the due date' },
  { rule: 'a day counted from nowhere', from: 'day: -5,', to: 'day: -5, count_from: payment,', code: 'value.unknown', line: 22, remedy: 'due' },
  { rule: 'a limit of a queue without work', from: 'steps:', to: 'capacity: {tempran: {agents: 1, tasks_per_agent: 1}}\nsteps:', code: 'capacity.queue', line: 21, remedy: 'temprana' },
  { rule: 'a queue that nobody works', from: 'steps:', to: 'capacity: {temprana: {agents: 0, tasks_per_agent: 1}}\nsteps:', code: 'value.range', line: 21, remedy: 'from 1' },
  { rule: 'a cost of what is not sent', from: 'steps:', to: 'budget: {limit: 1, costs: {fax: 1}}\nsteps:', code: 'value.unknown', line: 21, remedy: 'email' },
  { rule: 'a priority beyond the scale', from: 'steps:', to: 'priority: 101\nsteps:', code: 'value.range', line: 21, remedy: '0 to 100' },
  { rule: 'a notice of nothing', from: 'steps:', to: 'notices: [{on: payment, via: [sms], template: aviso-previo}]\nsteps:', code: 'value.unknown', line: 21, remedy: 'payment_received' },
  { rule: 'two notices of one event', from: 'steps:', to: 'notices: [{on: promise_kept, via: [sms], template: aviso-previo}, {on: promise_kept, via: [sms], template: aviso-previo}]\nsteps:', code: 'notice.duplicate', line: 21, remedy: 'one notice' },
  { rule: 'days before what has no day', from: 'steps:', to: 'notices: [{on: promise_kept, via: [sms], template: aviso-previo, days_before: 2}]\nsteps:', code: 'notice.daysBefore', line: 21, remedy: 'leave it out' },
  { rule: 'a notice without its message', from: 'steps:', to: 'notices: [{on: promise_kept, via: [sms], template: avso-previo}]\nsteps:', code: 'template.unknown', line: 21, remedy: 'aviso-previo' },
  { rule: 'an unknown currency', from: '{COP: 1000}', to: '{COB: 1000}', code: 'value.unknown', line: 7, remedy: 'did you mean' },
  { rule: 'a negative tolerance', from: 'COP: 1000', to: 'COP: -1', code: 'value.range', line: 7, remedy: 'minor units' },
  { rule: 'stages out of order', from: 'extrajudicial: {from: 31}', to: 'extrajudicial: {from: 95}', code: 'stage.order', line: 12, remedy: 'day 96 or later' },
  { rule: 'two stages on one day', from: 'administrative: {from: 1}', to: 'administrative: {from: -10}', code: 'stage.order', line: 10, remedy: 'day -9 or later' },
  { rule: 'an unknown stage', from: 'judicial: {from: 91}', to: 'judiciall: {from: 91}', code: 'field.unknown', line: 12, remedy: 'did you mean "judicial"' },
  { rule: 'a share above 1', from: 'min_share: 0.3', to: 'min_share: 30', code: 'value.range', line: 15, remedy: 'a fraction of 1' },
  { rule: 'a share below 0', from: 'keep_share: 0.9', to: 'keep_share: -0.9', code: 'value.range', line: 19, remedy: 'a fraction of 1' },
  { rule: 'days of grace that are no whole number', from: 'grace_days: 2', to: 'grace_days: 1.5', code: 'value.format', line: 18, remedy: 'whole number of days' },
  { rule: 'a day that is no whole number', from: 'day: 20', to: 'day: 20.5', code: 'value.format', line: 23, remedy: 'whole number' },
  { rule: 'a day that is no number', from: 'day: 20', to: 'day: veinte', code: 'value.type', line: 23, remedy: 'whole number' },
  { rule: 'an unknown channel', from: '[email, sms]', to: '[emial, sms]', code: 'value.unknown', line: 22, remedy: 'did you mean "email"' },
  { rule: 'a step by no channel', from: '[email, sms]', to: '[]', code: 'value.range', line: 22, remedy: 'channels in order' },
  { rule: 'a repeated step id', from: 'id: llamada', to: 'id: aviso', code: 'step.duplicateId', line: 23, remedy: 'id of its own' },
  { rule: 'a step id with a colon', from: 'id: aviso', to: 'id: "a:b"', code: 'step.reservedId', line: 22, remedy: 'letters, digits' },
  { rule: 'a step id of a promise', from: 'id: aviso', to: 'id: "promise:p-1"', code: 'step.reservedId', line: 22, remedy: 'letters, digits' },
  { rule: 'a step that is called like the dossier', from: 'id: aviso', to: 'id: dossier', code: 'step.reservedId', line: 22, remedy: 'choose a name' },
  { rule: 'a step that does nothing', from: ', task: call, queue: temprana', to: '', code: 'step.kind', line: 23, remedy: 'via and template' },
  { rule: 'a step of two kinds', from: 'task: call, queue: temprana', to: 'task: call, queue: t, via: [sms], template: aviso-previo', code: 'step.kind', line: 23, remedy: 'via and template' },
  { rule: 'a handoff before the judicial stage', from: 'day: 91', to: 'day: 90', code: 'handoff.stage', line: 25, remedy: 'day 91 or later' },
  { rule: 'a handoff without a judicial stage', from: '  judicial: {from: 91}\n', to: '', code: 'handoff.stage', line: 24, remedy: 'judicial: {from: 91}' },
  { rule: 'a handoff that requires an unknown step', from: '[intima, dossier]', to: '[intma, dossier]', code: 'handoff.requiresUnknown', line: 25, remedy: 'did you mean "intima"' },
  { rule: 'a handoff that requires a task', from: '[intima, dossier]', to: '[llamada]', code: 'handoff.requiresNoTouch', line: 25, remedy: 'via and template' },
  { rule: 'a handoff that requires what may be passed over', from: ', required: true', to: '', code: 'handoff.requiresOptional', line: 25, remedy: 'add required: true to the step "intima"' },
  { rule: 'a handoff that requires a later step', from: 'day: 60', to: 'day: 92', code: 'handoff.requiresLater', line: 25, remedy: 'move "intima"' },
  { rule: 'a template that nobody wrote', from: 'template: aviso-previo', to: 'template: aviso-prebio', code: 'template.unknown', line: 22, remedy: 'did you mean "aviso-previo"' },
  { rule: 'a reminder that nobody wrote', from: 'template: recordatorio-promesa', to: 'template: otra', code: 'template.unknown', line: 20, remedy: 'add messages/' },
  { rule: 'a field given twice', from: 'version: 2', to: 'version: 2\nversion: 3', code: 'yaml.syntax', line: 3, remedy: 'keep one' },
  { rule: 'broken YAML', from: '[intima, dossier]', to: '[intima, dossier', code: 'yaml.syntax', line: 25, remedy: 'brackets' },
  { rule: 'a second document', from: 'steps:', to: '---\nsteps:', code: 'yaml.severalDocuments', line: 22, remedy: 'second' },
])('parseStrategy() refuses $rule, at its line and with a remedy', ({ from, to, code, line, remedy }) => {
  const text = GOOD.replace(from, to);
  expect(text).not.toBe(GOOD);
  const problems = problemsOf(parseStrategy(text, 'mala.yaml', { templates }));
  expect(problems).toContainEqual(
    expect.objectContaining({ code, line, file: 'mala.yaml', remedy: expect.stringContaining(remedy) }),
  );
});

test('parseStrategy() reports faults of shape and of meaning together, in file order', () => {
  const text = GOOD.replace('actor', 'actr')
    .replace('"10:00"', '"19:00"')
    .replace('day: 91', 'day: 90')
    .replace('min_share: 0.3', 'min_share: 3');
  const problems = problemsOf(parseStrategy(text, 'mala.yaml'));
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ['field.missing', 1],
    ['field.unknown', 4],
    ['window.order', 5],
    ['value.range', 15],
    ['handoff.stage', 25],
  ]);
});

test('formatProblem() writes what editors turn into links', () => {
  const [problem] = problemsOf(
    parseStrategy(GOOD.replace('actor: creditor', 'actor: acreedor'), 'mala.yaml'),
  );
  expect(problem && formatProblem(problem)).toMatch(
    /^mala\.yaml:4:8: actor must be one of creditor, third_party, assignee, not "acreedor" – /,
  );
});

test.each(['', '# only a comment', '- 1', 'hola', 'null'])(
  'parseStrategy() answers %j with a problem',
  (text) => {
    expect(problemsOf(parseStrategy(text, 'x.yaml')).length).toBeGreaterThan(0);
  },
);

property.prop([fc.string({ unit: fc.constantFrom(...Array.from('abc: -[]{}"\'\n#&*!|>%@`,?')) })])(
  'parseStrategy() never throws on any text',
  (text) => {
    expect(parseStrategy(text, 'x.yaml').ok).toBe(false);
  },
);

property.prop([
  fc.dictionary(
    fc.constantFrom('strategy', 'stages', 'steps', 'promise', 'send_window', 'jitter'),
    fc.jsonValue(),
  ),
])('strategyFromData() never throws on any data', (data) => {
  expect(strategyFromData(data).ok).toBe(false);
});

test('strategyFromData() reads the same strategy as the text it came from', () => {
  expect(strategyFromData(parse(GOOD))).toEqual(parseStrategy(GOOD, 'prueba.yaml'));
});

describe('loadStrategy()', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recobro-strategy-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('reads a strategy from a file', () => {
    writeFileSync(join(folder, 'good.yaml'), GOOD);
    expect(loadStrategy(join(folder, 'good.yaml'))).toMatchObject({ id: 'prueba', version: 2 });
  });

  test('names every problem of a bad file', () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, GOOD.replace('actor: creditor', 'actor: x').replace('version: 2', 'version: 0'));
    expect(() => loadStrategy(file)).toThrow(
      expect.objectContaining({
        code: 'strategy.invalid',
        details: { file, problems: [expect.stringContaining(':2:'), expect.stringContaining(':4:')] },
      }),
    );
  });

  test('says so when there is no such file', () => {
    expect(() => loadStrategy(join(folder, 'none.yaml'))).toThrow(
      expect.objectContaining({ code: 'strategy.unreadable' }),
    );
  });
});
