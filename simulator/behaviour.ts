import { join } from 'node:path';
import { z } from 'zod';
import { currencyDecimals } from '../domain/money';
import { languages } from '../domain/person';
import { isKnownZone } from '../domain/time/zones';
import { readDataFile } from './data-file';

/** What the product ships; see docs/simulator.md for where the figures come from. */
export const BEHAVIOUR_FILE = join(__dirname, 'data', 'behaviour.yaml');

const share = z.number().min(0).max(1).describe('a share of the whole, 0 to 1');
const probability = z.number().min(0).max(1).describe('a probability, 0 to 1');
const days = z.number().min(0).max(3650).describe('days, 0 or more');
const factor = z.number().min(0).max(100).describe('a factor, 0 or more');
const id = z.string().min(1).describe('a name');
const wholeDay = z.int().min(-3650).max(3650).describe('whole days past due, negative before the due date');
const zone = z
  .string()
  .refine(isKnownZone, { error: 'is no time zone that the pinned tables hold' })
  .describe('an IANA time zone');
const currency = z
  .enum(Object.keys(currencyDecimals) as [keyof typeof currencyDecimals])
  .describe('an ISO 4217 currency');

const place = z.strictObject({
  id,
  share,
  zones: z.tuple([zone], zone).describe('time zones, each as probable as the others'),
  language: z.enum(languages).describe('the language of the messages'),
  currency,
  per_unit: z.number().positive().describe('minor units of the currency for one unit of the amounts'),
});
const product = z.strictObject({
  id,
  share,
  instalments: z.int().min(1).max(60).describe('number of debts'),
  every_days: z.int().min(1).describe('days between their due dates'),
  median: z.number().positive().describe('median amount, in units'),
  sigma: z.number().min(0).max(3).describe('standard deviation of the logarithm of the amount'),
});
const age = z.strictObject({
  from: wholeDay,
  to: wholeDay,
  share,
  payers: z.record(id, share).describe('shares of the payers below'),
});
const payer = z.strictObject({
  settles: probability,
  settle_days: days,
  responds: probability,
  respond_days: days,
});
const ofChannels = <T extends z.ZodType>(value: T) =>
  z.strictObject({ email: value, sms: value, whatsapp: value, letter: value, voice: value });
const ofStages = <T extends z.ZodType>(value: T) =>
  z.strictObject({ preventive: value, administrative: value, extrajudicial: value, judicial: value });

const behaviourSchema = z
  .strictObject({
    behaviour: id,
    places: z.tuple([place], place).describe('where debtors live'),
    products: z.tuple([product], product).describe('what they owe'),
    ages: z.tuple([age], age).describe('how late they are on the first day'),
    payers: z.record(id, payer).describe('kinds of payers'),
    channels: ofChannels(factor),
    stages: ofStages(factor),
    promise: z.strictObject({ share, days, kept: probability }),
    partial: z.strictObject({ share, part: share }),
    reach: ofChannels(z.strictObject({ known: probability, dead: probability })),
    rare: z.strictObject({
      reversal: probability,
      opt_out: probability,
      represented: probability,
      dispute: probability,
    }),
  })
  .check(({ value, issues }) => {
    const payers = Object.keys(value.payers);
    value.ages.forEach((row, index) => {
      for (const name of Object.keys(row.payers).filter((known) => !payers.includes(known)))
        issues.push({
          code: 'custom',
          input: value,
          path: ['ages', index, 'payers', name],
          message: `is none of the payers (${payers.join(', ')})`,
        });
    });
  });

export type Behaviour = z.output<typeof behaviourSchema>;
export type Payer = Behaviour['payers'][string];
export type PlaceMix = Behaviour['places'][number];

/**
 * Reads the figures by which generated debtors behave.
 *
 * @throws {RecobroError} `simulation.badFile` naming file, line and remedy.
 */
export function loadBehaviour(file = BEHAVIOUR_FILE): Behaviour {
  return readDataFile(file, behaviourSchema);
}
