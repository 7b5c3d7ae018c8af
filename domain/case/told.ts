import type { Channel, ContactOutcome } from '../channel';
import { channels, contactOutcomes } from '../channel';
import type { LedgerEntry, LedgerValue } from '../ledger';
import type { LoggedContact, Person, PublicChange } from '../person';
import type { Instant } from '../time/calendar';
import { instantFromIso } from '../time/calendar';

/** The ledger of one of a person's accounts, oldest entry first. */
export interface AccountLedger {
  readonly account: string;
  readonly entries: readonly LedgerEntry[];
}

/** A contact as the ledgers tell it. `step` is absent when it was made elsewhere, `bouncedAt` unless it bounced. */
export interface ToldContact extends LoggedContact {
  readonly step?: string;
  readonly template?: string;
  /** Strict rules that stood in its way, and that the strategy sets aside. Absent = none. */
  readonly setAside?: readonly string[];
  /** When it became known that it had not arrived. */
  readonly bouncedAt?: Instant;
}

/** Something new about the person, without personal data. */
export interface ToldChange {
  readonly at: Instant;
  readonly change: Pick<PublicChange, 'change' | 'channel' | 'fact' | 'holds'>;
}

/** Every contact with the person on any of their accounts, oldest first; the same one elsewhere is told once. */
export function contactsTold(ledgers: readonly AccountLedger[]): ToldContact[] {
  const ours = ledgers.flatMap(sentOf);
  const elsewhere = new Map(
    ledgers
      .flatMap(elsewhereOf)
      .map((contact) => [`${contact.at}|${contact.channel}|${contact.account}`, contact]),
  );
  return [...ours, ...elsewhere.values()].sort((a, b) => a.at - b.at);
}

/** The contacts that were known of at an instant, with the outcome that was known then. */
export function contactsAt(told: readonly ToldContact[], at: Instant): LoggedContact[] {
  return told
    .filter((contact) => contact.at <= at)
    .map(({ bouncedAt, step: _step, template: _template, setAside: _setAside, ...contact }) => ({
      ...contact,
      outcome: bouncedAt !== undefined && bouncedAt <= at ? 'undelivered' : contact.outcome,
    }));
}

/** What has changed about the person, as one ledger tells it, oldest first. */
export function changesTold(entries: readonly LedgerEntry[]): ToldChange[] {
  return entries
    .filter(({ type }) => type === 'person_changed')
    .map(({ at, facts }) => ({
      at: instantFromIso(at),
      change: pick(facts),
    }));
}

/** The person before everything that has become known since `at`: opt-outs, consents, stop facts, dead addresses. */
export function personAt(
  person: Person,
  {
    changes,
    contacts,
  }: { readonly changes: readonly ToldChange[]; readonly contacts: readonly ToldContact[] },
  at: Instant,
): Person {
  const later = changes.filter((change) => change.at > at).reverse();
  const before = later.reduce((known, { change }) => undo(known, change), person);
  const bounced = contacts.filter(({ bouncedAt }) => bouncedAt !== undefined && bouncedAt > at);
  const dead = before.dead.filter((channel) => !bounced.some((contact) => contact.channel === channel));
  return { ...before, dead, contacts: contactsAt(contacts, at) };
}

function undo(person: Person, { change, channel, fact, holds }: ToldChange['change']): Person {
  const isIts = (known: string): boolean => channel === 'all' || known === channel;
  switch (change) {
    case 'opt_out':
      return { ...person, optedOut: person.optedOut.filter((known) => !isIts(known)) };
    case 'consent':
      return { ...person, consent: person.consent.filter((known) => !isIts(known)) };
    case 'stop':
      return { ...person, facts: person.facts.filter((known) => known !== fact) };
    case 'clear':
      return fact === undefined ? person : { ...person, facts: [...person.facts, fact] };
    case 'law_fact':
      return { ...person, lawFacts: undoFact(person.lawFacts ?? [], fact, holds === true) };
    default:
      return person;
  }
}

const undoFact = (facts: readonly string[], fact: string | undefined, isNew: boolean): readonly string[] =>
  fact === undefined || isNew ? facts.filter((known) => known !== fact) : [...facts, fact];

function pick({ change, channel, fact, holds }: LedgerEntry['facts']): ToldChange['change'] {
  // Written from a PublicChange; its other members are of no use here.
  return { change, channel, fact, holds } as ToldChange['change'];
}

function sentOf({ account, entries }: AccountLedger): ToldContact[] {
  const failed = instantsOf(entries, 'touch_failed');
  const bounced = instantsOf(entries, 'bounce_received');
  return entries.flatMap(({ type, at, facts }) => {
    const attempt = textOf(facts['attempt']);
    const channel = oneOf<Channel>(channels, facts['channel']);
    if (type !== 'touch_claimed' || failed.has(attempt) || !channel) return [];
    const bouncedAt = bounced.get(attempt);
    const what = { step: textOf(facts['step']), template: textOf(facts['template']) };
    const setAside = textsOf(facts['setAside']);
    const when = { at: instantFromIso(at), ...(bouncedAt !== undefined && { bouncedAt }) };
    return [
      {
        ...when,
        channel,
        outcome: 'unanswered',
        account,
        attempt,
        ...what,
        ...(setAside.length > 0 && { setAside }),
      },
    ];
  });
}

function elsewhereOf({ entries }: AccountLedger): ToldContact[] {
  return entries.flatMap(({ type, at, facts }) => {
    const channel = oneOf<Channel>(channels, facts['channel']);
    const outcome = oneOf<ContactOutcome>(contactOutcomes, facts['outcome']);
    if (type !== 'person_changed' || facts['change'] !== 'contact' || !channel || !outcome) return [];
    return [{ at: instantFromIso(at), channel, outcome, account: textOf(facts['account']) }];
  });
}

const instantsOf = (entries: readonly LedgerEntry[], wanted: string): ReadonlyMap<string, Instant> =>
  new Map(
    entries
      .filter(({ type }) => type === wanted)
      .map(({ at, facts }) => [textOf(facts['attempt']), instantFromIso(at)]),
  );

const textOf = (value: LedgerValue | undefined): string => (typeof value === 'string' ? value : '');

const textsOf = (value: LedgerValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.map(textOf).filter((text) => text !== '') : [];

const oneOf = <T extends string>(list: readonly T[], value: LedgerValue | undefined): T | undefined =>
  list.find((known) => known === value);
