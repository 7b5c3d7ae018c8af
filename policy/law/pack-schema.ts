import { z } from 'zod';
import { actors, channels, contactOutcomes, debtorKinds, profiles } from '../../domain/channel';
import type { RuleKind } from '../../domain/law/pack';
import { bases, periods, ruleKinds } from '../../domain/law/pack';
import { isKnownZone } from '../../domain/time/zones';
import { isIsoDate } from './text';

const text = (about: string) => z.string().trim().min(1).describe(about);
const date = (about: string) =>
  z
    .string()
    .refine(isIsoDate, { error: 'must be an existing date' })
    .describe(`${about}, as YYYY-MM-DD in quotes`);
const names = (about: string) => z.array(z.string().min(1)).min(1).describe(about);
const whole = (about: string) => z.int().positive().describe(about);

const scope = {
  actors: z
    .array(z.enum(actors))
    .min(1)
    .optional()
    .describe(`who collects: any of ${actors.join(', ')}`),
  debtors: z
    .array(z.enum(debtorKinds))
    .min(1)
    .optional()
    .describe(`who owes: any of ${debtorKinds.join(', ')}`),
  creditor_types: names('types of creditor that the rule binds, such as financial').optional(),
};

const common = {
  id: text('a name for the rule, unique in its file'),
  ch: z
    .array(z.enum(['all', ...channels]))
    .min(1)
    .optional()
    .describe(`channels it governs: [all], or any of ${channels.join(', ')}`),
  profile: z.enum(profiles).optional().describe('strict or lenient; leave it out for both'),
  ...scope,
  exempt_fact: text('the fact that lifts the rule for the present attempt').optional(),
  waiver_fact: text('the fact by which the debtor waives the rule').optional(),
  basis: z
    .enum(bases)
    .optional()
    .describe(`what the rule rests on: one of ${bases.join(', ')}`),
  cite: text('the article that the rule comes from; every rule names it'),
  source: text('where that article was read; every rule names it'),
  confidence: text('how well the source was verified, such as verified-primary or to-verify').optional(),
  es: text('the rule in plain Spanish').optional(),
  en: text('the rule in plain English').optional(),
};

const dated = {
  ...common,
  from: date('first local date in force').optional(),
  until: date('last local date in force').optional(),
};

const counting = {
  count: z
    .enum(['attempt', ...contactOutcomes])
    .exclude(['undelivered'])
    .optional()
    .describe('attempt, direct or unanswered'),
  key: z.literal('debt').optional().describe('debt, to count per debt; leave it out to count per person'),
  scope: z.literal('same_channel').optional().describe('same_channel, to count per channel'),
  exclude: z
    .array(z.enum(['prior_consent', 'not_connected']))
    .optional()
    .describe('prior_consent and not_connected may be left out of the count'),
};

const SPAN = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const isSpan = (value: string): boolean => SPAN.test(value) && value.slice(0, 5) < value.slice(6);
const hours = 'hours such as "08:00-20:00" in quotes, or closed';
const span = z
  .string()
  .refine((value) => value === 'closed' || isSpan(value), { error: 'must be hours of one day, or closed' })
  .describe(hours);
const holidaySpan = z
  .string()
  .refine((value) => value === 'closed' || value === 'open' || isSpan(value), {
    error: 'must be hours, closed or open',
  })
  .describe(`${hours}, or open (as that weekday)`);

const period = z.enum(periods).describe(`one of ${periods.join(', ')}`);
const denyIf = z
  .union([text('a fact'), names('facts')])
  .describe('the fact, or the list of facts, that forbids the contact');
const tags = names('content tags');

const factRule = z.strictObject({
  ...dated,
  kind: z.enum(['stop', 'consent', 'precondition']),
  deny_if: denyIf,
});
const recipientRule = z.strictObject({
  ...dated,
  kind: z.literal('recipient'),
  allow: names('who may be spoken to'),
});
const placeRule = z.strictObject({
  ...dated,
  kind: z.literal('place'),
  deny: names('places where nobody is contacted'),
});
const minDpdRule = z.strictObject({
  ...dated,
  kind: z.literal('min_dpd'),
  days: z.int().describe('days past due from which contact is allowed; negative before the due date'),
});
const windowRule = z.strictObject({
  ...dated,
  kind: z.literal('window'),
  mon_fri: span,
  sat: span,
  sun: span,
  holiday: holidaySpan,
  end: z
    .enum(['inclusive', 'exclusive'])
    .optional()
    .describe('inclusive when the closing second still counts as inside'),
});
const capRule = z.strictObject({
  ...dated,
  ...counting,
  kind: z.literal('cap'),
  limit: whole('contacts that close the period'),
  period,
});
const cooldownRule = z.strictObject({
  ...dated,
  ...counting,
  kind: z.literal('cooldown'),
  days: whole('dates of silence, the first included'),
});
const lockRule = z.strictObject({
  ...dated,
  ...counting,
  kind: z.enum(['channel_lock', 'next_days_lock']),
  period,
});
const spacingRule = z.strictObject({
  ...dated,
  ...counting,
  kind: z.literal('spacing'),
  min_hours: z.number().positive().optional().describe('hours of real time between two contacts'),
  clear_days: whole('whole local dates between two contacts').optional(),
});
const contentRule = z.strictObject({ ...dated, kind: z.enum(['content_require', 'content_forbid']), tags });
const workRule = z.strictObject({
  ...common,
  kind: z.enum(['duty', 'retention']),
  // Here `from` is the event that starts the period, not a date (SPEC, section 3).
  from: text('the event that starts the period').optional(),
  within: text('how soon the duty is due, such as P15D').optional(),
  on: text('the event that creates the duty').optional(),
  do: text('what must be done').optional(),
  keep: text('how long evidence is kept, such as P5Y').optional(),
  cost: text('what it may cost the debtor').optional(),
});

export type WindowFile = z.infer<typeof windowRule>;
export type SpacingFile = z.infer<typeof spacingRule>;
export type WorkFile = z.infer<typeof workRule>;
/** A rule that counts earlier contacts. */
export type CountingFile =
  z.infer<typeof capRule> | z.infer<typeof cooldownRule> | z.infer<typeof lockRule> | SpacingFile;
/** A rule as it stands in a pack file. */
export type RuleFile =
  | z.infer<typeof factRule>
  | z.infer<typeof recipientRule>
  | z.infer<typeof placeRule>
  | z.infer<typeof minDpdRule>
  | WindowFile
  | CountingFile
  | z.infer<typeof contentRule>
  | WorkFile;

/** The fields of each kind of rule. A field that the kind does not know is refused: it may be a slip of the pen. */
export const ruleSchemas: Readonly<Record<RuleKind, z.ZodType<RuleFile>>> = {
  stop: factRule,
  consent: factRule,
  precondition: factRule,
  recipient: recipientRule,
  place: placeRule,
  min_dpd: minDpdRule,
  window: windowRule,
  cap: capRule,
  cooldown: cooldownRule,
  channel_lock: lockRule,
  next_days_lock: lockRule,
  spacing: spacingRule,
  content_require: contentRule,
  content_forbid: contentRule,
  duty: workRule,
  retention: workRule,
};

const zone = z
  .string()
  .refine(isKnownZone, { error: 'must be an IANA zone that the pinned tables hold' })
  .describe('an IANA zone');

/** A pack without a look into its rules, which are checked one by one by their kind. */
export const packSchema = z.strictObject({
  pack: text('the id of the pack, such as CO or BR-SP'),
  reviewed_by: z.string().min(1).nullish().describe('counsel who signed the pack off, or null'),
  effective_from: date('first local date in force').optional(),
  effective_note: z.string().optional().describe('what is not certain about the date'),
  applies_if: z.string().optional().describe('a note on when to ask for this pack'),
  timezones: z
    .union([z.literal('any'), z.array(zone).min(1)])
    .optional()
    .describe('the zones of the territory, the main one first, or any'),
  calendar: text('the id of a holiday calendar').optional(),
  ...scope,
  basis: z
    .enum(bases)
    .optional()
    .describe(`basis of the rules that name none: one of ${bases.join(', ')}`),
  extends: text('the id of the base pack').optional(),
  includes: names('ids of packs whose rules are copied in').optional(),
  rules: z
    .array(
      z.looseObject({ id: common.id, kind: z.enum(ruleKinds).describe(`one of ${ruleKinds.join(', ')}`) }),
    )
    .describe('the list of rules, [] when there is none'),
});

export type PackFile = z.infer<typeof packSchema>;
