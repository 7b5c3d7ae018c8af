import fc from 'fast-check';
import { test as property } from '@fast-check/jest';
import type { Currency } from '../../../domain/money';
import { currencyDecimals, isCurrency } from '../../../domain/money';
import type { AmountStyle } from '../../../policy/book/amount';
import { parseAmount, provenMarks } from '../../../policy/book/amount';
import type { DecimalMark } from '../../../policy/book/column-map';

/** Writes minor units in major units with the currency's decimals after a point and no groups: `1234.50`. */
function inMajorUnits(amount: number, currency: Currency): string {
  const places = currencyDecimals[currency];
  const digits = String(amount).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const unknown: AmountStyle = { proven: new Set() };
const currencies = Object.keys(currencyDecimals).filter(isCurrency);
const anAmount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** As people write it: groups of thousands and a decimal mark, both wanted or not. */
function written(amount: number, currency: Currency, group: string, mark: string): string {
  const [whole = '', decimals] = inMajorUnits(amount, currency).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return decimals === undefined ? grouped : `${grouped}${mark}${decimals}`;
}

property.prop([anAmount, fc.constantFrom(...currencies)])(
  'parseAmount() reads amounts in major units',
  (amount, currency) => {
    expect(parseAmount(inMajorUnits(amount, currency), currency, unknown)).toEqual({ value: amount });
  },
);

property.prop([anAmount, fc.constantFrom(...currencies), fc.constantFrom('.,', ',.')])(
  'parseAmount() reads amounts with groups of thousands exactly, whichever the marks',
  (amount, currency, [group = '', mark = '']) => {
    expect(parseAmount(written(amount, currency, group, mark), currency, unknown)).toEqual({ value: amount });
  },
);

test.each([
  { text: '1.234.567,89', currency: 'COP', minor: 123456789 },
  { text: '1,234,567.89', currency: 'COP', minor: 123456789 },
  { text: '1.234.567', currency: 'COP', minor: 123456700 },
  { text: '1234,5', currency: 'COP', minor: 123450 },
  { text: '0.05', currency: 'USD', minor: 5 },
  { text: '150.000', currency: 'COP', minor: 15000000 },
  { text: '150.000', currency: 'CLP', minor: 150000 },
  { text: '1500.00', currency: 'CLP', minor: 1500 },
  { text: '12.3400', currency: 'USD', minor: 1234 },
  { text: '$ 1.500', currency: 'CLP', minor: 1500 },
  { text: 'R$ 1.500,10', currency: 'BRL', minor: 150010 },
  { text: 'MXN 1,500.10', currency: 'MXN', minor: 150010 },
] as const)('parseAmount() reads $text $currency as $minor', ({ text, currency, minor }) => {
  expect(parseAmount(text, currency, unknown)).toEqual({ value: minor });
});

test.each([
  {
    rule: 'as a group where the other mark separates decimals',
    proven: ['comma'],
    declared: undefined,
    minor: 123400,
  },
  {
    rule: 'as a group where the point is declared to group',
    proven: ['point'],
    declared: 'comma',
    minor: 123400,
  },
  {
    rule: 'not at all where the point separates decimals elsewhere',
    proven: ['point'],
    declared: undefined,
    code: 'amount.ambiguous',
  },
  {
    rule: 'not at all where both marks separate decimals',
    proven: ['point', 'comma'],
    declared: undefined,
    code: 'amount.ambiguous',
  },
  {
    rule: 'as decimals where the point is declared to separate them',
    proven: [],
    declared: 'point',
    code: 'amount.tooManyDecimals',
  },
] as const satisfies readonly { proven: readonly DecimalMark[]; [key: string]: unknown }[])(
  'parseAmount() reads 1.234 $rule',
  ({ proven, declared, ...expected }) => {
    const parsed = parseAmount('1.234', 'COP', { proven: new Set(proven), ...(declared && { declared }) });
    if ('minor' in expected) expect(parsed).toEqual({ value: expected.minor });
    else expect(parsed).toMatchObject({ fault: { code: expected.code } });
  },
);

test.each([
  { rule: 'decimals', texts: ['99,50'], marks: ['comma'] },
  { rule: 'groups of the other mark', texts: ['1.234.567'], marks: ['comma'] },
  { rule: 'groups and decimals', texts: ['$ 1,234.5'], marks: ['point'] },
  { rule: 'nothing of whole amounts or lone groups', texts: ['1500', '1.234', 'x'], marks: [] },
])('provenMarks() learns from $rule', ({ texts, marks }) => {
  expect([...provenMarks(texts)]).toEqual(marks);
});

test('parseAmount() refuses an amount that contradicts the declared mark', () => {
  expect(parseAmount('1,234.56', 'COP', { declared: 'comma', proven: new Set() })).toMatchObject({
    fault: { code: 'amount.bad' },
  });
});
