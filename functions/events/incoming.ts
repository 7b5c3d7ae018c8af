import * as z from 'zod';
import { debtSchema, newAccountSchema } from '../wire/account';
import { amountSchema, dateSchema, idSchema } from '../wire/values';

const account = idSchema.meta({ description: 'Account in the creditor’s books' });

/** What loan systems tell us, by the last part of the type `io.recobro.loan.<name>.v1`. */
export const incomingData = {
  disbursed: newAccountSchema.meta({
    description: 'A loan was paid out: its account opens, with all its instalments',
  }),
  instalment_due: z
    .strictObject({ account, debt: debtSchema })
    .meta({ description: 'An instalment falls due soon; known ones change nothing' }),
  instalment_overdue: z
    .strictObject({ account, debt: debtSchema })
    .meta({ description: 'An instalment was not paid in time; known ones change nothing' }),
  restructured: z
    .strictObject({
      account,
      plan: idSchema.meta({ description: 'Id of the agreement' }),
      instalments: z
        .array(z.strictObject({ due: dateSchema, amount: amountSchema }))
        .min(1)
        .max(200),
    })
    .meta({ description: 'Instalments take the place of the debts until one is missed' }),
  repaid: z
    .strictObject({
      account,
      payment: idSchema,
      amount: amountSchema,
      debt: idSchema.optional().meta({ description: 'Absent: the oldest debts first' }),
      on: dateSchema.optional().meta({ description: 'Effective date; absent: that of receipt' }),
    })
    .meta({ description: 'Money came in' }),
  reversed: z
    .strictObject({ account, reversal: idSchema, payment: idSchema })
    .meta({ description: 'A payment is taken back; it may come before the payment' }),
  written_off: z.strictObject({ account }).meta({ description: 'Collection ends: the loan was written off' }),
} as const;

export type IncomingName = keyof typeof incomingData;
export const incomingNames = Object.keys(incomingData).filter(
  (name): name is IncomingName => name in incomingData,
);

export const incomingType = (name: IncomingName): string => `io.recobro.loan.${name}.v1`;

/** The attributes that every event has; `data` is checked by its type. */
export const envelopeSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  source: z.string().min(1).max(200),
  type: z.string(),
  time: z.iso.datetime({ offset: true }).optional(),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof envelopeSchema>;
