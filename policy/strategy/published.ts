import { z } from 'zod';
import { numberFields, textFields } from '../../domain/segment/condition';
import { incentivesSchema } from './offers';
import { strategyFileSchema } from './schema';
import { wholeOnly } from './segments';

const value = z.union([z.string(), z.number()]);
const limit = (about: string) => z.number().optional().describe(about);

const testSchema = z
  .strictObject({
    field: z
      .union([z.enum([...numberFields, ...textFields]), z.string().regex(/^traits\.[\p{L}\p{N}_-]+$/u)])
      .describe('what is looked at: a field of the case, or traits.<name> for what else the book says'),
    lt: limit('less than'),
    lte: limit('at most'),
    gt: limit('more than'),
    gte: limit('at least'),
    between: z.tuple([z.number(), z.number()]).optional().describe('[lowest, highest], both included'),
    eq: value.optional().describe('exactly this'),
    ne: value.optional().describe('known, and something else'),
    in: z.array(value).min(1).optional().describe('one of these'),
    known: z.boolean().optional().describe('true = something is known, false = nothing is'),
  })
  .describe('every comparison must hold; what is unknown compares with nothing');

const conditionSchema: z.ZodType = z
  .lazy(() => anyCondition)
  .meta({ id: 'condition', description: 'all, any, not, or a test of one field' });

const anyCondition = z.union([
  z.strictObject({ all: z.array(conditionSchema).min(1).describe('every one must hold') }),
  z.strictObject({ any: z.array(conditionSchema).min(1).describe('one must hold') }),
  z.strictObject({ not: conditionSchema.describe('must not hold') }),
  testSchema,
]);

/** A field as a segment may write it: no default, and of a map only what is to be otherwise. */
function overridable(field: z.ZodType): z.ZodType {
  const inner = bare(field);
  const loose = inner instanceof z.ZodObject ? inner.partial() : inner;
  return loose.optional().describe(field.description ?? inner.description ?? '');
}

function bare(field: z.ZodType): z.ZodType {
  // The wrapped schema is one of zod's own, which its core type forgets.
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional)
    return bare(field.unwrap() as z.ZodType);
  return field;
}

/** With the condition written out. */
const incentives = incentivesSchema({
  id: strategyFileSchema.shape.strategy,
  when: conditionSchema,
}).optional();

const overrides = Object.fromEntries(
  Object.entries<z.ZodType>({ ...strategyFileSchema.shape, incentives })
    .filter(([key]) => !wholeOnly.some((known) => known === key))
    .map(([key, field]) => [key, overridable(field)]),
);

/** The schema for editors: the segments with every field that they may override, and their conditions. */
export const publishedStrategySchema = strategyFileSchema.extend({
  incentives,
  segments: z
    .array(
      z
        .strictObject({
          id: strategyFileSchema.shape.strategy.describe('id of the segment, unique in the file'),
          when: conditionSchema.describe('for whom: all, any, not, or a test of one field'),
          ...overrides,
        })
        .describe('maps are laid over those of the strategy key by key; lists replace them'),
    )
    .optional()
    .describe('accounts that are treated otherwise; the first whose condition holds is in force'),
});
