import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/ledger';
import type { BookAccount } from './types';

/** What an import changes. */
export interface BookDiff {
  readonly added: readonly BookAccount[];
  readonly changed: readonly BookAccount[];
  readonly unchanged: readonly BookAccount[];
  /** Content hash of every account of the book, to be kept for the next import. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** SHA-256 (lower-case hex) of everything that a row says; where it stands in the file does not count. */
export function contentHash({ row: _row, ...content }: BookAccount): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/**
 * Compares a book with what was imported before. Accounts that are no longer in the book are not touched.
 *
 * @param previous Account id → content hash, as an earlier {@link BookDiff} gave them.
 */
export function diffBook(previous: ReadonlyMap<string, string>, accounts: readonly BookAccount[]): BookDiff {
  const hashes = new Map(accounts.map((account) => [account.account, contentHash(account)]));
  const isKnown = ({ account }: BookAccount): boolean => previous.has(account);
  const isSame = ({ account }: BookAccount): boolean => previous.get(account) === hashes.get(account);
  return {
    added: accounts.filter((account) => !isKnown(account)),
    changed: accounts.filter((account) => isKnown(account) && !isSame(account)),
    unchanged: accounts.filter(isSame),
    hashes,
  };
}
