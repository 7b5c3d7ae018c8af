import { fc, test as property } from '@fast-check/jest';
import { bootstrapDifference } from '../../../domain/stats/bootstrap';
import { compareRates, wilson } from '../../../domain/stats/rates';
import { checkSampleRatio } from '../../../domain/stats/sample-ratio';
import { sampleSize } from '../../../domain/stats/sample-size';
import { chiSquareTail, normalQuantile, normalTail } from '../../../domain/stats/tails';

test.each([
  { tail: 0.5, z: 0 },
  { tail: 0.025, z: 1.959963984540054 },
  { tail: 0.2, z: 0.8416212335729143 },
  { tail: 0.0005, z: 3.2905267314919255 },
])('normalQuantile($tail) is $z', ({ tail, z }) => {
  expect(normalQuantile(tail)).toBeCloseTo(z, 9);
  expect(normalTail(z)).toBeCloseTo(tail, 12);
});

// Tables of the chi-square distribution.
test.each([
  { value: 3.841458820694124, freedom: 1, tail: 0.05 },
  { value: 10.827566170662733, freedom: 1, tail: 0.001 },
  { value: 5.991464547107979, freedom: 2, tail: 0.05 },
  { value: 18.307038053275146, freedom: 10, tail: 0.05 },
])('chiSquareTail($value, $freedom) is $tail', ({ value, freedom, tail }) => {
  expect(chiSquareTail(value, freedom)).toBeCloseTo(tail, 10);
});

// Newcombe 1998, table II, method 10.
test.each([
  { a: [56, 70], b: [48, 80], low: 0.0524, high: 0.3339 },
  { a: [9, 10], b: [3, 10], low: 0.1705, high: 0.809 },
  { a: [10, 10], b: [0, 20], low: 0.6791, high: 1 },
  { a: [5, 56], b: [0, 29], low: -0.0381, high: 0.1926 },
] as const)('Newcombe’s interval of $a against $b', ({ a, b, low, high }) => {
  const { interval } = compareRates({ hits: a[0], of: a[1] }, { hits: b[0], of: b[1] }, 0.05);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('the z test pools the rates', () => {
  const { z, pValue } = compareRates({ hits: 56, of: 70 }, { hits: 48, of: 80 }, 0.05);
  expect(z).toBeCloseTo(2.65017, 5);
  expect(pValue).toBeCloseTo(0.008045, 6);
});

test('nobody, or everybody, paying tells no groups apart', () => {
  expect(compareRates({ hits: 0, of: 9 }, { hits: 0, of: 9 }, 0.05)).toMatchObject({ z: 0, pValue: 1 });
});

property.prop([fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 400 })])(
  'Wilson’s interval lies within 0 to 1 and holds the rate',
  (hits, more) => {
    const of = hits + more;
    const { low, high } = wilson({ hits, of }, 0.05);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(low).toBeLessThanOrEqual(hits / of + 1e-12);
    expect(high).toBeGreaterThanOrEqual(hits / of - 1e-12);
  },
);

test('sampleSize() needs 6,510 persons an arm for 20 % against 22 %', () => {
  expect(sampleSize({ base: 0.2, target: 0.22, alpha: 0.05, power: 0.8 })).toBe(6510);
  expect(sampleSize({ base: 0.22, target: 0.2, alpha: 0.05, power: 0.8 })).toBe(6510);
});

test.each([
  { sizes: [8000, 2000], isSound: true },
  { sizes: [7900, 2100], isSound: true },
  { sizes: [7860, 2140], isSound: false },
])('a split of $sizes for 80 to 20 is sound: $isSound', ({ sizes: [a = 0, b = 0], isSound }) => {
  const check = checkSampleRatio([
    { size: a, share: 80 },
    { size: b, share: 20 },
  ]);
  expect(check.isSound).toBe(isSound);
});

test('members of a group that was to have none are an alarm', () => {
  const groups = [
    { size: 10, share: 1 },
    { size: 1, share: 0 },
  ];
  expect(checkSampleRatio(groups)).toMatchObject({ isSound: false, pValue: 0 });
});

describe('bootstrapDifference()', () => {
  const plan = { alpha: 0.05, seed: 7, rounds: 2000 };
  const many = Array.from({ length: 400 }, (_, index) => (index % 10 === 0 ? 1000 + index : 0));

  test('gives the same interval for the same seed, and another for another', () => {
    const shifted = many.map((value) => value + 50);
    const interval = bootstrapDifference(shifted, many, plan);
    expect(bootstrapDifference(shifted, many, plan)).toEqual(interval);
    expect(bootstrapDifference(shifted, many, { ...plan, seed: 8 })).not.toEqual(interval);
  });

  test('is as wide as the normal interval where the tails are light', () => {
    const evens = Array.from({ length: 1000 }, (_, index) => index % 2);
    const { low, high } = bootstrapDifference(evens, evens, plan);
    const half = 1.96 * Math.sqrt(0.25 / 1000 + 0.25 / 1000);
    expect(low).toBeCloseTo(-half, 2);
    expect(high).toBeCloseTo(half, 2);
  });
});
