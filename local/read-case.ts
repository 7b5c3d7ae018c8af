import type { CaseEvent } from '../domain/case/events';
import type { CaseState } from '../domain/case/state';
import { verifyChain } from '../domain/ledger';
import type { ZoneId } from '../domain/time/zones';
import { readClosedCase } from '../functions/case-state';
import { sha256Hex } from '../store/store';
import type { AccountRef, StoredAttempt } from '../store/types';
import { caseState, pendingEvents } from '../workflows/messages';
import type { Cluster } from './cluster';
import { eventsOf } from './scenario/ledger-events';

/** A case as the system tells it: its ledger, what still waits for the ledger, its attempts and its state. */
export interface ToldCase {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  readonly attempts: readonly StoredAttempt[];
  readonly isChainWhole: boolean;
}

/** Reads a case back. `zone` is the debtor's main zone. */
export async function readCase(cluster: Cluster, key: AccountRef, zone: ZoneId): Promise<ToldCase> {
  const [ledger, attempts, { state, pending }] = await Promise.all([
    cluster.store.readLedger(key),
    cluster.store.listAttempts(key),
    readState(cluster, key),
  ]);
  const isChainWhole = verifyChain(ledger, sha256Hex).length === 0;
  return { state, events: [...eventsOf(ledger, zone), ...pending], attempts, isChainWhole };
}

/** The state of a running case from its workflow, of a closed one from its snapshot. */
export async function readState(
  cluster: Cluster,
  key: AccountRef,
): Promise<{ state: CaseState; pending: readonly CaseEvent[] }> {
  const handle = cluster.intake.handleOf(key);
  if ((await handle.describe()).status.name === 'RUNNING') {
    const [state, pending] = await Promise.all([handle.query(caseState), handle.query(pendingEvents)]);
    return { state, pending };
  }
  const closed = await readClosedCase(cluster.store, key);
  if (!closed) throw new Error(`Account ${key.accountId} has closed without a snapshot`);
  return { state: closed.state, pending: [] };
}
