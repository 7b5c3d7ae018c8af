import type { Channel, ContactOutcome, DebtorKind, SendChannel } from './channel';
import { sendChannels } from './channel';
import type { PriorContact } from './law/types';
import type { Instant } from './time/calendar';
import { DAY_MS } from './time/calendar';
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
}

/** Something new about the person; it is effective at once for all their accounts. */
export type PersonChange =
  | { readonly kind: 'opt_out'; readonly channel: SendChannel | 'all' }
  | { readonly kind: 'consent'; readonly channel: SendChannel }
  | { readonly kind: 'stop'; readonly fact: string }
  | { readonly kind: 'clear'; readonly fact: string }
  | { readonly kind: 'address'; readonly channel: SendChannel; readonly address: string | null }
  | { readonly kind: 'bounce'; readonly channel: SendChannel; readonly attempt: string }
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
  readonly change: PersonChange['kind'];
  readonly channel?: Channel | 'all';
  readonly fact?: string;
  readonly outcome?: ContactOutcome;
  /** Account that a contact made elsewhere was about. */
  readonly account?: string;
}

/** The change without personal data, for ledgers and histories. */
export function publicChange(change: PersonChange): PublicChange {
  const { kind } = change;
  if (change.kind === 'stop' || change.kind === 'clear') return { change: kind, fact: change.fact };
  const { channel } = change;
  return change.kind === 'contact' ? { change: kind, channel, outcome: change.outcome, account: change.account } : { change: kind, channel };
}

/** No rule of contact looks further back than eight days (law SPEC, section 10); two more allow for zones. */
export const CONTACT_LOG_DAYS = 10;

/** The person after the change. Applying the same change again changes nothing, a repeated contact included. */
export function changePerson(person: Person, change: PersonChange): Person {
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
    case 'bounce':
      return withBounce(person, change.channel, change.attempt);
    case 'contact':
      return withContact(person, change);
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

function withAddress(person: Person, channel: SendChannel, address: string | null): Person {
  const { [channel]: _old, ...others } = person.addresses;
  const addresses = address === null ? others : { ...others, [channel]: address };
  return { ...person, addresses, dead: without(person.dead, channel) };
}

function withBounce(person: Person, channel: SendChannel, attempt: string): Person {
  const contacts = person.contacts.map((contact) =>
    contact.attempt === attempt ? { ...contact, outcome: 'undelivered' as const } : contact,
  );
  return { ...person, dead: union(person.dead, [channel]), contacts };
}

function withContact(
  person: Person,
  { kind: _kind, ...contact }: PersonChange & { kind: 'contact' },
): Person {
  if (person.contacts.some((known) => isSameContact(known, contact))) return person;
  const oldest = contact.at - CONTACT_LOG_DAYS * DAY_MS;
  const contacts = [...person.contacts.filter(({ at }) => at >= oldest), contact];
  return { ...person, contacts: contacts.sort((a, b) => a.at - b.at) };
}

function isSameContact(a: LoggedContact, b: LoggedContact): boolean {
  if (a.attempt !== undefined || b.attempt !== undefined) return a.attempt === b.attempt;
  return a.at === b.at && a.channel === b.channel && a.account === b.account && a.outcome === b.outcome;
}

const union = <T>(list: readonly T[], added: readonly T[]): readonly T[] => [
  ...list,
  ...added.filter((item) => !list.includes(item)),
];
const without = <T>(list: readonly T[], item: T): readonly T[] => list.filter((other) => other !== item);
