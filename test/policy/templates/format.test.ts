import { test as property, fc } from '@fast-check/jest';
import { currencyDecimals } from '../../../domain/money';
import { languages } from '../../../domain/person';
import { formatDate, formatMoney } from '../../../policy/templates/format';
import { smsSegments, withoutForeignAccents } from '../../../policy/templates/sms';

test.each([
  { minorUnits: 125_000_000, currency: 'COP', language: 'es', text: 'COP 1.250.000,00' },
  { minorUnits: 125_000_000, currency: 'COP', language: 'pt', text: 'COP 1.250.000,00' },
  { minorUnits: 125_000_000, currency: 'COP', language: 'en', text: 'COP 1,250,000.00' },
  { minorUnits: 123_450, currency: 'MXN', language: 'es', text: 'MXN 1,234.50' },
  { minorUnits: 123_450, currency: 'CLP', language: 'es', text: 'CLP 123.450' },
  { minorUnits: 123_450, currency: 'PYG', language: 'en', text: 'PYG 123,450' },
  { minorUnits: 123_450, currency: 'BRL', language: 'pt', text: 'BRL 1.234,50' },
  { minorUnits: 5, currency: 'USD', language: 'es', text: 'USD 0.05' },
  { minorUnits: 0, currency: 'ARS', language: 'es', text: 'ARS 0,00' },
] as const)(
  'formatMoney() writes $minorUnits $currency in $language as $text',
  ({ minorUnits, currency, language, text }) => {
    expect(formatMoney(minorUnits, currency, language)).toBe(text);
  },
);

test.each([
  { minorUnits: 1.5, currency: 'COP', code: 'money.notWhole' },
  { minorUnits: 100, currency: 'XXX', code: 'money.unknownCurrency' },
])('formatMoney() refuses $minorUnits $currency', ({ minorUnits, currency, code }) => {
  expect(() => formatMoney(minorUnits, currency, 'es')).toThrow(expect.objectContaining({ code }));
});

property.prop([
  fc.integer({ min: 0, max: 10 ** 14 }),
  fc.constantFrom(...Object.keys(currencyDecimals)),
  fc.constantFrom(...languages),
])('formatMoney() keeps every digit and fits in GSM-7', (minorUnits, currency, language) => {
  const text = formatMoney(minorUnits, currency, language);
  expect(Number(text.replace(/\D/g, ''))).toBe(minorUnits);
  expect(smsSegments(text).encoding).toBe('GSM-7');
});

test.each([
  { form: 'short', language: 'es', text: '05/03/2026' },
  { form: 'short', language: 'pt', text: '05/03/2026' },
  { form: 'short', language: 'en', text: '5 March 2026' },
  { form: 'long', language: 'es', text: '5 de marzo de 2026' },
  { form: 'long', language: 'pt', text: '5 de março de 2026' },
  { form: 'long', language: 'en', text: '5 March 2026' },
] as const)('formatDate() writes the $form form in $language as $text', ({ form, language, text }) => {
  expect(formatDate('2026-03-05', form, language)).toBe(text);
});

test('formatDate() refuses a date that does not exist', () => {
  expect(() => formatDate('2026-02-30', 'short', 'es')).toThrow(
    expect.objectContaining({ code: 'calendar.badDate' }),
  );
});

test.each([
  { rule: 'one segment of GSM-7 holds 160', text: 'a'.repeat(160), encoding: 'GSM-7', segments: 1 },
  { rule: 'two segments of GSM-7 hold 306', text: 'a'.repeat(306), encoding: 'GSM-7', segments: 2 },
  { rule: 'three segments begin at 307', text: 'a'.repeat(307), encoding: 'GSM-7', segments: 3 },
  { rule: 'é, ñ, ü and à stay in GSM-7', text: 'é ñ ü à', encoding: 'GSM-7', segments: 1 },
  { rule: 'á forces UCS-2, which holds 70', text: `á${'a'.repeat(69)}`, encoding: 'UCS-2', segments: 1 },
  { rule: 'UCS-2 goes to two segments at 71', text: `á${'a'.repeat(70)}`, encoding: 'UCS-2', segments: 2 },
])('smsSegments(): $rule', ({ text, encoding, segments }) => {
  expect(smsSegments(text)).toMatchObject({ encoding, segments, characters: text.length });
});

test.each([
  ['García Núñez Peña', 'Garcia Nuñez Peña'],
  ['João Conceição', 'Joao Conceicao'],
  ['Agüero é', 'Agüero é'],
])('withoutForeignAccents() writes %s as %s', (text, plain) => {
  expect(withoutForeignAccents(text)).toBe(plain);
  expect(smsSegments(plain).encoding).toBe('GSM-7');
});
