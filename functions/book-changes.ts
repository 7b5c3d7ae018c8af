import type { CaseFact } from '../domain/case/facts';
import type { SendChannel } from '../domain/channel';
import { sendChannels } from '../domain/channel';
import { canonicalJson } from '../domain/ledger';
import type { Person, PersonChange } from '../domain/person';
import type { Day, Instant } from '../domain/time/calendar';
import { isoFromDay } from '../domain/time/calendar';
import type { BookAccount, BookDebt } from '../policy/book/types';
import { sha256Hex } from '../store/store';
import type { BookRowContent } from '../store/types';

/** Something that a changed row says and that an import does not do by itself. */
export interface NotApplied {
  /** Column of the book. */
  readonly column: string;
  /** Why not, and what to do instead. */
  readonly reason: string;
}

/** What a changed row means for a case and its person. */
export interface RowChanges {
  readonly facts: readonly { readonly key: string; readonly fact: CaseFact }[];
  readonly person: readonly { readonly key: string; readonly change: PersonChange }[];
  readonly notApplied: readonly NotApplied[];
}

/** What the store remembers of a row: enough to tell what a later one changes, and nothing that names a person. */
export function contentOf({ currency, strategy, traits, debts, person }: BookAccount): BookRowContent {
  const { addresses, consent } = person;
  return {
    currency,
    ...(strategy !== undefined && { strategy }),
    ...(traits && { traits }),
    debts,
    channels: sendChannels.filter((channel) => addresses[channel] !== undefined),
    consent,
    contactHash: sha256Hex(canonicalJson({ person: person.id, addresses, consent })),
  };
}

/** Compares a row with the one before it. `known` is the person as the store has them now. */
export function changesOf(
  account: BookAccount,
  before: BookRowContent,
  known: Person | undefined,
  at: Instant,
): RowChanges {
  return {
    facts: [...debtFacts(account, before, at), ...traitFacts(account, before, at)],
    person: known ? personChanges(account, before, known) : [],
    notApplied: [
      ...debtsKept(account, before),
      ...termsKept(account, before),
      ...(known ? personKept(account, known) : []),
    ],
  };
}

/** A debt that was not there is new; one with another amount has that new total. */
function debtFacts({ debts }: BookAccount, before: BookRowContent, at: Instant): RowChanges['facts'] {
  return debts.flatMap((debt): RowChanges['facts'] => {
    const { id, amount } = debt;
    const old = before.debts.find((known) => known.id === id);
    if (!old) return [{ key: `debt/${id}`, fact: { kind: 'debt', at, ...debt } }];
    return old.amount === amount
      ? []
      : [{ key: `adjust/${id}`, fact: { kind: 'adjust', at, debt: id, amount } }];
  });
}

/** What the row says otherwise about the account than the last one did; a cell that is empty now says nothing. */
function traitFacts({ traits = {} }: BookAccount, before: BookRowContent, at: Instant): RowChanges['facts'] {
  const news = Object.entries(traits).filter(([name, value]) => before.traits?.[name] !== value);
  return news.length === 0
    ? []
    : [{ key: 'traits', fact: { kind: 'traits', at, traits: Object.fromEntries(news) } }];
}

/**
 * Contact points and consents, only when the creditor's row says something else than its last one: what the person has
 * changed meanwhile stays. An import never takes an opt-out back.
 */
function personChanges(account: BookAccount, before: BookRowContent, known: Person): RowChanges['person'] {
  if (contentOf(account).contactHash === before.contactHash) return [];
  const { addresses, consent } = account.person;
  const change = (channel: SendChannel): RowChanges['person'] => {
    const changes: RowChanges['person'][number][] = [];
    const address = addresses[channel] ?? null;
    const isTakenAway =
      address === null && before.channels.includes(channel) && known.addresses[channel] !== undefined;
    if ((address !== null && address !== known.addresses[channel]) || isTakenAway)
      changes.push({ key: `address/${channel}`, change: { kind: 'address', channel, address } });
    if (consent.includes(channel) && !known.consent.includes(channel) && !known.optedOut.includes(channel))
      changes.push({ key: `consent/${channel}`, change: { kind: 'consent', channel } });
    if (!consent.includes(channel) && before.consent.includes(channel) && !known.optedOut.includes(channel))
      changes.push({ key: `opt_out/${channel}`, change: { kind: 'opt_out', channel } });
    return changes;
  };
  return sendChannels.flatMap(change);
}

function debtsKept({ debts }: BookAccount, before: BookRowContent): NotApplied[] {
  return before.debts.flatMap((old): NotApplied[] => {
    const { id, due, issued } = old;
    const now = debts.find((debt) => debt.id === id);
    if (!now)
      return [
        {
          column: 'debts',
          reason: `${id} is no longer in the row: it stays; report its payment, or adjust it to 0`,
        },
      ];
    return [...dueKept(id, due, now.due), ...issuedKept(id, issued, now.issued), ...partsKept(old, now)];
  });
}

const dueKept = (id: string, due: Day, now: Day): NotApplied[] =>
  now === due
    ? []
    : [
        {
          column: 'due',
          reason: `${id} stays due on ${isoFromDay(due)}: give a debt with another due date another id`,
        },
      ];

const issuedKept = (id: string, issued: Day | undefined, now: Day | undefined): NotApplied[] =>
  now === issued
    ? []
    : [
        {
          column: 'issued',
          reason: `the issue date of ${id} stays as it was when the debt was first loaded`,
        },
      ];

/** An adjustment says a new total, not what it is made of. */
function partsKept(old: BookRowContent['debts'][number], now: BookDebt): NotApplied[] {
  const names = (['interest', 'fees'] as const).filter((name) => now[name] !== old[name]);
  return names.map((column) => ({
    column,
    reason: `the ${column} of ${old.id} stay as they were when the debt was first loaded: give new ones as a debt of their own`,
  }));
}

function termsKept({ currency, strategy }: BookAccount, before: BookRowContent): NotApplied[] {
  const notes: NotApplied[] = [];
  if (currency !== before.currency)
    notes.push({ column: 'currency', reason: `an account stays in ${before.currency}: open another one` });
  if (strategy !== before.strategy)
    notes.push({ column: 'strategy', reason: 'a case keeps the strategy that it began with' });
  return notes;
}

/** What an import does not know how to change in a person's record. Says the column, never the value. */
function personKept({ person }: BookAccount, known: Person): NotApplied[] {
  const differs = {
    name: person.name !== known.name,
    jurisdiction: person.jurisdiction !== known.jurisdiction,
    zone: person.zone !== known.zones[0],
    language: person.language !== known.language,
    kind: person.kind !== known.kind,
  };
  const columns = Object.entries(differs).filter(([, isOther]) => isOther);
  return columns.map(([column]) => ({
    column,
    reason: "the person's record says otherwise and stays: change it there",
  }));
}
