import type { ProviderEvent } from './event';
import { isSes, readSes } from './ses';
import { isInboundSms, isSmsLog, isSmsStatus, readInboundSms, readSmsLog, readSmsStatus } from './sms';

/**
 * Reads the body of a queue message, in whatever envelope it came: a notification of SNS, an event of EventBridge, or as
 * the service wrote it. What nobody can read is an error, so that it ends with the dead letters.
 *
 * @throws {SyntaxError | ZodError} When it is no JSON, or not as its sender makes it.
 */
export function readProviderEvent(body: string): readonly ProviderEvent[] {
  const value = opened(JSON.parse(body));
  if (isSes(value)) return readSes(value);
  if (isInboundSms(value)) return readInboundSms(value);
  if (isSmsStatus(value)) return readSmsStatus(value);
  if (isSmsLog(value)) return readSmsLog(value);
  return [{ kind: 'ignored', type: 'unknown' }];
}

function opened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('Type' in value && 'Message' in value) {
    if (value.Type !== 'Notification' || typeof value.Message !== 'string') return {};
    return opened(JSON.parse(value.Message));
  }
  return 'detail-type' in value && 'detail' in value ? value.detail : value;
}
