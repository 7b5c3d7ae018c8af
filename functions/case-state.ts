import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { CaseState } from '../domain/case/state';
import { unpackSnapshot } from '../store/snapshot';
import type { Store } from '../store/store';
import type { AccountRef } from '../store/types';
import type { AccountSnapshot } from '../workflows/contract';
import { accountWorkflowId, caseSnapshot } from '../workflows/messages';

interface Sources {
  readonly store: Pick<Store, 'readSnapshot'>;
  readonly client: Pick<Client, 'workflow' | 'withDeadline'>;
}

/** Until a running case has to have answered: less than the function that asks may take. */
const PATIENCE_MS = 20_000;

/**
 * Where the case of an account stands: a running one is asked, a closed one left its snapshot. Undefined when nothing is
 * known of it any more, as after an erasure.
 *
 * @throws When a running case does not answer: what is missing must not pass for what is not there.
 */
export async function readCaseState(
  { store, client }: Sources,
  ref: AccountRef,
): Promise<CaseState | undefined> {
  const handle = client.workflow.getHandle(accountWorkflowId(ref.tenant, ref.accountId));
  const description = await unlessUnknown(handle.describe());
  if (description?.status.name === 'RUNNING') {
    const asked = client.withDeadline(Date.now() + PATIENCE_MS, () => handle.query(caseSnapshot));
    return (await asked).state;
  }
  return (await readClosedCase(store, ref))?.state;
}

/** What a case left when it closed; undefined where none has closed, and when its person was erased. */
export async function readClosedCase(
  store: Pick<Store, 'readSnapshot'>,
  ref: AccountRef,
): Promise<AccountSnapshot | undefined> {
  const packed = await store.readSnapshot(ref);
  // Written by keepBooks of this schema; older schemas are read by the workflow.
  return packed === undefined ? undefined : (unpackSnapshot(packed) as AccountSnapshot);
}

/** Undefined where Temporal knows no such case. */
export async function unlessUnknown(
  describing: Promise<WorkflowExecutionDescription>,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await describing;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
