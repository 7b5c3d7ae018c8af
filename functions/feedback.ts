import type { LedgerDraft } from '../domain/ledger';
import { outsideRun } from '../domain/ledger';
import type { Instant } from '../domain/time/calendar';
import type { Store } from '../store/store';
import type { StoredAttempt } from '../store/types';
import { accountWorkflowId } from '../workflows/messages';
import type { Intake } from './intake';

/** Which message a provider speaks of, under its own id; `attemptId` where our tag came back with it. */
export interface MessageReport {
  readonly eventId: string;
  readonly providerId: string;
  readonly attemptId?: string;
  readonly at: Instant;
}

/** A provider's report that a message did not arrive. */
export interface BounceReport extends MessageReport {
  /** Hard = the address does not exist; soft bounces change nothing. */
  readonly hard: boolean;
  /** The address that bounced, where the provider says it: a late bounce must not kill a newer address. */
  readonly address?: string;
}

type UsedStore = Pick<
  Store,
  'findAttemptByProvider' | 'findAttempt' | 'getPerson' | 'settleTouch' | 'appendEntries'
>;

/**
 * What providers say about messages that were sent. Each report may come late, twice or before others; each answers false
 * when no attempt is known to it (yet): the caller tries again later.
 */
export function createFeedback({
  store,
  intake,
}: {
  store: UsedStore;
  intake: Pick<Intake, 'acceptFact' | 'changePerson'>;
}) {
  /** A hard bounce kills the person's address for all accounts and takes the attempt out of the counts. */
  async function bounced({ eventId, hard, at, address, ...report }: BounceReport): Promise<boolean> {
    const attempt = await attemptOf(report);
    if (!attempt) return false;
    const { tenant, accountId, personId, attemptId, channel, step } = attempt;
    if (hard && (await isStillTheirs(attempt, address)))
      await intake.changePerson(tenant, personId, `${eventId}/person`, at, {
        kind: 'bounce',
        channel,
        attempt: attemptId,
      });
    await intake.acceptFact({ tenant, accountId }, eventId, { kind: 'bounce', at, step, channel, hard });
    return true;
  }

  /** The ledger says that it arrived; of an attempt in doubt it says that it went out after all. */
  async function delivered(report: MessageReport): Promise<boolean> {
    const attempt = await attemptOf(report);
    if (!attempt || attempt.state === 'CLAIMED') return false;
    if (attempt.state === 'UNKNOWN') await confirm(attempt, report);
    await append(attempt, 'touch_delivered', report.at);
    return true;
  }

  /** They marked it as unwanted: no more by this channel. */
  async function complained({ eventId, at, ...report }: MessageReport): Promise<boolean> {
    const attempt = await attemptOf(report);
    if (!attempt) return false;
    const { tenant, personId, channel, template } = attempt;
    const proof = { at, how: 'complaint', textVersion: template };
    await intake.changePerson(tenant, personId, eventId, at, { kind: 'opt_out', channel, proof });
    return true;
  }

  async function attemptOf({
    providerId,
    attemptId,
  }: Pick<MessageReport, 'providerId' | 'attemptId'>): Promise<StoredAttempt | undefined> {
    const known = await store.findAttemptByProvider(providerId);
    return known ?? (attemptId === undefined ? undefined : store.findAttempt(attemptId));
  }

  async function isStillTheirs(
    { tenant, personId, channel }: StoredAttempt,
    address: string | undefined,
  ): Promise<boolean> {
    if (address === undefined) return true;
    const known = await store.getPerson({ tenant, personId });
    return known?.person.addresses[channel]?.toLowerCase() === address.toLowerCase();
  }

  async function confirm(attempt: StoredAttempt, { providerId, at }: MessageReport): Promise<void> {
    const { personId, attemptId } = attempt;
    const draft = draftOf(attempt, 'touch_confirmed', at);
    await store.settleTouch({
      ...{ ref: attempt, personId, attemptId, state: 'SENT', from: 'UNKNOWN', providerId, at },
      ...{ drafts: [draft], context: contextOf(attempt) },
    });
  }

  async function append(attempt: StoredAttempt, type: string, at: Instant): Promise<void> {
    const { tenant, accountId, attemptId } = attempt;
    await store.appendEntries({
      ref: { tenant, accountId },
      drafts: [draftOf(attempt, type, at)],
      context: contextOf(attempt),
      batchId: `${type}/${attemptId}`,
    });
  }

  return { bounced, delivered, complained };
}

export type Feedback = ReturnType<typeof createFeedback>;

const draftOf = (
  { attemptId, step, anchor, channel }: StoredAttempt,
  type: string,
  at: Instant,
): LedgerDraft => ({
  ...{ at, type, actor: 'provider' },
  facts: { attempt: attemptId, step, anchor, channel },
});

const contextOf = ({ tenant, accountId }: StoredAttempt) => outsideRun(accountWorkflowId(tenant, accountId));
