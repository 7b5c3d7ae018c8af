import type { SendChannel } from './channel';
import type { Person, PersonChange } from './person';
import type { DailyWindow } from './strategy';
import type { Instant } from './time/calendar';

/** How a person made a choice. It is written into ledgers, so it says nothing about who they are. */
export type Proof = {
  readonly at: Instant;
  /** Such as `web_form` or `sms_keyword`. */
  readonly how: string;
  /** Version of the text that the person was shown; absent when there was none. */
  readonly textVersion?: string;
};

/** One choice with its proof. Kept for good: a later choice is added, it does not replace an earlier one. */
export type ChoiceProof = Proof & {
  readonly choice: PersonChange['kind'];
  readonly channel?: SendChannel | 'all';
  readonly fact?: string;
};

/** Fact that lifts the hours of a place for a person who asked in writing for others (Ley 2300 de 2023, art. 3). */
export const OTHER_HOURS = 'debtor_asked_other_hours';

/** Stop facts that a person can bring about. Any stop fact blocks every account of the person (READINGS 23). */
export const REPRESENTED = 'represented_by_attorney';
export const CEASED = 'ceased_in_writing';
export const HARDSHIP = 'hardship';

/** Facts that lift a rule instead of calling for one: of two records of a person, both must know of them. */
const liftingFacts = [
  OTHER_HOURS,
  'reply_to_debtor_request',
  'permitted_final_notice',
  'direct_prior_consent_within_7d',
] as const;

export const isLifting = (fact: string): boolean => liftingFacts.some((known) => known === fact);

/** The facts that the law is asked with about a message to this person by this channel, each once. */
export function lawFactsFor(person: Person, channel: SendChannel): readonly string[] {
  const { facts, lawFacts = [], consent, optedOut } = person;
  const isAuthorised = consent.includes(channel);
  const isOptedOut = optedOut.includes(channel);
  if (lawFacts.length === 0 && isAuthorised && !isOptedOut) return facts;
  const ofChannel = [
    ...(isAuthorised ? [] : ['channel_not_authorised']),
    ...(isOptedOut ? ['channel_opted_out'] : []),
  ];
  return [...new Set([...facts, ...lawFacts, ...ofChannel])];
}

/** The law's word for where a message reaches the person (law SPEC, section 9); undefined when it is nowhere special. */
export function placeFor(person: Person, channel: SendChannel): string | undefined {
  if (!person.workplace?.includes(channel)) return undefined;
  return channel === 'email' ? 'work_email' : 'work';
}

/** The part of the send window that lies within the hours that the person prefers; null when nothing is left. */
export function hoursOf({ preferredHours }: Person, window: DailyWindow): DailyWindow | null {
  return preferredHours ? intersection(window, preferredHours) : window;
}

/** The common part of two windows; null when there is none. */
export function intersection(a: DailyWindow, b: DailyWindow): DailyWindow | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}

/** The person with the proof of a choice added; a proof that is there already is not added again. */
export function withProof(person: Person, change: PersonChange): Person {
  const proof = proofOf(change);
  if (!proof) return person;
  const { proofs = [] } = person;
  return proofs.some((known) => isSameProof(known, proof))
    ? person
    : { ...person, proofs: [...proofs, proof] };
}

function proofOf(change: PersonChange): ChoiceProof | undefined {
  if (!('proof' in change)) return undefined;
  const channel = 'channel' in change ? { channel: change.channel } : {};
  const fact = 'fact' in change ? { fact: change.fact } : {};
  return { choice: change.kind, ...channel, ...fact, ...change.proof };
}

/** Whether two proofs say the same, member by member. */
export const isSameProof = (a: ChoiceProof, b: ChoiceProof): boolean =>
  a.choice === b.choice &&
  a.channel === b.channel &&
  a.fact === b.fact &&
  a.at === b.at &&
  a.how === b.how &&
  a.textVersion === b.textVersion;
