import { join } from 'node:path';
import { dayFromIso } from '../../../domain/time/calendar';
import { loadLaw } from '../../../policy/law/library';
import { lintForPlaces } from '../../../policy/templates/lint-places';
import { loadTemplates } from '../../../policy/templates/load';
import { head, libraryOf } from './helpers';

const law = loadLaw();
const on = dayFromIso('2026-11-22');
const who = '{{creditorName}} {{contactPhone}} {{money overdueMinor currency}}';
const lint = (files: Record<string, string>, actor: 'creditor' | 'third_party' = 'creditor') =>
  lintForPlaces(libraryOf(files), law, { actor, profile: 'strict', on });
const one = (text: string): Record<string, string> => ({ 'es/a.yaml': head('a', 'es', 'judicial') + text });

test.each(['creditor', 'third_party', 'assignee'] as const)(
  'the messages of the product may be sent everywhere by a %s; calls depend on the line',
  (actor) => {
    const library = loadTemplates(join(__dirname, '..', '..', '..', 'messages'));
    const found = lintForPlaces(library, law, { actor, profile: 'strict', on });
    expect(found.filter(({ code }) => code !== 'content.line')).toEqual([]);
    expect(new Set(found.map(({ channel }) => channel))).toEqual(new Set(['voice']));
  },
);

test.each([
  {
    rule: 'what PY requires',
    text: `sms: "${who} BAJA"`,
    code: 'content.missing',
    named: 'PY-764-CONTENT',
    places: ['PY'],
  },
  {
    rule: 'what CO forbids',
    text: `sms: "${who} ¿Por qué no ha pagado?"`,
    code: 'content.forbidden',
    named: 'CO-2300-NO-REASON',
    places: ['CO'],
  },
  {
    rule: 'what AR and its city forbid, once',
    text: `sms: "${who} juzgado"`,
    code: 'content.forbidden',
    named: 'AR-24240-8BIS-JUDICIAL',
    places: ['AR', 'AR-C'],
  },
  {
    rule: 'what a call needs of its line in CL',
    text: `voice: "${who}"`,
    code: 'content.line',
    named: 'CL-SUBTEL-600',
    places: ['CL'],
  },
  {
    rule: 'the recording notice of two states',
    text: `voice: "${who}"`,
    code: 'content.missing',
    named: 'BR-SP-14953',
    places: ['BR-SP'],
  },
])('lintForPlaces() finds $rule', ({ text, code, named, places }) => {
  const finding = lint(one(`${text}\n`)).find(({ rule }) => rule === named);
  expect(finding).toMatchObject({ code, places, severity: code === 'content.line' ? 'warning' : 'error' });
  expect(finding?.cite).not.toBe('');
});

test('lintForPlaces() asks for whom the rule binds', () => {
  const files = one(`sms: "${who} BAJA"\n`);
  const disclosures = (actor: 'creditor' | 'third_party') =>
    lint(files, actor).filter(({ rule }) => rule === 'US-18E-DISCLOSURE');
  expect(disclosures('creditor')).toEqual([]);
  expect(disclosures('third_party')[0]?.places).toEqual(['US', 'US-MA', 'US-NYC']);
});

describe('sentences that a place requires', () => {
  const elements = (sms: string): string =>
    `language: es\nelements:\n  amount_breakdown: {sms: "${sms}"}\n  payment_means: {text: "{{payUrl}}"}\n`;
  const breakdown = 'Detalle: {{money amountMinor currency}} = total {{money totalMinor currency}}';

  test('are added where the text lacks them', () => {
    const files = { ...one(`sms: "${who} BAJA"\n`), 'es/_elements.yaml': elements(breakdown) };
    expect(lint(files)).toEqual([]);
  });

  test('count for the length of the SMS of that place only', () => {
    const files = {
      ...one(`sms: "${who} BAJA ${'a'.repeat(200)}"\n`),
      'es/_elements.yaml': elements(breakdown),
    };
    expect(lint(files)).toMatchObject([{ code: 'sms.tooLong', places: ['PY'] }]);
  });

  test('are refused with file and line when they are no template', () => {
    const files = { ...one(`sms: "${who} BAJA"\n`), 'es/_elements.yaml': elements('{{nobody}}') };
    expect(() => lint(files)).toThrow(/_elements\.yaml:3:\d+: .*unknown variable "nobody"/);
  });

  test('are refused in the folder of another language', () => {
    const files = {
      ...one(`sms: "${who} BAJA"\n`),
      'es/_elements.yaml': elements(breakdown).replace('language: es', 'language: pt'),
    };
    expect(() => lint(files)).toThrow(/_elements\.yaml/);
  });
});
