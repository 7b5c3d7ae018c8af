import { differencesBetween, differenceText } from '../../../evidence/replay/difference';

test.each<[string, unknown, unknown, string[]]>([
  ['nothing between equals', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
  [
    'what has changed, by its path',
    { touch: { step: 'vencido' } },
    { touch: { step: 'hoy' } },
    ['touch.step: "vencido" → "hoy"'],
  ],
  ['what is new and what is gone', { a: 1 }, { b: 2 }, ['a: 1 → nothing', 'b: nothing → 2']],
  ['members of lists by number', [1, 2], [1, 3, 4], ['1: 2 → 3', '2: nothing → 4']],
  ['values of different kinds', { a: {} }, { a: 'x' }, ['a: {} → "x"']],
])('differencesBetween() tells %s', (_, recorded, again, expected) => {
  expect(differencesBetween(recorded, again).map(differenceText)).toEqual(expected);
});
