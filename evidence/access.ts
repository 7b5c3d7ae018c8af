import type { LedgerEntry } from '../domain/ledger';
import { ACCESS_ENTRY } from '../store/access';

/** One line of the list of accesses. */
export interface AccessLine {
  readonly account: string;
  readonly at: string;
  readonly by: string;
  readonly what: string;
}

/** Who read personal data of an account, oldest first. */
export const accessesIn = (account: string, entries: readonly LedgerEntry[]): AccessLine[] =>
  entries
    .filter(({ type }) => type === ACCESS_ENTRY)
    .map(({ at, actor, facts }) => ({
      account,
      at,
      by: actor,
      what: typeof facts['what'] === 'string' ? facts['what'] : '',
    }));
