import * as z from 'zod';
import { actors, profiles, sendChannels } from '../../domain/channel';
import type { Currency } from '../../domain/money';
import { currencyDecimals } from '../../domain/money';
import type { StageName } from '../../domain/strategy';
import { constraintFields } from './constraints';
import { lenientRulesSchema } from './lenient-rules';
import { noticesSchema } from './notices';
import { incentivesSchema, negotiationSchema } from './offers';
import { countFromSchema, repeatSchema } from './repeats';

/** Letters (accents allowed), digits, `-`, `_` and `.`: ids become parts of keys, so `:`, `#` and spaces are refused. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const CLOCK_OR_MIDNIGHT = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

// The keys of a record are of its key type; `Object.keys` forgets it.
const currencies = Object.keys(currencyDecimals) as [Currency, ...Currency[]];

const name = (about: string) =>
  z.string().regex(NAME).describe(`${about} (letters, digits, "-", "_" and ".")`);
const days = (about: string) => z.int().min(0).describe(about);
const share = (about: string) => z.number().min(0).max(1).describe(about);
const day = z
  .int()
  .describe('a whole number of delinquent days at which the step falls due; negative = before the due date');

const via = z
  .array(z.enum(sendChannels).describe(`a channel: one of ${sendChannels.join(', ')}`))
  .min(1)
  .describe('channels in order of preference; the first that is lawful and can be used is taken');

const stepId = z
  .string()
  .regex(NAME)
  .describe(
    'a name that is unique in the file, of letters, digits, "-", "_" and "."; "dossier" and names that begin with "promise:" are taken',
  );

const touchSchema = z
  .strictObject({
    id: stepId,
    day,
    count_from: countFromSchema.optional(),
    repeat: repeatSchema.optional(),
    via,
    template: name('name of a message template of messages/'),
    required: z
      .boolean()
      .default(false)
      .describe(
        'true for a notice that the law or a handoff asks for: it is never passed over for being late',
      ),
  })
  .describe('A message to the debtor.');

const taskSchema = z
  .strictObject({
    id: stepId,
    day,
    count_from: countFromSchema.optional(),
    repeat: repeatSchema.optional(),
    task: name('kind of work for a person, such as call, visit or review'),
    queue: name('work queue that gets it'),
    script: name('script that the person follows').optional(),
  })
  .describe('Work for a person.');

const handoffSchema = z
  .strictObject({
    id: stepId,
    day,
    handoff: z
      .strictObject({
        to: name('who takes the account over, such as a law firm'),
        approval: z
          .enum(['person', 'none'])
          .default('person')
          .describe('person = somebody approves each handoff; none = it goes by itself'),
        requires: z
          .array(name('id of a required touch step, or dossier'))
          .default([])
          .describe('what must be complete first: ids of required touch steps, and dossier'),
      })
      .describe('where the account goes, and what must be complete first'),
  })
  .describe('Judicial handoff; only in the judicial stage.');

const stage = (about: string) =>
  z
    .strictObject({
      from: z
        .int()
        .describe(
          'a whole number of delinquent days from which the stage holds; negative = before the due date',
        ),
    })
    .optional()
    .describe(about);

const stagesSchema = z.strictObject({
  preventive: stage('before the due date'),
  administrative: stage('early arrears, in the creditor’s own hands'),
  extrajudicial: stage('late arrears, before any court'),
  judicial: stage('handed to a law firm, or about to be'),
} satisfies Record<StageName, z.ZodType>);

const reminderSchema = z.strictObject({
  via: via.default(['sms', 'email']),
  template: name('name of a message template of messages/'),
});

const promiseSchema = z.strictObject({
  max_days_ahead: days('a whole number: a promise may fall due at most this many days ahead'),
  min_share: share('a fraction of 1: the smallest part of the overdue balance that may be promised'),
  max_open: days('a whole number: promises that may be open at once'),
  max_broken: days('a whole number: after this many broken promises no further one is accepted'),
  grace_days: days('a whole number of days that a payment may be late'),
  keep_share: share('a fraction of 1: the part of the promised amount that keeps the promise'),
  reminder: reminderSchema
    .optional()
    .describe('message on the day before the promise falls due; absent = none'),
});

const jitterSchema = z
  .union([z.literal(0), z.string().regex(/^(0|[1-9]\d*)[smh]$/)])
  .default(0)
  .describe(
    'spreads accounts over this time from the opening of the window: 0, or a whole number with s, m or h, such as 90s, 60m or 1h',
  );

const experimentSchema = z.strictObject({
  id: name('id of the experiment'),
  salt: z.string().min(1).describe('any text; another salt deals the persons out anew'),
  arms: z
    .array(
      z.strictObject({
        strategy: name('id of a strategy; this file’s own id for the champion'),
        weight: z
          .number()
          .positive()
          .describe('a number above 0: share of the persons, relative to the other arms'),
      }),
    )
    .min(1)
    .describe('strategies against each other, the champion first; a person gets one by hash of salt and id'),
  holdout: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('a fraction of 1, at most 0.5: share of persons to whom nothing is sent'),
});

/** A strategy file as it is written. Shape only: what the fields mean together is in checks.ts. */
export const strategyFileSchema = z
  .strictObject({
    strategy: name('id of the strategy'),
    version: z
      .int()
      .min(1)
      .describe('a whole number from 1; raise it with every change, since a case keeps its version'),
    jurisdiction: z
      .string()
      .regex(/^[A-Z]{2,}(-[A-Z0-9]+)*$/)
      .describe('rule pack of the default place, such as CO or BR-SP; the debtor’s own place wins'),
    profile: z
      .enum(profiles)
      .default('strict')
      .describe(
        'strict = most protective reading of the law plus house policy; lenient = most permissive defensible one',
      ),
    lenient_rules: lenientRulesSchema.optional(),
    actor: z
      .enum(actors)
      .describe('who collects: creditor, third_party or assignee; the law asks different things of each'),
    catch_up: z
      .enum(['latest', 'skip'])
      .default('latest')
      .describe(
        'what happens to the latest step when its day has passed: latest = it still runs; skip = it does not',
      ),
    send_window: z
      .tuple([
        z.string().regex(CLOCK).describe('opening, local time of the debtor as "HH:MM" in quotes'),
        z.string().regex(CLOCK_OR_MIDNIGHT).describe('close, local time of the debtor as "HH:MM" in quotes'),
      ])
      .describe(
        'local hours for sending as ["HH:MM", "HH:MM"], opening in, close out; the law may narrow them',
      ),
    jitter: jitterSchema,
    tolerance: z
      .partialRecord(z.enum(currencies), z.int().min(0).describe('a whole number of minor units'))
      .default({})
      .describe('overdue balance, in minor units per currency, up to which an account counts as cured'),
    stages: stagesSchema.describe(
      'first delinquent day of each stage, ascending; the order of the stages is fixed',
    ),
    promise: promiseSchema.optional().describe('limits of a promise to pay; absent = none is accepted'),
    incentives: incentivesSchema({ id: name('id of the incentive'), when: z.unknown() }).optional(),
    negotiation: negotiationSchema(reminderSchema)
      .optional()
      .describe('limits of a settlement (less than what is overdue, for good); absent = none is accepted'),
    segments: z
      .array(z.looseObject({ id: name('id of the segment') }))
      .optional()
      .describe('accounts that are treated otherwise; the first whose condition holds is in force'),
    experiment: experimentSchema
      .optional()
      .describe('deals new cases out over strategies, by person; a running case keeps its arm'),
    notices: noticesSchema({ via, template: name('name of a message template of messages/') }).optional(),
    ...constraintFields,
    steps: z
      .array(
        z
          .union([touchSchema, taskSchema, handoffSchema])
          .describe('a message (via, template), a task (task, queue) or a handoff'),
      )
      .min(1)
      .describe('the cadence; steps of one day run in file order'),
  })
  .describe('A collection strategy of Recobro: stages, cadence and limits. See docs/strategies.md.');

export type StrategyFile = z.output<typeof strategyFileSchema>;
export type StepFile = StrategyFile['steps'][number];
