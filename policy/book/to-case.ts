import type { Opening } from '../../domain/case/open';
import type { Person } from '../../domain/person';
import type { Instant } from '../../domain/time/calendar';
import type { BookAccount, BookPerson } from './types';

/** The debtor as the store keeps it: nothing has bounced, been refused or sent yet. The tax id stays in the file. */
export function personFromBook({ zone, taxId: _taxId, ...person }: BookPerson): Person {
  return { ...person, zones: [zone], dead: [], optedOut: [], facts: [], contacts: [] };
}

/** The opening of the account's case. @param now When it opens unless the file says otherwise. */
export function openingFromBook(
  { account, person, currency, debts, opened, traits }: BookAccount,
  now: Instant,
): Opening {
  return {
    account,
    zone: person.zone,
    currency,
    opened: opened ?? now,
    traits: { jurisdiction: person.jurisdiction, ...traits },
    debts,
  };
}
