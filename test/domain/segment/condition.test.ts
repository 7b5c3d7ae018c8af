import { fc, test as property } from '@fast-check/jest';
import type { Condition, SegmentValue } from '../../../domain/segment/condition';
import { compileCondition, turningPoints } from '../../../domain/segment/condition';

const known: Readonly<Record<string, SegmentValue>> = {
  balance: 500,
  days: 30,
  city: 'Lima',
  'traits.canal': 'web',
};
const holds = (condition: Condition): boolean => compileCondition(condition)((field) => known[field]);

test.each([
  { when: { field: 'balance', lt: 500 }, is: false },
  { when: { field: 'balance', lte: 500 }, is: true },
  { when: { field: 'days', gt: 30 }, is: false },
  { when: { field: 'days', gte: 30, lt: 31 }, is: true },
  { when: { field: 'days', between: [30, 40] }, is: true },
  { when: { field: 'days', between: [31, 40] }, is: false },
  { when: { field: 'city', eq: 'Lima' }, is: true },
  { when: { field: 'city', ne: 'Lima' }, is: false },
  { when: { field: 'city', in: ['Cali', 'Lima'] }, is: true },
  { when: { field: 'traits.canal', eq: 'web' }, is: true },
  { when: { field: 'score', lt: 500 }, is: false },
  { when: { field: 'score', ne: 500 }, is: false },
  { when: { not: { field: 'score', gte: 500 } }, is: true },
  { when: { field: 'score', known: false }, is: true },
  { when: { field: 'score', known: true }, is: false },
  { when: { field: 'city', known: true, eq: 'Lima' }, is: true },
  {
    when: {
      all: [
        { field: 'days', gt: 1 },
        { field: 'city', eq: 'Cali' },
      ],
    },
    is: false,
  },
  {
    when: {
      any: [
        { field: 'days', gt: 100 },
        { field: 'city', eq: 'Lima' },
      ],
    },
    is: true,
  },
] as { when: Condition; is: boolean }[])('$when is $is', ({ when, is }) => {
  expect(holds(when)).toBe(is);
});

const limit = fc.double({ min: -20, max: 20, noNaN: true });
property.prop([
  fc.oneof(
    fc.record({ lt: limit }),
    fc.record({ lte: limit }),
    fc.record({ gt: limit }),
    fc.record({ gte: limit }),
    fc.record({ between: fc.tuple(limit, limit) }),
    fc.record({ eq: fc.integer({ min: -20, max: 20 }) }),
    fc.record({ in: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1 }) }),
  ),
])('turningPoints() misses no whole number at which a condition changes', (test) => {
  const condition: Condition = { not: { field: 'days', ...test } };
  const points = turningPoints(condition, 'days');
  const answer = compileCondition(condition);
  for (let n = -25; n < 25; n += 1) {
    if (answer(() => n) !== answer(() => n - 1)) expect(points).toContain(n);
  }
});
