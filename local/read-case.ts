import type { CaseEvent } from '../domain/case/events';
import type { CaseState } from '../domain/case/state';
import { verifyChain } from '../domain/ledger';
import type { ZoneId } from '../domain/time/zones';
import { unpackSnapshot } from '../store/snapshot';
import { sha256Hex } from '../store/store';
import type { StoredAttempt } from '../store/types';
import type { AccountSnapshot } from '../workflows/contract';
import { caseState, pendingEvents } from '../workflows/messages';
import type { Cluster } from './cluster';
import { eventsOf } from './scenario/ledger-events';

type AccountKey = { readonly tenant: string; readonly accountId: string };

/** A case as the system tells it: its ledger, what still waits for the ledger, its attempts and its state. */
export interface ToldCase {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  readonly attempts: readonly StoredAttempt[];
  readonly isChainWhole: boolean;
}

/** Reads a case back. `zone` is the debtor's main zone. */
export async function readCase(cluster: Cluster, key: AccountKey, zone: ZoneId): Promise<ToldCase> {
  const [ledger, attempts, { state, pending }] = await Promise.all([
    cluster.store.readLedger(key),
    cluster.store.listAttempts(key),
    readState(cluster, key),
  ]);
  const isChainWhole = verifyChain(ledger, sha256Hex).length === 0;
  return { state, events: [...eventsOf(ledger, zone), ...pending], attempts, isChainWhole };
}

/** The state of a running case from its workflow, of a closed one from its snapshot. */
async function readState(
  cluster: Cluster,
  key: AccountKey,
): Promise<{ state: CaseState; pending: readonly CaseEvent[] }> {
  const handle = cluster.intake.handleOf(key);
  if ((await handle.describe()).status.name === 'RUNNING') {
    const [state, pending] = await Promise.all([handle.query(caseState), handle.query(pendingEvents)]);
    return { state, pending };
  }
  const packed = await cluster.store.readSnapshot(key);
  if (packed === undefined) throw new Error(`Account ${key.accountId} has closed without a snapshot`);
  // Written by keepBooks at closing.
  const { state } = unpackSnapshot(packed) as AccountSnapshot;
  return { state, pending: [] };
}
