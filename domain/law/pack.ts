import type { Actor, Channel, ContactOutcome, DebtorKind, Profile } from '../channel';
import type { Day, SecondOfDay } from '../time/calendar';
import type { ZoneId } from '../time/zones';

/** What a rule rests on, in order of rank; `law` and `regulation` rank alike. A `bill` is never evaluated. */
export const bases = ['law', 'regulation', 'guide', 'platform', 'policy', 'bill'] as const;
export type Basis = (typeof bases)[number];

/** Denials that no clock mends: a person must act. In order of precedence. */
export const conditionKinds = ['stop', 'consent', 'recipient', 'place', 'precondition', 'min_dpd'] as const;
/** Denials that pass with time. In order of precedence. */
export const clockKinds = ['window', 'cap', 'cooldown', 'channel_lock', 'next_days_lock', 'spacing'] as const;
/** Denials because of what the message says. In order of precedence. */
export const contentKinds = ['content_require', 'content_forbid'] as const;
/** Never deny: they create work, or say how long evidence stays. */
export const workKinds = ['duty', 'retention'] as const;

export const ruleKinds = [...conditionKinds, ...clockKinds, ...contentKinds, ...workKinds] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** To whom a rule applies. An absent list means anybody. */
export interface Scope {
  readonly actors?: readonly Actor[];
  readonly debtors?: readonly DebtorKind[];
  readonly creditorTypes?: readonly string[];
}

interface RuleBase {
  readonly id: string;
  /** Channels that the rule governs, also for the earlier contacts it counts. Absent = every channel. */
  readonly channels?: readonly Channel[];
  /** Absent = under both profiles. */
  readonly profile?: Profile;
  /** Replaces the pack's scope, field by field. */
  readonly scope: Scope;
  /** Any of these facts lifts the rule for the present attempt. */
  readonly liftedBy: readonly string[];
  /** First and last local date in force, both inclusive. */
  readonly from?: Day;
  readonly until?: Day;
  readonly basis: Basis;
  readonly cite: string;
  readonly source: string;
  readonly confidence: string;
  readonly es: string;
  readonly en: string;
}

export interface FactRule extends RuleBase {
  readonly kind: 'stop' | 'consent' | 'precondition';
  /** Denies when any of these facts holds. */
  readonly denyIf: readonly string[];
}

export interface RecipientRule extends RuleBase {
  readonly kind: 'recipient';
  readonly allow: readonly string[];
}

export interface PlaceRule extends RuleBase {
  readonly kind: 'place';
  readonly deny: readonly string[];
}

export interface MinDpdRule extends RuleBase {
  readonly kind: 'min_dpd';
  readonly days: number;
}

/** Hours of one day. `to` may be 86,400. */
export interface Span {
  readonly from: SecondOfDay;
  readonly to: number;
}

export interface WindowRule extends RuleBase {
  readonly kind: 'window';
  readonly monFri: Span | 'closed';
  readonly sat: Span | 'closed';
  readonly sun: Span | 'closed';
  /** `open` = a holiday has the hours of its weekday. */
  readonly holiday: Span | 'closed' | 'open';
  /** Whether the closing second itself is still inside. */
  readonly endInclusive: boolean;
}

export const periods = ['day', 'week', 'rolling7d'] as const;
/** `week` = Monday to Sunday around today; `rolling7d` = today and the six dates before. */
export type Period = (typeof periods)[number];

/** Which earlier contacts a rule counts. */
export interface Counting {
  readonly outcomes: readonly ContactOutcome[];
  readonly sameDebt: boolean;
  readonly sameChannel: boolean;
  /** Leaves out contacts that were made with the person's prior consent. */
  readonly withoutConsented: boolean;
}

interface CountingBase extends RuleBase {
  readonly counting: Counting;
}

export interface CapRule extends CountingBase {
  readonly kind: 'cap';
  readonly limit: number;
  readonly period: Period;
}

export interface CooldownRule extends CountingBase {
  readonly kind: 'cooldown';
  /** Local dates of silence; the date of the contact is the first. */
  readonly days: number;
}

export interface LockRule extends CountingBase {
  readonly kind: 'channel_lock' | 'next_days_lock';
  readonly period: Period;
}

export interface SpacingRule extends CountingBase {
  readonly kind: 'spacing';
  /** Hours of real time that must have passed. */
  readonly minHours?: number;
  /** Whole local dates that must lie between. */
  readonly clearDays?: number;
}

export interface ContentRule extends RuleBase {
  readonly kind: 'content_require' | 'content_forbid';
  readonly tags: readonly string[];
}

/** A duty or a retention period, as the pack words it: ISO 8601 durations and names of events. */
export interface WorkRule extends RuleBase {
  readonly kind: 'duty' | 'retention';
  readonly terms: Readonly<Record<string, string>>;
}

export type CountingRule = CapRule | CooldownRule | LockRule | SpacingRule;
export type RuleData =
  FactRule | RecipientRule | PlaceRule | MinDpdRule | WindowRule | CountingRule | ContentRule | WorkRule;

/** The rules of one place (or a set for inclusion, which has no zones), as `policy/law` reads them from a file. */
export interface PackData {
  readonly id: string;
  /** Hash of the content. */
  readonly version: string;
  /** Counsel who signed the pack off; absent = nobody. */
  readonly reviewedBy?: string;
  readonly effectiveFrom?: Day;
  /** Zones of the territory, the main one first; `any` = a place without a territory; empty = not a place. */
  readonly timezones: 'any' | readonly ZoneId[];
  readonly calendar?: string;
  readonly scope: Scope;
  /** Base pack, whose rules apply too with their own scope and date. */
  readonly extends?: string;
  /** Packs whose rules are copied in, under this pack's scope and date. */
  readonly includes: readonly string[];
  readonly rules: readonly RuleData[];
}

/** Pinned public holidays; nothing is known before `from` or after `until` (local dates, inclusive). */
export interface CalendarData {
  readonly id: string;
  /** Hash of the content. */
  readonly version: string;
  readonly from: Day;
  readonly until: Day;
  readonly holidays: readonly { readonly day: Day; readonly name: string }[];
}
