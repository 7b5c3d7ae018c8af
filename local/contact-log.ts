import type { Person } from '../domain/person';
import type { LedgerEntry, LedgerValue } from '../domain/ledger';

/** One contact as the audit of the law wants it (law SPEC, section 10). */
export interface ContactLine {
  readonly person: string;
  readonly account: string;
  readonly debt: string | null;
  readonly at: string;
  readonly channel: string;
  readonly outcome: string;
  readonly [law: string]: LedgerValue;
}

/** A debtor with the ledgers of all of their accounts. */
export interface DebtorLedgers {
  readonly person: Person;
  readonly ledgers: readonly { readonly account: string; readonly entries: readonly LedgerEntry[] }[];
}

/** Every contact made with one person, by us or elsewhere, oldest first, as the ledgers tell it. */
export function contactLines({ person, ledgers }: DebtorLedgers): ContactLine[] {
  const sent = ledgers.flatMap(({ account, entries }) => sentLines(person, account, entries));
  const elsewhere = ledgers.flatMap(({ entries }) =>
    entries.filter(isContactElsewhere).map((entry) => elsewhereLine(person, entry)),
  );
  return [...sent, ...unique(elsewhere)].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function sentLines(person: Person, account: string, entries: readonly LedgerEntry[]): ContactLine[] {
  const failed = attemptsIn(entries, 'touch_failed');
  const bounced = attemptsIn(entries, 'bounce_received');
  return entries
    .filter(({ type, facts }) => type === 'touch_claimed' && !failed.has(facts['attempt']))
    .map(({ at, facts }) => ({
      person: person.id,
      account,
      debt: null,
      at,
      channel: text(facts['channel']),
      place: null,
      content: null,
      ...members(facts['law']),
      outcome: bounced.has(facts['attempt']) ? 'undelivered' : 'unanswered',
    }));
}

/** A contact made elsewhere: no rule is asked about it, but it counts. */
function elsewhereLine({ id, jurisdiction, zones, kind }: Person, { at, facts }: LedgerEntry): ContactLine {
  return {
    person: id,
    account: text(facts['account']),
    debt: null,
    at,
    channel: text(facts['channel']),
    jurisdiction,
    zones,
    actor: 'creditor',
    debtor: kind,
    recipient: 'debtor',
    place: null,
    dpd: null,
    facts: [],
    content: null,
    outcome: text(facts['outcome']),
  };
}

const isContactElsewhere = ({ type, facts }: LedgerEntry): boolean =>
  type === 'person_changed' && facts['change'] === 'contact';

const attemptsIn = (entries: readonly LedgerEntry[], wanted: string): ReadonlySet<LedgerValue | undefined> =>
  new Set(entries.filter(({ type }) => type === wanted).map(({ facts }) => facts['attempt'] ?? undefined));

/** The same contact stands in the ledgers of all of the person's accounts. */
function unique(lines: readonly ContactLine[]): ContactLine[] {
  return [...new Map(lines.map((line) => [`${line.at}|${line.channel}|${line.account}`, line])).values()];
}

const text = (value: LedgerValue | undefined): string => (typeof value === 'string' ? value : '');

/** The claim's `law` is a map of values; anything else has no members. */
function members(value: LedgerValue | undefined): Record<string, LedgerValue> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
