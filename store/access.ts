import type { Instant } from '../domain/time/calendar';
import type { Store } from './store';

/** What of a person somebody read. */
export type AccessKind =
  'evidence_pack' | 'payloads' | 'messages' | 'subject_access' | 'person_record' | 'reply';

/** What somebody looks at within a quarter of an hour is one access in the ledger: pages ask again at every click. */
export const ONE_LOOK_MS = 15 * 60_000;

export interface Access {
  readonly tenant: string;
  readonly accountId: string;
  /** Who, as an opaque id. */
  readonly by: string;
  readonly at: Instant;
  readonly what: AccessKind;
  /** Reads of one look are one access: those of the same person within so many milliseconds. Default: each is one. */
  readonly withinMs?: number;
}

export const ACCESS_ENTRY = 'data_accessed';

/** Writes into the account's ledger that somebody reads personal data; call it before they do. */
export async function recordAccess(
  store: Pick<Store, 'appendEntries'>,
  { tenant, accountId, by, at, what, withinMs = 1 }: Access,
): Promise<void> {
  await store.appendEntries({
    ref: { tenant, accountId },
    drafts: [{ at, type: ACCESS_ENTRY, actor: by, facts: { what } }],
    context: NOBODYS,
    batchId: `access|${what}|${by}|${at - (at % withinMs)}`,
  });
}

/** Provenance of entries that no case has made. */
export const NOBODYS = { strategyVersion: '', lawVersion: '', workflowId: '', runId: '' };
