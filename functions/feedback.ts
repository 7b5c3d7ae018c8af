import type { Instant } from '../domain/time/calendar';
import type { Store } from '../store/store';
import type { Intake } from './intake';

/** A provider's report that a message did not arrive, under the provider's own message id. */
export interface BounceReport {
  readonly eventId: string;
  readonly providerId: string;
  /** Hard = the address does not exist; soft bounces change nothing. */
  readonly hard: boolean;
  readonly at: Instant;
}

/** What providers say about messages that were sent. */
export function createFeedback({ store, intake }: { store: Store; intake: Intake }) {
  /**
   * Finds the attempt; a hard bounce kills the person's address of that channel for all accounts and takes the attempt
   * out of the counts. False when no attempt has that message id (yet): the caller tries again later.
   */
  async function bounced({ eventId, providerId, hard, at }: BounceReport): Promise<boolean> {
    const attempt = await store.findAttemptByProvider(providerId);
    if (!attempt) return false;
    const { tenant, accountId, personId, attemptId, channel, step } = attempt;
    if (hard)
      await intake.changePerson(tenant, personId, `${eventId}/person`, at, {
        kind: 'bounce',
        channel,
        attempt: attemptId,
      });
    await intake.acceptFact({ tenant, accountId }, eventId, { kind: 'bounce', at, step, channel, hard });
    return true;
  }

  return { bounced };
}
