import { mergeOverrides } from '../../../policy/strategy/merge';

test.each([
  {
    rule: 'merges maps key by key',
    base: { a: { x: 1, y: 2 } },
    overrides: { a: { y: 3 } },
    merged: { a: { x: 1, y: 3 } },
  },
  { rule: 'adds keys', base: { a: 1 }, overrides: { b: { c: 2 } }, merged: { a: 1, b: { c: 2 } } },
  {
    rule: 'replaces lists whole',
    base: { steps: [1, 2, 3] },
    overrides: { steps: [4] },
    merged: { steps: [4] },
  },
  {
    rule: 'replaces values',
    base: { catch_up: 'latest' },
    overrides: { catch_up: 'skip' },
    merged: { catch_up: 'skip' },
  },
  {
    rule: 'replaces a map by a list and a list by a map',
    base: { a: { x: 1 }, b: [1] },
    overrides: { a: [1], b: { x: 1 } },
    merged: { a: [1], b: { x: 1 } },
  },
  { rule: 'leaves the base alone without overrides', base: { a: 1 }, overrides: undefined, merged: { a: 1 } },
])('mergeOverrides() $rule', ({ base, overrides, merged }) => {
  const before = structuredClone(base);
  expect(mergeOverrides(base, overrides)).toEqual(merged);
  expect(base).toEqual(before);
});

test('mergeOverrides() reaches no prototype', () => {
  const merged = mergeOverrides({}, JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(Object.hasOwn({}, 'polluted') || Reflect.get({}, 'polluted')).toBeFalsy();
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
});
