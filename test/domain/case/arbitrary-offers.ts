import fc from 'fast-check';
import type { Strategy } from '../../../domain/strategy';
import { condition } from './arbitrary-segments';

/** Terms under which most drawn settlements are accepted. */
export const negotiation = {
  ...{ maxDiscount: 0.9, maxDaysAhead: 15, approvalAbove: 0.4, maxInstalments: 3, graceDays: 0 },
  reminder: { via: ['sms', 'email'] as const, template: 'recordatorio' },
} satisfies Strategy['negotiation'];

/** A discount, still without an id. */
export const incentive = fc.record(
  {
    share: fc.constantFrom(0.1, 0.25, 0.333),
    of: fc.constantFrom('balance' as const, 'interest' as const),
    withinDays: fc.nat(12),
    fromDay: fc.integer({ min: 1, max: 40 }),
    once: fc.boolean(),
    when: condition,
  },
  { requiredKeys: ['share', 'of', 'withinDays', 'fromDay', 'once'] },
);

/** A request, with dates counted from the day of receipt. */
export const settlementOf = (id: fc.Arbitrary<string>, amount: fc.Arbitrary<number>) =>
  fc.record(
    {
      kind: fc.constant('settlement' as const),
      id: id,
      instalments: fc.array(fc.record({ due: fc.integer({ min: -1, max: 20 }), amount }), {
        minLength: 1,
        maxLength: 3,
      }),
      approvedBy: fc.constant('jefa'),
    },
    { requiredKeys: ['kind', 'id', 'instalments'] },
  );
