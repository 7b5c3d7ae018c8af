import type { Condition } from '../../../domain/segment/condition';
import { lintReach } from '../../../policy/strategy/reach';
import { aStrategy } from '../../builders';

const under = (lt: number): Condition => ({ field: 'balance', lt });
const product: Condition = { field: 'product', in: ['tarjeta', 'consumo'] };

test.each<{ rule: string; first: Condition; second: Condition; isShadowed: boolean }>([
  { rule: 'the same condition', first: under(5), second: under(5), isShadowed: true },
  { rule: 'a narrower bound', first: under(5), second: { field: 'balance', lte: 4 }, isShadowed: true },
  { rule: 'a wider bound', first: under(5), second: { field: 'balance', lte: 5 }, isShadowed: false },
  {
    rule: 'a range inside',
    first: { field: 'days', gte: 5 },
    second: { field: 'days', between: [5, 9] },
    isShadowed: true,
  },
  {
    rule: 'one of the values',
    first: product,
    second: { field: 'product', eq: 'tarjeta' },
    isShadowed: true,
  },
  {
    rule: 'a value more',
    first: product,
    second: { field: 'product', in: ['tarjeta', 'luz'] },
    isShadowed: false,
  },
  { rule: 'a condition more', first: under(5), second: { all: [product, under(3)] }, isShadowed: true },
  { rule: 'a condition less', first: { all: [product, under(5)] }, second: under(3), isShadowed: false },
  { rule: 'one of several', first: { any: [product, under(5)] }, second: under(3), isShadowed: true },
  { rule: 'everybody before', first: { field: 'balance', gte: 0 }, second: product, isShadowed: true },
  {
    rule: 'all that is known',
    first: { field: 'score', known: true },
    second: { field: 'score', lt: 300 },
    isShadowed: true,
  },
  {
    rule: 'what is unknown',
    first: { field: 'score', lt: 300 },
    second: { field: 'score', known: false },
    isShadowed: false,
  },
  { rule: 'not of a narrower one', first: { not: under(3) }, second: { not: under(5) }, isShadowed: true },
  { rule: 'another field', first: under(5), second: { field: 'owed', lt: 5 }, isShadowed: false },
])('a segment behind $rule: never reached is $isShadowed', ({ first, second, isShadowed }) => {
  const segments = [
    { id: 'uno', when: first, overrides: {} },
    { id: 'dos', when: second, overrides: {} },
  ];
  const found = lintReach(aStrategy({ segments }));
  expect(found.map(({ segment }) => segment)).toEqual(isShadowed ? ['dos'] : []);
  if (isShadowed) expect(found[0]?.message).toContain('"uno" comes first');
});
