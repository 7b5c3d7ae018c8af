import type { Actor, Channel, ContactOutcome, DebtorKind } from '../channel';
import type { Instant } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import type { Reading } from './reading';

/** An earlier attempt to reach the same person by the same collector, on any account. */
export interface PriorContact {
  readonly at: Instant;
  readonly channel: Channel;
  readonly outcome: ContactOutcome;
  readonly debt?: string;
  readonly facts?: readonly string[];
}

/** One intended contact. For a message, `at` is the instant of sending. */
export interface ContactRequest {
  readonly at: Instant;
  readonly channel: Channel;
  /** Every zone in which the person may be; a contact must be lawful in all of them. Never empty. */
  readonly zones: readonly ZoneId[];
  readonly actor: Actor;
  readonly debtor: DebtorKind;
  readonly creditorType: string;
  readonly recipient: string;
  readonly place?: string;
  /** Days past due. */
  readonly dpd: number;
  readonly debt?: string;
  readonly facts: readonly string[];
  /** Content tags; absent = content rules are not checked. */
  readonly content?: readonly string[];
  readonly prior: readonly PriorContact[];
}

/** Why a contact is denied: one rule, with what a person needs to look it up. */
export interface Refusal {
  readonly rule: string;
  readonly kind: string;
  readonly basis: string;
  readonly cite: string;
  readonly source: string;
  /** The rule in plain Spanish. */
  readonly es: string;
}

/** `next` = first lawful whole minute, or `never` when no clock mends the denial within 60 days. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly refusals: readonly Refusal[]; readonly next: Instant | 'never' };

/** A decision without the search for the next lawful instant. `refusals` is empty when allowed. */
export interface Verdict {
  readonly allowed: boolean;
  readonly refusals: readonly Refusal[];
}

/** What the case core needs of the law: the rules of one place, already loaded. */
export interface Lawbook {
  /** Pack, calendar and zone data versions that the answers rest on. */
  readonly version: string;
  /** Decides, and searches for the next lawful instant when denied. Pure. */
  decide(request: ContactRequest, reading: Reading): Decision;
  /** Decides without searching for the next lawful instant. Pure. */
  judge(request: ContactRequest, reading: Reading): Verdict;
}
