import type { Instant } from '../../domain/time/calendar';
import { REVIEW_QUEUE } from '../../domain/case/events';
import type { Store } from '../../store/store';
import type { Feedback } from '../feedback';
import { NO_ACCOUNT } from '../payments/book';
import type { createReplies } from '../replies';
import { REPLY, REPLY_OF_UNKNOWN } from '../reply-tasks';
import type { Report } from '../report';
import type { ProviderEvent } from './event';
import { readProviderEvent } from './read';

/** Queue of what operators look into: things that should not happen. */
export const OPERATIONS_QUEUE = 'operaciones';
/** Whose queue it is when not even the tenant is known; no tenant has parentheses. */
export const OPERATOR_TENANT = '(operator)';
/** Deliveries of a queue message after which an event about an unknown message is put before a person. */
export const TRIES = 5;

interface Deps {
  readonly feedback: Feedback;
  readonly replies: ReturnType<typeof createReplies>;
  readonly store: Pick<Store, 'putWorkItem' | 'getPerson'>;
  /** Whose number it is; undefined: nobody's. */
  readonly tenantOf: (ownNumber: string) => string | undefined;
  readonly report: Report;
  readonly now: () => Instant;
}

type Reply = ProviderEvent & { kind: 'reply' };

/** Takes what mail and SMS providers tell us from the queue; throws when it is to be tried again. */
export function createFeedbackConsumer({ feedback, replies, store, tenantOf, report, now }: Deps) {
  return async function consume(body: string, tries: number): Promise<void> {
    for (const event of readProviderEvent(body)) await take(event, tries);
  };

  async function take(event: ProviderEvent, tries: number): Promise<void> {
    if (event.kind === 'reply') return receive(event);
    if (event.kind === 'ignored') {
      report.count('feedback_ignored', { type: event.type });
      return;
    }
    const isKnown = await tell(event);
    const { eventId, providerId } = event.report;
    // The span of the send names it too.
    report.count('feedback', { kind: event.kind, known: String(isKnown) }, { providerId });
    if (isKnown) return;
    // The receipt may be faster than the record of the send.
    if (tries < TRIES) throw new Error(`Nobody knows the message of this ${event.kind} event yet`);
    const details = { event: event.kind, providerId };
    await park(
      event.tenant ?? OPERATOR_TENANT,
      NO_ACCOUNT,
      OPERATIONS_QUEUE,
      `unknown_message`,
      eventId,
      details,
    );
  }

  function tell(event: Exclude<ProviderEvent, Reply | { kind: 'ignored' }>): Promise<boolean> {
    if (event.kind === 'bounced') return feedback.bounced(event.report);
    return event.kind === 'delivered' ? feedback.delivered(event.report) : feedback.complained(event.report);
  }

  /** A keyword is obeyed at once; everything else is read by a person. */
  async function receive({ eventId, from, to, text }: Reply): Promise<void> {
    const tenant = tenantOf(to);
    if (tenant === undefined)
      return park(OPERATOR_TENANT, NO_ACCOUNT, OPERATIONS_QUEUE, 'unknown_number', eventId, { to });
    const { intent, persons } = await replies.received({
      tenant,
      channel: 'sms',
      from,
      text,
      at: now(),
      eventId,
    });
    report.count('reply', { intent: intent ?? 'other' });
    const isDone = persons.length > 0 && intent !== null && intent !== 'help';
    if (isDone) return;
    const accountId = await accountOf(tenant, persons[0]);
    const kind = accountId === undefined ? REPLY_OF_UNKNOWN : REPLY;
    await park(tenant, accountId ?? NO_ACCOUNT, REVIEW_QUEUE, kind, eventId, { from, text });
  }

  async function accountOf(tenant: string, personId: string | undefined): Promise<string | undefined> {
    if (personId === undefined) return undefined;
    return (await store.getPerson({ tenant, personId }))?.accounts[0];
  }

  async function park(
    tenant: string,
    accountId: string,
    queue: string,
    kind: string,
    eventId: string,
    details: Readonly<Record<string, string>>,
  ): Promise<void> {
    const at = now();
    await store.putWorkItem({
      tenant,
      accountId,
      id: `event-${eventId}`,
      kind,
      queue,
      dueAt: at,
      at,
      details,
    });
    report.count('feedback_parked', { kind });
  }
}
