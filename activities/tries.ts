import { sha256Hex } from '../store/store';
import type { StoredAttempt } from '../store/types';
import type { SendTouchRequest } from '../workflows/contract';
import type { ActivityHost } from './host';

/**
 * Id of one try of one touch: the same for every retry of the activity, whatever worker makes it. Opaque, hex, so
 * that it fits into mail tags and tells nothing about the debtor.
 */
export function attemptIdOf({ tenant, accountId, touch }: SendTouchRequest, number: number): string {
  const parts = [tenant, accountId, touch.anchor, touch.step, touch.via.join(','), String(number)];
  return sha256Hex(parts.join('|')).slice(0, 32);
}

/** The tries made of this touch so far, first to last. A failed one is followed by another with an id of its own. */
export async function triesOf({ store }: ActivityHost, request: SendTouchRequest): Promise<StoredAttempt[]> {
  const known = new Map((await store.listAttempts(request)).map((attempt) => [attempt.attemptId, attempt]));
  const tries: StoredAttempt[] = [];
  for (;;) {
    const next = known.get(attemptIdOf(request, tries.length));
    if (!next) return tries;
    tries.push(next);
  }
}

/** Whether one of the tries has put the request's journal into the ledger. */
export const isJournaled = ({ journal }: SendTouchRequest, tries: readonly StoredAttempt[]): boolean =>
  tries.some(({ batchId }) => batchId === journal.batchId);
