import * as z from 'zod';
import type { Profile } from '../../domain/channel';
import type { LenientRule } from '../../domain/strategy';
import type { Day } from '../../domain/time/calendar';
import { isoFromDay } from '../../domain/time/calendar';
import type { LawLibrary } from '../law/library';
import { nearestName } from '../nearest';
import type { DataPath } from '../yaml';
import type { Fault } from './checks';
import type { Draft } from './draft';

const words = (about: string) => z.string().regex(/\S/).describe(`${about}; never empty`);

export const lenientRulesSchema = z
  .array(
    z
      .strictObject({
        rule: words(
          'id of a rule of the strict reading (profile: strict in its pack), such as CO-STRICT-WEEK',
        ),
        reason: words('why the rule is set aside'),
        signed_by: words('who answers for it, by name or role'),
        signed_on: z.iso
          .date()
          .describe('the date of the signature as YYYY-MM-DD: one that exists and has come'),
      })
      .describe('A rule of the strict reading that is set aside, and who signed for it.'),
  )
  .describe(
    'under profile strict: rules that do not apply all the same; every other rule keeps its strict reading',
  );

type LenientRuleFile = z.output<typeof lenientRulesSchema>[number];

export const lenientRuleOf = ({ rule, reason, signed_by, signed_on }: LenientRuleFile): LenientRule => ({
  ...{ rule, reason, signedBy: signed_by, signedOn: signed_on },
});

/** What the rules set aside are held against. */
export interface KnownRules {
  /** Every rule of every pack, with the reading that it belongs to (undefined = it binds in both). */
  readonly rules: ReadonlyMap<string, Profile | undefined>;
  readonly today: Day;
}

/** The rules of all packs at hand, and the date on which a strategy is looked at. */
export const knownRules = ({ packs }: LawLibrary, today: Day): KnownRules => ({
  rules: new Map(packs.flatMap(({ rules }) => rules.map(({ id, profile }) => [id, profile] as const))),
  today,
});

/** A rule can be set aside only under the strict reading, once, and when the strict reading is what makes it bind. */
export function lenientRuleFaults(
  { fields }: Pick<Draft, 'fields'>,
  { law }: { readonly law?: KnownRules },
): readonly Fault[] {
  const list = fields['lenient_rules'];
  if (!Array.isArray(list) || list.length === 0) return [];
  const entries = list.map((entry: unknown) => textsOf(entry));
  return [
    ...(fields['profile'] === 'lenient' ? [needless] : []),
    ...entries.flatMap(({ rule, signed_on: signedOn }, index) => [
      ...twice(rule, index, entries),
      ...(law ? unfit(rule, index, law.rules) : []),
      ...(law ? tooEarly(signedOn, index, law.today) : []),
    ]),
  ];
}

const needless: Fault = {
  path: ['lenient_rules'],
  part: 'key',
  code: 'lenientRules.needless',
  message: 'lenient_rules sets rules of the strict reading aside, but profile: lenient applies none of them',
  remedy: 'keep profile: strict, or take lenient_rules out (in a segment: lenient_rules: [])',
};

function twice(rule: string | undefined, index: number, entries: readonly Texts[]): Fault[] {
  const first = entries.findIndex((entry) => entry['rule'] === rule);
  if (rule === undefined || first === index) return [];
  const message = `the rule "${rule}" is already set aside by lenient_rules[${first}]`;
  const remedy = 'keep one of the two: one reason and one signature for each rule';
  return [{ path: placeOf(index, 'rule'), code: 'lenientRules.duplicate', message, remedy }];
}

function unfit(rule: string | undefined, index: number, rules: KnownRules['rules']): Fault[] {
  if (rule === undefined || rules.get(rule) === 'strict') return [];
  const path = placeOf(index, 'rule');
  if (rules.has(rule)) {
    const message = `the rule "${rule}" is not one of the strict reading alone, so it can never be set aside`;
    const remedy = 'take it out: only a rule with profile: strict in its pack has a more lenient reading';
    return [{ path, code: 'lenientRules.binding', message, remedy }];
  }
  const strict = [...rules].flatMap(([id, profile]) => (profile === 'strict' ? [id] : []));
  const near = nearestName(rule, strict);
  const remedy = near ? `did you mean "${near}"?` : 'name a rule with profile: strict in its pack';
  return [{ path, code: 'lenientRules.unknown', message: `no rule pack has a rule "${rule}"`, remedy }];
}

function tooEarly(signedOn: string | undefined, index: number, today: Day): Fault[] {
  // Dates written alike sort as text; east of the clock that says what today is it may be tomorrow already.
  if (signedOn === undefined || signedOn <= isoFromDay(today + 1)) return [];
  const message = `the signature is of ${signedOn}, a date that has not come yet`;
  const remedy = 'write the date on which it was signed';
  return [{ path: placeOf(index, 'signed_on'), code: 'lenientRules.signedOn', message, remedy }];
}

const placeOf = (index: number, field: string): DataPath => ['lenient_rules', index, field];

type Texts = Readonly<Record<string, string>>;

/** The members of an entry that are texts, as far as it can be read. */
function textsOf(entry: unknown): Texts {
  const members = typeof entry === 'object' && entry !== null ? Object.entries(entry) : [];
  return Object.fromEntries(
    members.flatMap(([name, value]: [string, unknown]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
