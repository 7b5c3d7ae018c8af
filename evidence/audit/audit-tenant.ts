import type { Store } from '../../store/store';
import { sha256Hex } from '../../store/store';
import type { AccountFault, SealedHistory } from '../seal/audit';
import { auditLedger } from '../seal/audit';

/** How far an audit has come; enough to go on from. */
export interface AuditProgress {
  readonly accounts: number;
  readonly entries: number;
  readonly faults: number;
  /** Where the next page begins; absent at the end. */
  readonly cursor?: string;
}

export interface TenantAudit {
  readonly store: Pick<Store, 'getAccount' | 'listAccounts' | 'readLedger'>;
  readonly tenant: string;
  readonly sealed: SealedHistory;
  /** From an earlier audit that was cut short. */
  readonly from?: AuditProgress;
}

/** One page of an audit: what it found, and how far it has come. */
export interface AuditPage {
  readonly faults: readonly AccountFault[];
  readonly progress: AuditProgress;
}

const PAGE = 100;
/** Ledgers read at once; a read mostly waits. */
const AT_ONCE = 8;

/**
 * Checks every ledger of a tenant, page by page, holding no more than a page in memory. At the end come the accounts that
 * were sealed and are there no more.
 */
export async function* auditTenant({ store, tenant, sealed, from }: TenantAudit): AsyncGenerator<AuditPage> {
  const seen = new Set<string>();
  let cursor = from?.cursor;
  // One that had come to its end is made again.
  let progress: AuditProgress = from && cursor !== undefined ? from : { accounts: 0, entries: 0, faults: 0 };
  do {
    const page = await store.listAccounts({ tenant, limit: PAGE, cursor });
    const results = await inBatches(page.items, async ({ accountId, ledger }) => {
      const entries = await store.readLedger({ tenant, accountId });
      // Entries may have come since the account was listed; then the chain itself leads beyond its head.
      const head = entries.length > ledger.seq ? undefined : ledger;
      const faults = auditLedger(accountId, entries, { ...(head && { head }), sealed }, sha256Hex);
      return { faults, entries: entries.length };
    });
    page.items.forEach(({ accountId }) => seen.add(accountId));
    cursor = page.cursor;
    const faults = results.flatMap((result) => result.faults);
    progress = {
      accounts: progress.accounts + results.length,
      entries: progress.entries + results.reduce((sum, result) => sum + result.entries, 0),
      faults: progress.faults + faults.length,
      ...(cursor !== undefined && { cursor }),
    };
    yield { faults, progress };
  } while (cursor !== undefined);
  const faults = await goneAccounts({ store, tenant, sealed }, seen);
  if (faults.length > 0) yield { faults, progress: { ...progress, faults: progress.faults + faults.length } };
}

/** Accounts that an earlier part of the audit saw are looked up one by one. */
async function goneAccounts(
  { store, tenant, sealed }: TenantAudit,
  seen: ReadonlySet<string>,
): Promise<AccountFault[]> {
  const unseen = [...sealed.keys()].filter((account) => !seen.has(account));
  const faults = await inBatches(unseen, async (accountId): Promise<AccountFault[]> => {
    const account = await store.getAccount({ tenant, accountId });
    return account ? [] : [{ account: accountId, seq: 0, fault: 'cut_off' }];
  });
  return faults.flat();
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}
