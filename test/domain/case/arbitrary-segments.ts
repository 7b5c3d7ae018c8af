import fc from 'fast-check';
import type { Condition } from '../../../domain/segment/condition';
import type { Segment, Step } from '../../../domain/strategy';
import { aStrategy, terms } from '../../builders';

const bound = fc.integer({ min: -8, max: 60 });
const money = fc.constantFrom(1_000, 20_000, 60_000, 100_000, 150_000);

export const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: fc.constant('days' as const), gte: bound }),
  fc.record({ field: fc.constant('days' as const), between: fc.tuple(bound, bound) }),
  fc.record({ field: fc.constant('past_due' as const), lt: bound }),
  fc.record({ field: fc.constant('balance' as const), lt: money }),
  fc.record({ field: fc.constant('owed' as const), gt: money }),
  fc.record({ field: fc.constant('stage' as const), in: fc.constant(['extrajudicial', 'preventive']) }),
  fc.record({ field: fc.constant('contacts' as const), gte: fc.nat(4) }),
  fc.record({ field: fc.constant('promises_broken' as const), gte: fc.constant(1) }),
  fc.record({
    not: fc.record({ field: fc.constant('promise_fulfilment' as const), gte: fc.constant(0.5) }),
  }),
);

/** Overrides of everything that the case reads; some steps keep their ids, others are new. */
export const segmentOver = (steps: fc.Arbitrary<readonly Step[]>) =>
  fc.record({
    when: condition,
    overrides: fc.record(
      {
        steps: steps.map((list) =>
          list.map((step, index) => (index % 2 === 0 ? step : { ...step, id: `s${step.id}` })),
        ),
        tolerance: fc.constantFrom({}, { COP: 30_000 }),
        sendWindow: fc.constant({ from: 9 * 3_600, to: 12 * 3_600 }),
        stages: fc.constant(aStrategy().stages.slice(1)),
        promise: fc.constant({ ...terms, graceDays: 5 }),
        catchUp: fc.constantFrom('latest' as const, 'skip' as const),
      },
      { requiredKeys: [] },
    ),
  });

export const named = (segments: readonly Omit<Segment, 'id'>[]): Segment[] =>
  segments.map((one, index) => ({ id: `seg-${index}`, ...one }));
