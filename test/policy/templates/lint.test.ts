import { join } from 'node:path';
import { loadStrategy } from '../../../policy/strategy/parse';
import { lintTemplates, lintUse } from '../../../policy/templates/lint';
import { head, libraryOf } from './helpers';

const consumo = loadStrategy(join(__dirname, '..', '..', '..', 'strategies', 'consumo.yaml'));
const who = '{{creditorName}} {{contactPhone}} {{money amountMinor currency}}';

const codesOf = (text: string, language = 'es', purpose = 'administrative') =>
  lintTemplates(libraryOf({ [`${language}/a.yaml`]: head('a', language, purpose) + text })).findings.map(
    ({ code }) => code,
  );

test.each([
  { rule: 'a good SMS', text: `sms: "${who} BAJA"`, codes: [] },
  { rule: 'an SMS of three segments', text: `sms: "${who} BAJA ${'a'.repeat(300)}"`, codes: ['sms.tooLong'] },
  { rule: 'an SMS with a letter outside GSM-7', text: `sms: "${who} BAJA está"`, codes: ['sms.unicode'] },
  { rule: 'an SMS that does not say how to stop', text: `sms: "${who}"`, codes: ['stop.missing'] },
  {
    rule: 'a WhatsApp message that does not say how to stop',
    text: `whatsapp: "${who}"`,
    codes: ['stop.missing'],
  },
  {
    rule: 'a mail that does not say how to stop',
    text: `email: {subject: s, body: "${who}"}`,
    codes: ['stop.missing'],
  },
  { rule: 'a letter, which has no keyword', text: `letter: {subject: s, body: "${who}"}`, codes: [] },
  {
    rule: 'a message that does not say who writes',
    text: 'voice: "{{contactPhone}} {{money amountMinor currency}}"',
    codes: ['identity.missing'],
  },
  {
    rule: 'a message that gives no way to answer',
    text: 'voice: "{{creditorName}} {{money amountMinor currency}}"',
    codes: ['identity.missing'],
  },
  {
    rule: 'a message that does not say how much',
    text: 'voice: "{{creditorName}} {{contactPhone}}"',
    codes: ['amount.missing'],
  },
  { rule: 'an insult', text: `voice: "${who} irresponsable"`, codes: ['tone.harsh'] },
  {
    rule: 'a question for reasons',
    text: `voice: "${who} ¿Por qué no ha pagado?"`,
    codes: ['tone.asksReason'],
  },
  { rule: 'the name of a public body', text: `voice: "${who} Fiscalía"`, codes: ['tone.publicBody'] },
  {
    rule: 'a promise in a message that is not about one',
    text: `voice: "${who} {{promiseDue}}"`,
    codes: ['variable.mayBeEmpty'],
  },
  {
    rule: 'a promise that is asked for',
    text: `voice: "${who} {{#if promiseDue}}{{promiseDue}}{{/if}}"`,
    codes: [],
  },
  {
    rule: 'a promise in a message about promises',
    text: `voice: "${who} {{promiseDue}}"`,
    purpose: 'promise',
    codes: [],
  },
  { rule: 'a word of courts before its stage', text: `voice: "${who} embargo"`, codes: ['tone.court'] },
  {
    rule: 'a word of courts in a subject',
    text: `letter: {subject: "Demanda", body: "${who}"}`,
    codes: ['tone.court'],
  },
  {
    rule: 'a word of courts in the judicial stage',
    text: `voice: "${who} abogados"`,
    purpose: 'judicial',
    codes: [],
  },
  {
    rule: 'a Portuguese message with the Spanish keyword',
    text: `sms: "${who} BAJA"`,
    language: 'pt',
    codes: ['stop.missing'],
  },
  { rule: 'an English message with its keyword', text: `sms: "${who} STOP"`, language: 'en', codes: [] },
])('lintTemplates() on $rule', ({ text, codes, language, purpose }) => {
  expect(codesOf(`${text}\n`, language, purpose)).toEqual(codes);
});

test('lintTemplates() measures every SMS', () => {
  const { sms } = lintTemplates(libraryOf({ 'es/a.yaml': `${head('a')}sms: "hola ñ"\n` }));
  expect(sms).toEqual([{ template: 'a', language: 'es', encoding: 'GSM-7', segments: 1, characters: 6 }]);
});

test('lintUse() finds channels that a strategy uses and nobody wrote', () => {
  const library = libraryOf({ 'es/vencido.yaml': `${head('vencido')}sms: "${who} BAJA"\n` });
  const found = lintUse(library, consumo).filter(({ template }) => template === 'vencido');
  expect(found).toContainEqual(
    expect.objectContaining({ code: 'channel.missing', severity: 'error', channel: 'email', language: 'es' }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ code: 'channel.missing', severity: 'warning', channel: 'sms', language: 'pt' }),
  );
  expect(found).not.toContainEqual(expect.objectContaining({ channel: 'sms', language: 'es' }));
});

test('lintUse() finds a message in the tone of a later stage', () => {
  const library = libraryOf({
    'es/vencido.yaml': `${head('vencido', 'es', 'judicial')}sms: "${who} BAJA"\n`,
  });
  expect(lintUse(library, consumo)).toContainEqual(
    expect.objectContaining({ code: 'tone.tooEarly', severity: 'error', template: 'vencido' }),
  );
});
