import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { CaseEvent } from '../domain/case/events';
import type { AccountLedger } from '../domain/case/told';
import { RecobroError } from '../domain/errors';
import type { Person } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import { readClosedCase, unlessUnknown } from '../functions/case-state';
import type { Store } from '../store/store';
import type { AccountRef } from '../store/types';
import type { AccountSnapshot } from '../workflows/contract';
import { accountWorkflowId, caseSnapshot, caseStatus } from '../workflows/messages';

/** Where accounts are read from. */
export interface ReadFrom {
  readonly store: Store;
  readonly client: Client;
}

/** Everything that is known of an account, for a person who asks about it. */
export interface AccountReading {
  readonly snapshot: AccountSnapshot;
  readonly person: Person;
  /** Of all of the person's accounts, this one first. */
  readonly ledgers: readonly [AccountLedger, ...AccountLedger[]];
  /** Decided, and not in the ledger yet. */
  readonly pending: readonly CaseEvent[];
  /** The instant that a running case waits for; null = the next fact. */
  readonly waitsUntil: Instant | null;
  readonly isRunning: boolean;
  /** Case time. */
  readonly now: Instant;
}

/**
 * Reads an account: a running case from its workflow, a closed one from its snapshot, both with their ledgers.
 *
 * @throws {RecobroError} `account.unknown`
 */
export async function readAccount(from: ReadFrom, key: AccountRef): Promise<AccountReading> {
  const current = (await readRunning(from, key)) ?? (await readClosed(from, key));
  const { tenant, personId } = current.snapshot;
  const known = await from.store.getPerson({ tenant, personId });
  if (!known) throw unknownAccount(key);
  const others = known.accounts.filter((account) => account !== key.accountId);
  const read = async (accountId: string): Promise<AccountLedger> => ({
    account: accountId,
    entries: await from.store.readLedger({ tenant, accountId }),
  });
  const ledgers = [await read(key.accountId), ...(await Promise.all(others.map(read)))] as const;
  return { ...current, person: known.person, ledgers: [...ledgers] };
}

type Current = Omit<AccountReading, 'person' | 'ledgers'>;

async function readRunning(
  { client }: ReadFrom,
  { tenant, accountId }: AccountRef,
): Promise<Current | undefined> {
  const handle = client.workflow.getHandle(accountWorkflowId(tenant, accountId));
  const description = await unlessUnknown(handle.describe());
  if (description?.status.name !== 'RUNNING') return undefined;
  const [snapshot, status] = await Promise.all([handle.query(caseSnapshot), handle.query(caseStatus)]);
  const { waitsUntil, clockOffsetMs } = status;
  const now = Math.max(snapshot.state.evaluatedAt, workflowTime(description) + clockOffsetMs);
  return { snapshot, pending: snapshot.journal, waitsUntil, isRunning: true, now };
}

async function readClosed({ store }: ReadFrom, key: AccountRef): Promise<Current> {
  const snapshot = await readClosedCase(store, key);
  if (!snapshot) throw unknownAccount(key);
  const now = Math.max(snapshot.state.evaluatedAt, Date.now());
  return { snapshot, pending: [], waitsUntil: null, isRunning: false, now };
}

/** The workflow's own time, which is not the real one where time is skipped. */
function workflowTime({ raw }: WorkflowExecutionDescription): Instant {
  const time = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return time ? Number(time.seconds) * 1000 + Math.floor((time.nanos ?? 0) / 1e6) : Date.now();
}

/** The error of an account that is not there. */
export function unknownAccount({ tenant, accountId }: AccountRef): RecobroError<'account.unknown'> {
  const message = `Cannot find account ${accountId} of tenant ${tenant}: mind the spelling, or name the tenant with --tenant`;
  return new RecobroError('account.unknown', message, { account: accountId, tenant });
}
