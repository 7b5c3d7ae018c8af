import * as z from 'zod';
import type { SendChannel } from '../../domain/channel';
import type { Condition } from '../../domain/segment/condition';
import type { Incentive, NegotiationTerms } from '../../domain/strategy';
import type { Fault } from './checks';
import { conditionFaults } from './conditions';
import type { Draft } from './draft';

/** Whoever owes nothing any more is not offered anything, and nobody is offered everything. */
const part = (about: string) => z.number().gt(0).lt(1).describe(about);
const days = (about: string) => z.int().min(0).describe(about);

const discountSchema = z.strictObject({
  share: part('a fraction of 1, above 0 and below 1: what is taken off'),
  of: z
    .enum(['balance', 'interest'])
    .default('balance')
    .describe('what it is a share of: balance = all that is overdue; interest = the unpaid interest in it'),
  within_days: days('a whole number of days after its making; the last one still counts'),
});

/** @param parts Schemas of the fields that others have too; `when` is looked at by its own checks. */
export function incentivesSchema(parts: { id: z.ZodType<string>; when: z.ZodType }) {
  return z
    .array(
      z
        .strictObject({
          id: parts.id,
          when: parts.when
            .optional()
            .describe('for whom: a condition as in segments; absent = for everybody'),
          discount: discountSchema.describe('what is taken off, and within how many days'),
          from_day: z
            .int()
            .min(1)
            .default(1)
            .describe('a whole number from 1: the first delinquent day on which it is made'),
          once: z
            .boolean()
            .default(true)
            .describe(
              'true = once in the life of the case; false = once for each debt that becomes the oldest',
            ),
        })
        .describe('A discount that the case offers by itself for paying what is overdue within some days.'),
    )
    .describe('discounts for early payment; the first whose condition holds is offered, one at a time');
}

/** @param reminder Schema of the message on the day before. */
export function negotiationSchema(reminder: z.ZodType<{ via: SendChannel[]; template: string }>) {
  return z.strictObject({
    max_discount: part(
      'a fraction of 1, above 0 and below 1: the largest part of the overdue balance that may be let off',
    ),
    max_days_ahead: days('a whole number: it must be paid at most this many days ahead'),
    approval_above: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe(
        'a fraction of 1: a larger discount needs the approval of somebody who may decide; 1 = none does',
      ),
    max_instalments: z
      .int()
      .min(1)
      .max(36)
      .default(1)
      .describe('a whole number from 1: payments in which it may come'),
    grace_days: days('a whole number of days that a payment may be late').default(0),
    reminder: reminder.optional().describe('message on the day before a payment falls due; absent = none'),
  });
}

type IncentiveFile = z.output<ReturnType<typeof incentivesSchema>>[number];
type NegotiationFile = z.output<ReturnType<typeof negotiationSchema>>;

export const incentiveOf = ({ id, when, discount, from_day, once }: IncentiveFile): Incentive => ({
  // Checked by incentiveFaults.
  ...{ id, ...(when !== undefined && { when: when as Condition }) },
  ...{ share: discount.share, of: discount.of, withinDays: discount.within_days },
  ...{ fromDay: from_day, once },
});

export const negotiationOf = (file: NegotiationFile): NegotiationTerms => ({
  ...{ maxDiscount: file.max_discount, maxDaysAhead: file.max_days_ahead },
  ...{ approvalAbove: file.approval_above, maxInstalments: file.max_instalments, graceDays: file.grace_days },
  ...(file.reminder && { reminder: file.reminder }),
});

/** Faults of incentives that the schema does not see. */
export function incentiveFaults({ fields }: Pick<Draft, 'fields'>): readonly Fault[] {
  const list: readonly unknown[] = Array.isArray(fields['incentives']) ? fields['incentives'] : [];
  const ids = list.map((one) => fieldOf(one, 'id'));
  return list.flatMap((one, index) => {
    const when = fieldOf(one, 'when');
    return [
      ...(when === undefined ? [] : conditionFaults(when, ['incentives', index, 'when'])),
      ...repeatedFault(ids, index),
    ];
  });
}

function repeatedFault(ids: readonly unknown[], index: number): Fault[] {
  const id = ids[index];
  const first = ids.indexOf(id);
  if (typeof id !== 'string' || first === index) return [];
  const message = `the id "${id}" is already used by incentives[${first}]`;
  const remedy = 'give each incentive an id of its own: what was offered is remembered by it';
  return [{ path: ['incentives', index, 'id'], code: 'incentive.duplicateId', message, remedy }];
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
