import * as z from 'zod';
import { instantFromIso } from '../../domain/time/calendar';
import type { ProviderEvent } from './event';

const recipients = z.array(z.looseObject({ emailAddress: z.string() })).min(1);

/** Of a configuration set (`eventType`) or of an identity (`notificationType`). */
const sesSchema = z.looseObject({
  ...{ eventType: z.string().optional(), notificationType: z.string().optional() },
  mail: z.looseObject({
    messageId: z.string(),
    timestamp: z.string(),
    tags: z.record(z.string(), z.array(z.string())).optional(),
  }),
  bounce: z
    .looseObject({
      ...{ bounceType: z.string(), bouncedRecipients: recipients, timestamp: z.string() },
      feedbackId: z.string(),
    })
    .optional(),
  complaint: z.looseObject({ timestamp: z.string(), feedbackId: z.string() }).optional(),
  delivery: z.looseObject({ timestamp: z.string() }).optional(),
  reject: z.looseObject({}).optional(),
});

export const isSes = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'mail' in value && !('messageBody' in value);

/**
 * An event of SES about one mail. Only a permanent bounce is hard; an address on the suppression list bounces permanently
 * too. A mail goes to one recipient.
 *
 * @throws {ZodError} When it is not as SES makes it.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function readSes(value: unknown): readonly ProviderEvent[] {
  const { mail, bounce, complaint, delivery, reject, eventType, notificationType } = sesSchema.parse(value);
  const { messageId: providerId, tags = {}, timestamp } = mail;
  const attemptId = tags['attemptId']?.[0];
  const tenant = tags['tenant']?.[0];
  const of = (id: string, at: string) => ({
    ...{ eventId: `ses/${providerId}/${id}`, providerId, at: instantFromIso(at) },
    ...(attemptId !== undefined && { attemptId }),
  });
  const whose = tenant === undefined ? {} : { tenant };
  if (bounce) {
    const hard = bounce.bounceType === 'Permanent';
    return bounce.bouncedRecipients.map(({ emailAddress: address }) => {
      const report = { ...of(`bounce/${bounce.feedbackId}`, bounce.timestamp), hard, address };
      return { kind: 'bounced', report, ...whose };
    });
  }
  if (complaint) return [{ kind: 'complained', report: of('complaint', complaint.timestamp), ...whose }];
  if (delivery) return [{ kind: 'delivered', report: of('delivery', delivery.timestamp), ...whose }];
  if (reject) return [{ kind: 'bounced', report: { ...of('reject', timestamp), hard: false }, ...whose }];
  return [{ kind: 'ignored', type: `ses ${eventType ?? notificationType ?? 'unknown'}` }];
}
