import type { LedgerEntry } from '../domain/ledger';
import { outsideRun } from '../domain/ledger';
import type { Instant } from '../domain/time/calendar';
import type { Store } from '../store/store';

/** What of a person somebody read. */
export type AccessKind = 'evidence_pack' | 'payloads' | 'messages' | 'subject_access';

export interface Access {
  readonly tenant: string;
  readonly accountId: string;
  /** Who, as an opaque id. */
  readonly by: string;
  readonly at: Instant;
  readonly what: AccessKind;
}

export const ACCESS_ENTRY = 'data_accessed';

/** Writes into the account's ledger that somebody reads personal data; call it before they do. */
export async function recordAccess(
  store: Pick<Store, 'appendEntries'>,
  { tenant, accountId, by, at, what }: Access,
): Promise<void> {
  await store.appendEntries({
    ref: { tenant, accountId },
    drafts: [{ at, type: ACCESS_ENTRY, actor: by, facts: { what } }],
    context: outsideRun(),
    batchId: `access|${what}|${by}|${at}`,
  });
}

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
