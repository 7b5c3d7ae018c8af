import { sha256Hex } from '../store/store';
import type { StoredAttempt } from '../store/types';
import type { SendTouchRequest } from '../workflows/contract';
import type { ActivityHost } from './host';

/** A failed try is followed by another with an id of its own; more than this many are never made of one touch. */
const MAX_TRIES = 20;

/**
 * Id of one try of one touch: the same for every retry of the activity, whatever worker makes it. Opaque, hex, so
 * that it fits into mail tags and tells nothing about the debtor.
 */
export function attemptIdOf({ tenant, accountId, touch }: SendTouchRequest, number: number): string {
  const parts = [tenant, accountId, touch.anchor, touch.step, touch.via.join(','), String(number)];
  return sha256Hex(parts.join('|')).slice(0, 32);
}

/** The tries made of this touch so far, first to last. */
export async function triesOf({ store }: ActivityHost, request: SendTouchRequest): Promise<StoredAttempt[]> {
  const tries: StoredAttempt[] = [];
  while (tries.length < MAX_TRIES) {
    const known = await store.getAttempt(request, attemptIdOf(request, tries.length));
    if (!known) break;
    tries.push(known);
  }
  return tries;
}

/** Number of the next try. */
export const firstFreeTry = (tries: readonly StoredAttempt[]): number => tries.length;
