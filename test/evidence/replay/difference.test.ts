import type { Difference } from '../../../evidence/replay/difference';
import { differencesBetween, differenceText, isAddedState } from '../../../evidence/replay/difference';

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

test.each<[boolean, Difference]>([
  [true, { path: '0.from.state.rare', again: {} }],
  [true, { path: '0.closing.snapshot.state.rare', again: {} }],
  [false, { path: '0.from.state.stage', recorded: 'judicial', again: 'preventive' }],
  [false, { path: '0.from.state.stage', recorded: 'judicial' }],
  [false, { path: '0.touch.step', again: 'hoy' }],
])('isAddedState() is %s for %j', (expected, difference) => {
  expect(isAddedState(difference)).toBe(expected);
});
