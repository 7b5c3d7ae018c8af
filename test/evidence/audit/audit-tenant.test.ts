import { chain, EMPTY_LEDGER } from '../../../domain/ledger';
import type { LedgerEntry } from '../../../domain/ledger';
import type { AuditPage, AuditProgress } from '../../../evidence/audit/audit-tenant';
import { auditTenant } from '../../../evidence/audit/audit-tenant';
import { sha256Hex } from '../../../store/store';

const context = { strategyVersion: '', lawVersion: '', workflowId: '', runId: '' };
const ledger = (entries: number): LedgerEntry[] => {
  const drafts = Array.from({ length: entries }, (_, n) => ({ at: n, type: 't', actor: 'a', facts: { n } }));
  return chain(EMPTY_LEDGER, drafts, context, sha256Hex);
};

/** A store of `size` accounts with three entries each, of which the audit reads these three calls only. */
function storeOf(size: number, ledgers: Readonly<Record<string, LedgerEntry[]>> = {}) {
  const ids = Array.from({ length: size }, (_, index) => `A-${String(index).padStart(4, '0')}`);
  const reads: string[] = [];
  return {
    reads,
    listAccounts: async ({ limit, cursor }: { limit: number; cursor?: string }) => {
      const from = cursor === undefined ? 0 : Number(cursor);
      const items = ids
        .slice(from, from + limit)
        .map((accountId) => ({ accountId, ledger: ledger(3).at(-1)! }));
      return { items, ...(from + limit < size && { cursor: String(from + limit) }) };
    },
    readLedger: async ({ accountId }: { accountId: string }) => {
      reads.push(accountId);
      return ledgers[accountId] ?? ledger(3);
    },
    getAccount: async ({ accountId }: { accountId: string }) => ids.find((id) => id === accountId),
  };
}

async function audited(
  store: ReturnType<typeof storeOf>,
  from?: AuditProgress,
  sealed = new Map(),
): Promise<AuditPage[]> {
  const pages: AuditPage[] = [];
  // Only what an audit reads of accounts.
  const audit = { store: store as never, tenant: 'acme', sealed, ...(from && { from }) };
  for await (const page of auditTenant(audit)) pages.push(page);
  return pages;
}

test('every ledger of the tenant is looked at, a page at a time', async () => {
  const pages = await audited(storeOf(250));
  expect(pages.map(({ progress }) => progress.accounts)).toEqual([100, 200, 250]);
  expect(pages.at(-1)?.progress).toEqual({ accounts: 250, entries: 750, faults: 0 });
});

test('an audit that was cut short goes on where it was', async () => {
  const [first] = await audited(storeOf(250));
  const store = storeOf(250);
  const rest = await audited(store, first!.progress);
  expect(store.reads).toHaveLength(150);
  expect(rest.at(-1)?.progress).toEqual({ accounts: 250, entries: 750, faults: 0 });
});

test('a broken ledger and a lost account are found', async () => {
  const store = storeOf(3, { 'A-0001': ledger(3).slice(1) });
  const sealed = new Map([['B', [{ account: 'B', seq: 1, hash: 'x', day: '2026-03-01' }]]]);
  const faults = (await audited(store, undefined, sealed)).flatMap((page) => page.faults);
  expect(faults.map(({ account, fault }) => `${account} ${fault}`)).toEqual([
    'A-0001 gap',
    'A-0001 broken_link',
    'B cut_off',
  ]);
});
