import * as z from 'zod';
import { instantFromIso } from '../../domain/time/calendar';
import type { ProviderEvent } from './event';

/** What End User Messaging puts on the event bus. */
const statusSchema = z.looseObject({
  ...{ messageId: z.string(), eventType: z.string(), eventTimestamp: z.int() },
  isFinal: z.boolean().optional(),
  context: z.record(z.string(), z.string()).optional(),
});

/** What SNS writes into its delivery log. */
const logSchema = z.looseObject({
  notification: z.looseObject({ messageId: z.string(), timestamp: z.string() }),
  delivery: z.looseObject({ providerResponse: z.string().optional() }).optional(),
  status: z.enum(['SUCCESS', 'FAILURE']),
});

const inboundSchema = z.looseObject({
  ...{ originationNumber: z.string(), destinationNumber: z.string() },
  ...{ messageBody: z.string(), inboundMessageId: z.string() },
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
export const isSmsStatus = (value: unknown): boolean =>
  isObject(value) && 'eventType' in value && 'messageId' in value;
export const isSmsLog = (value: unknown): boolean =>
  isObject(value) && 'notification' in value && 'status' in value;
export const isInboundSms = (value: unknown): boolean => isObject(value) && 'inboundMessageId' in value;

/** States of a text that never arrives. Only the first says that there is no such number. */
const failures = [
  'TEXT_INVALID',
  'TEXT_UNREACHABLE',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_INVALID_MESSAGE',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNKNOWN',
];

/** @throws {ZodError} When it is not as End User Messaging makes it. */
export function readSmsStatus(value: unknown): readonly ProviderEvent[] {
  const { messageId: providerId, eventType, eventTimestamp: at, context = {} } = statusSchema.parse(value);
  const { attemptId, tenant } = context;
  const report = {
    ...{ eventId: `sms/${providerId}/${eventType}`, providerId, at },
    ...(attemptId !== undefined && { attemptId }),
  };
  const whose = tenant === undefined ? {} : { tenant };
  if (eventType === 'TEXT_DELIVERED') return [{ kind: 'delivered', report, ...whose }];
  if (failures.includes(eventType)) {
    return [{ kind: 'bounced', report: { ...report, hard: eventType === 'TEXT_INVALID' }, ...whose }];
  }
  return [{ kind: 'ignored', type: `sms ${eventType}` }];
}

/**
 * @throws {ZodError} When it is not as SNS makes it.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html
 */
export function readSmsLog(value: unknown): readonly ProviderEvent[] {
  const { notification, status, delivery } = logSchema.parse(value);
  const { messageId: providerId, timestamp } = notification;
  const at = instantFromIso(timestamp.replace(' ', 'T').replace(/(\.\d+)?Z?$/, 'Z'));
  const report = { eventId: `sms/${providerId}/${status}`, providerId, at };
  if (status === 'SUCCESS') return [{ kind: 'delivered', report }];
  const reason = delivery?.providerResponse ?? '';
  if (/opted out/i.test(reason)) return [{ kind: 'complained', report }];
  return [{ kind: 'bounced', report: { ...report, hard: /invalid phone number/i.test(reason) } }];
}

/** @throws {ZodError} When it is not as two-way SMS makes it. */
export function readInboundSms(value: unknown): readonly ProviderEvent[] {
  const { originationNumber, destinationNumber, messageBody, inboundMessageId } = inboundSchema.parse(value);
  const numbers = { from: originationNumber, to: destinationNumber };
  return [{ kind: 'reply', eventId: `sms/in/${inboundMessageId}`, ...numbers, text: messageBody }];
}
