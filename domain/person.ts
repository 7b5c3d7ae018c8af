import type { Channel, ContactOutcome, DebtorKind, SendChannel } from './channel';
import { sendChannels } from './channel';
import type { Intent } from './case/intent';
import type { ChoiceProof, Proof } from './choices';
import { OTHER_HOURS, withProof } from './choices';
import type { PriorContact } from './law/types';
import type { DailyWindow } from './strategy';
import type { Instant } from './time/calendar';
import { DAY_MS, isoFromInstant } from './time/calendar';
import type { ZoneId } from './time/zones';

export const languages = ['es', 'pt', 'en'] as const;
export type Language = (typeof languages)[number];

/** One attempt to reach the person, on any of their accounts. `attempt` is absent when it was made elsewhere. */
export interface LoggedContact extends PriorContact {
  readonly account: string;
  readonly attempt?: string;
}

/** What is known of a debtor: how they may be reached, what they chose, and who has reached them lately. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Rule pack of the place where the person lives. */
  readonly jurisdiction: string;
  /** Every zone the person may be in; the first is the main one, in which the case counts its days. */
  readonly zones: readonly [ZoneId, ...ZoneId[]];
  readonly language: Language;
  readonly kind: DebtorKind;
  readonly addresses: Readonly<Partial<Record<SendChannel, string>>>;
  /** Channels whose present address has bounced for good. */
  readonly dead: readonly SendChannel[];
  readonly consent: readonly SendChannel[];
  readonly optedOut: readonly SendChannel[];
  /** Facts that hold now and that the law or the core reads, such as `represented_by_attorney`. */
  readonly facts: readonly string[];
  /** Oldest first; see {@link CONTACT_LOG_DAYS}. */
  readonly contacts: readonly LoggedContact[];
  /** Channels whose present address is known to be this person's: it identifies them. Absent = none, here and below. */
  readonly verified?: readonly SendChannel[];
  /** Channels whose present address is at their work. */
  readonly workplace?: readonly SendChannel[];
  /** Facts that the law reads but that block no case, such as `no_electronic_consent`. */
  readonly lawFacts?: readonly string[];
  /** Hours of the main zone in which they want to be reached. */
  readonly preferredHours?: DailyWindow;
  /** When each account means to speak next, of those whose strategies say which goes first. */
  readonly intents?: readonly Intent[];
  /** How they made their choices, in the order in which it became known. */
  readonly proofs?: readonly ChoiceProof[];
  /** When everything about them was erased but what stands here. */
  readonly erasedAt?: Instant;
}

/** Something new about the person; it is effective at once for all their accounts. */
export type PersonChange =
  | { readonly kind: 'opt_out'; readonly channel: SendChannel | 'all'; readonly proof?: Proof }
  | { readonly kind: 'consent'; readonly channel: SendChannel; readonly proof?: Proof }
  | { readonly kind: 'stop'; readonly fact: string; readonly proof?: Proof }
  | { readonly kind: 'clear'; readonly fact: string; readonly proof?: Proof }
  | { readonly kind: 'address'; readonly channel: SendChannel; readonly address: string | null }
  /** The present address of the channel is theirs: they answered a code sent to it, or showed it otherwise. */
  | { readonly kind: 'verify'; readonly channel: SendChannel; readonly proof?: Proof }
  | { readonly kind: 'work'; readonly channel: SendChannel; readonly holds: boolean }
  | { readonly kind: 'law_fact'; readonly fact: string; readonly holds: boolean; readonly proof?: Proof }
  | { readonly kind: 'language'; readonly language: Language }
  | {
      readonly kind: 'hours';
      /** Null = whenever it is lawful. */
      readonly window: DailyWindow | null;
      /** They asked in writing for hours outside the lawful ones, which lifts the lawful ones. */
      readonly otherHours?: boolean;
      readonly proof?: Proof;
    }
  | { readonly kind: 'bounce'; readonly channel: SendChannel; readonly attempt: string }
  /** Null = the account does not mean to speak. */
  | { readonly kind: 'intent'; readonly account: string; readonly intent: Intent | null }
  | {
      readonly kind: 'contact';
      readonly at: Instant;
      readonly channel: Channel;
      readonly outcome: ContactOutcome;
      readonly account: string;
      readonly attempt?: string;
      readonly debt?: string;
    };

/** What may be written down about a change: what and by which channel, never an address. */
export interface PublicChange {
  /** `merge`: the person turned out to be one whom the store knew twice. */
  readonly change: PersonChange['kind'] | 'merge';
  readonly channel?: Channel | 'all';
  readonly fact?: string;
  readonly holds?: boolean;
  readonly outcome?: ContactOutcome;
  /** Account that a contact made elsewhere was about. */
  readonly account?: string;
  readonly language?: Language;
  /** `at` in ISO 8601, as an auditor reads it. */
  readonly proof?: { readonly at: string; readonly how: string; readonly textVersion?: string };
  /** Who brought it in, where somebody did: an opaque id of a person or a key. */
  readonly by?: string;
}

/** The change without personal data, for ledgers and histories. */
export function publicChange(change: PersonChange): PublicChange {
  return {
    change: change.kind,
    ...('channel' in change && { channel: change.channel }),
    ...('fact' in change && { fact: change.fact }),
    ...('holds' in change && { holds: change.holds }),
    ...(change.kind === 'contact' && { outcome: change.outcome, account: change.account }),
    ...(change.kind === 'language' && { language: change.language }),
    ...('proof' in change && { proof: { ...change.proof, at: isoFromInstant(change.proof.at) } }),
  };
}

/** No rule of contact looks further back than eight days (law SPEC, section 10); two more allow for zones. */
export const CONTACT_LOG_DAYS = 10;

/** The person after the change. Applying the same change again changes nothing, a repeated contact included. */
export function changePerson(person: Person, change: PersonChange): Person {
  return withProof(changed(person, change), change);
}

function changed(person: Person, change: PersonChange): Person {
  switch (change.kind) {
    case 'opt_out':
      return {
        ...person,
        optedOut: union(person.optedOut, change.channel === 'all' ? sendChannels : [change.channel]),
      };
    case 'consent':
      return {
        ...person,
        consent: union(person.consent, [change.channel]),
        optedOut: without(person.optedOut, change.channel),
      };
    case 'stop':
      return { ...person, facts: union(person.facts, [change.fact]) };
    case 'clear':
      return { ...person, facts: without(person.facts, change.fact) };
    case 'address':
      return withAddress(person, change.channel, change.address);
    case 'verify':
      return person.addresses[change.channel] === undefined
        ? person
        : withMember(person, 'verified', change.channel, true);
    case 'work':
      return withMember(person, 'workplace', change.channel, change.holds);
    case 'law_fact':
      return withMember(person, 'lawFacts', change.fact, change.holds);
    case 'language':
      return { ...person, language: change.language };
    case 'hours':
      return withHours(person, change);
    case 'bounce':
      return withBounce(person, change.channel, change.attempt);
    case 'contact':
      return withContact(person, change);
    case 'intent':
      return withIntent(person, change.account, change.intent);
  }
}

/** Channels by which the person may be written to or called: address present and alive, consent, no opt-out. */
export function isUsable(person: Person, channel: SendChannel): boolean {
  return (
    person.addresses[channel] !== undefined &&
    person.consent.includes(channel) &&
    !person.dead.includes(channel) &&
    !person.optedOut.includes(channel)
  );
}

/** A new address is alive, and nobody has shown yet whose it is or where. */
function withAddress(person: Person, channel: SendChannel, address: string | null): Person {
  const { [channel]: old, ...others } = person.addresses;
  const addresses = address === null ? others : { ...others, [channel]: address };
  const moved = { ...person, addresses, dead: without(person.dead, channel) };
  if (old === (address ?? undefined)) return moved;
  return withMember(withMember(moved, 'verified', channel, false), 'workplace', channel, false);
}

type Lists = { readonly verified: SendChannel; readonly workplace: SendChannel; readonly lawFacts: string };

/** The person with `item` in the list, or not in it. A list without items is absent. */
function withMember<L extends keyof Lists>(person: Person, list: L, item: Lists[L], holds: boolean): Person {
  const { [list]: before = [], ...others } = person;
  const items: readonly string[] = holds ? union<string>(before, [item]) : without<string>(before, item);
  // Everything but the list is as it was, and the list holds what it held and `item`.
  return (items.length === 0 ? others : { ...others, [list]: items }) as Person;
}

function withHours(person: Person, { window, otherHours = false }: PersonChange & { kind: 'hours' }): Person {
  const { preferredHours: _old, ...others } = person;
  const next = window ? { ...others, preferredHours: window } : others;
  return withMember(next, 'lawFacts', OTHER_HOURS, window !== null && otherHours);
}

function withBounce(person: Person, channel: SendChannel, attempt: string): Person {
  const contacts = person.contacts.map((contact) =>
    contact.attempt === attempt ? { ...contact, outcome: 'undelivered' as const } : contact,
  );
  return { ...person, dead: union(person.dead, [channel]), contacts };
}

function withContact(
  person: Person,
  { at, channel, outcome, account, attempt, debt }: PersonChange & { kind: 'contact' },
): Person {
  const contact: LoggedContact =
    debt === undefined
      ? { at, channel, outcome, account, ...(attempt !== undefined && { attempt }) }
      : { at, channel, outcome, account, debt, ...(attempt !== undefined && { attempt }) };
  const oldest = at - CONTACT_LOG_DAYS * DAY_MS;
  const contacts: LoggedContact[] = [];
  for (const known of person.contacts) {
    if (isSameContact(known, contact)) return person;
    if (known.at >= oldest) contacts.push(known);
  }
  contacts.push(contact);
  const isLast = (contacts.at(-2)?.at ?? at) <= at;
  return Object.assign({ ...person }, { contacts: isLast ? contacts : contacts.sort((a, b) => a.at - b.at) });
}

function withIntent(person: Person, account: string, intent: Intent | null): Person {
  const { intents: before = [], ...others } = person;
  const rest = before.filter((known) => known.account !== account);
  const intents = intent ? [...rest, intent] : rest;
  return intents.length === 0 ? others : { ...others, intents };
}

/** Whether two log entries are one contact: one attempt, or one report of a contact made elsewhere. */
export function isSameContact(a: LoggedContact, b: LoggedContact): boolean {
  if (a.attempt !== undefined || b.attempt !== undefined) return a.attempt === b.attempt;
  return a.at === b.at && a.channel === b.channel && a.account === b.account && a.outcome === b.outcome;
}

const union = <T>(list: readonly T[], added: readonly T[]): readonly T[] => [
  ...list,
  ...added.filter((item) => !list.includes(item)),
];
const without = <T>(list: readonly T[], item: T): readonly T[] => list.filter((other) => other !== item);
