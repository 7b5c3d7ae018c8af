import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strategyHash } from '../../../policy/strategy/hash';
import { loadStrategy, parseStrategy } from '../../../policy/strategy/parse';
import { lintUse } from '../../../policy/templates/lint';
import { loadTemplates, templateNames } from '../../../policy/templates/load';

const root = join(__dirname, '..', '..', '..');
const library = loadTemplates(join(root, 'messages'));
const known = { templates: templateNames(library) };
const reference = join(root, 'test', 'fixtures', 'scenarios', 'reference.yaml');
const examples = ['consumo', 'consumo-segmentado', 'consumo-segmentado-retador', 'facturas-b2b', 'servicios'];

const touch = (id: string, day: number, via: readonly string[], template: string, required = false) => ({
  kind: 'touch',
  id,
  day,
  via,
  template,
  required,
});

test('the strategy of the scenarios reads as its file says', () => {
  expect(loadStrategy(reference, known)).toEqual({
    id: 'referencia',
    version: 1,
    jurisdiction: 'TEST',
    profile: 'strict',
    actor: 'creditor',
    catchUp: 'latest',
    sendWindow: { from: 10 * 3_600, to: 18 * 3_600 },
    jitterSeconds: 0,
    tolerance: { COP: 1000, CLP: 1000, MXN: 1000, PEN: 1000, ARS: 1000, PYG: 1000, USD: 100 },
    stages: [
      { name: 'preventive', from: -10 },
      { name: 'administrative', from: 1 },
      { name: 'extrajudicial', from: 31 },
      { name: 'judicial', from: 91 },
    ],
    promise: {
      maxDaysAhead: 10,
      minShare: 0.3,
      maxOpen: 1,
      maxBroken: 2,
      graceDays: 2,
      keepShare: 0.9,
      reminder: { via: ['sms', 'email'], template: 'recordatorio-promesa' },
    },
    steps: [
      touch('aviso', -5, ['email', 'sms'], 'aviso-previo'),
      touch('hoy', 0, ['sms', 'email'], 'vence-hoy'),
      touch('vencido', 1, ['sms', 'email'], 'vencido'),
      touch('recordatorio', 8, ['whatsapp', 'email', 'sms'], 'recordatorio'),
      touch('opciones', 15, ['email', 'sms'], 'opciones-de-pago'),
      { kind: 'task', id: 'llamada', day: 20, task: 'call', queue: 'temprana', script: 'acuerdo' },
      touch('ultimo', 28, ['sms', 'whatsapp', 'email'], 'ultimo-administrativo'),
      touch('mora', 31, ['email', 'sms'], 'mora-extrajudicial'),
      touch('propuesta', 45, ['whatsapp', 'sms', 'email'], 'propuesta'),
      touch('intima', 60, ['email', 'letter'], 'intimacion', true),
      touch('previo', 75, ['email', 'letter'], 'previo-a-juicio'),
      {
        kind: 'handoff',
        id: 'juicio',
        day: 91,
        to: 'estudio',
        approval: 'person',
        requires: ['intima', 'dossier'],
      },
    ],
  });
});

test.each(examples)(
  'the example %s goes from before the due date to the handoff in 10 to 14 steps',
  (name) => {
    const { id, stages, steps } = loadStrategy(join(root, 'strategies', `${name}.yaml`), known);
    expect(id).toBe(name);
    expect(stages.map((stage) => stage.name)).toEqual([
      'preventive',
      'administrative',
      'extrajudicial',
      'judicial',
    ]);
    expect(steps.length).toBeGreaterThanOrEqual(10);
    expect(steps.length).toBeLessThanOrEqual(14);
    expect(steps.at(0)?.day).toBeLessThan(0);
    expect(steps.at(-1)?.kind).toBe('handoff');
  },
);

test.each([...examples.map((name) => join(root, 'strategies', `${name}.yaml`)), reference])(
  'every message that %s uses is written in every language',
  (file) => {
    expect(lintUse(library, loadStrategy(file, known))).toEqual([]);
  },
);

test.each(examples)('the example %s tells editors its schema in its first line', (name) => {
  const [first] = readFileSync(join(root, 'strategies', `${name}.yaml`), 'utf8').split('\n');
  expect(first).toBe('# yaml-language-server: $schema=../schemas/strategy.schema.json');
});

describe('strategyHash()', () => {
  const text = readFileSync(reference, 'utf8');
  const hashOf = (source: string): string => {
    const result = parseStrategy(source, 'x.yaml');
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return strategyHash(result.strategy);
  };

  test('does not change with comments, layout and defaults written out', () => {
    const rewritten = `# another comment\n${text.replace('{id: aviso, day: -5', '{day: -5, id: aviso, required: false')}`;
    expect(hashOf(rewritten)).toBe(hashOf(text));
    expect(hashOf(text)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['day: -5', 'day: -6'],
    ['version: 1', 'version: 2'],
    ['[email, letter], template: intimacion', '[letter, email], template: intimacion'],
  ])('changes when %s becomes %s', (from, to) => {
    expect(hashOf(text.replace(from, to))).not.toBe(hashOf(text));
  });
});
