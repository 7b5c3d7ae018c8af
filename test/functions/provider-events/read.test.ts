import { gzipSync } from 'node:zlib';
import { instantFromIso } from '../../../domain/time/calendar';
import { readProviderEvent } from '../../../functions/provider-events/read';
import { unzipLogs } from '../../../functions/provider-events/unzip-logs';
import * as events from './events';

const attemptId = 'a'.repeat(32);

test.each<{ rule: string; event: object; expected: object }>([
  {
    rule: 'a permanent bounce is hard, and says which address',
    event: events.sesBounce('Permanent'),
    expected: {
      kind: 'bounced',
      tenant: 'acme',
      report: { hard: true, address: 'ana@example.com', attemptId },
    },
  },
  {
    rule: 'a transient bounce is soft',
    event: events.sesBounce('Transient'),
    expected: { kind: 'bounced', report: { hard: false, at: instantFromIso('2026-03-10T15:00:07Z') } },
  },
  { rule: 'a complaint', event: events.sesComplaint, expected: { kind: 'complained' } },
  {
    rule: 'a delivery',
    event: events.sesDelivery,
    expected: { kind: 'delivered', report: { providerId: 'ses-1' } },
  },
  { rule: 'an open is left', event: events.sesOpen, expected: { kind: 'ignored', type: 'ses Open' } },
  { rule: 'a delivered text', event: events.smsStatus('TEXT_DELIVERED'), expected: { kind: 'delivered' } },
  {
    rule: 'a number that does not exist',
    event: events.smsStatus('TEXT_INVALID'),
    expected: { kind: 'bounced', report: { hard: true } },
  },
  {
    rule: 'a telephone that is off',
    event: events.smsStatus('TEXT_UNREACHABLE'),
    expected: { kind: 'bounced', report: { hard: false } },
  },
  { rule: 'a text on its way', event: events.smsStatus('TEXT_QUEUED'), expected: { kind: 'ignored' } },
  { rule: 'a log of success', event: events.smsLog('SUCCESS', 'accepted'), expected: { kind: 'delivered' } },
  {
    rule: 'a log of a number that does not exist',
    event: events.smsLog('FAILURE', 'Invalid phone number'),
    expected: { kind: 'bounced', report: { hard: true, at: instantFromIso('2026-03-10T15:00:05Z') } },
  },
  {
    rule: 'a number that has opted out at the carrier',
    event: events.smsLog('FAILURE', 'Phone number is opted out'),
    expected: { kind: 'complained' },
  },
  { rule: 'a reply', event: events.inboundSms('BAJA'), expected: { kind: 'reply', text: 'BAJA' } },
  { rule: 'something else', event: { hello: 1 }, expected: { kind: 'ignored', type: 'unknown' } },
])('readProviderEvent() $rule, in every envelope', ({ event, expected }) => {
  for (const body of [JSON.stringify(event), events.bySns(event), events.byBus(event)])
    expect(readProviderEvent(body)).toMatchObject([expected]);
});

test('the event id is the same however often and in whatever envelope it comes', () => {
  const bounce = events.sesBounce('Permanent');
  expect(readProviderEvent(events.bySns(bounce))).toEqual(readProviderEvent(events.byBus(bounce)));
});

test.each(['{"mail":{}}', 'no json'])('readProviderEvent() of %s fails, for the dead letters', (body) => {
  expect(() => readProviderEvent(body)).toThrow();
});

test('unzipLogs() gives the lines of a log subscription', () => {
  const logs = { logGroup: 'sns', logEvents: [{ id: '1', timestamp: 1, message: '{"status":"SUCCESS"}' }] };
  const data = gzipSync(JSON.stringify(logs)).toString('base64');
  expect(unzipLogs({ awslogs: { data } })).toEqual(['{"status":"SUCCESS"}']);
});
