import type { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { createReport } from '../../functions/report';
import { measureActivities } from '../../worker/metrics';
import type { SendTouchReply } from '../../workflows/contract';

const NOW = 100_000;
const PLANNED = 40_000;

/** Lines of metrics after one call of an activity, without what all have in common. */
async function measured(activityType: string, answer: () => unknown): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const report = createReport((line) => lines.push(line));
  const info = { activityType, taskQueue: 'recobro-sending', currentAttemptScheduledTimestampMs: NOW - 250 };
  // The interceptor reads nothing else of the context.
  const made = measureActivities(report, () => NOW)({ info } as unknown as Context);
  const args = [{ touch: { at: PLANNED }, tenant: 'acme', accountId: 'A-1', personId: 'P-1' }];
  const call = made.inbound?.execute?.({ args, headers: {} }, async () => answer());
  await call?.catch(() => undefined);
  return lines.map((line) => {
    const { _aws, ...rest } = JSON.parse(line) as Record<string, unknown>;
    return rest;
  });
}

const decided = (result: object): SendTouchReply =>
  ({ kind: 'decided', journaled: true, result }) as SendTouchReply;
const wait = { activity_waited: 250, queue: 'recobro-sending' };

test.each<{ what: string; reply: SendTouchReply; expected: object[] }>([
  {
    what: 'sent',
    reply: decided({ kind: 'sent', at: PLANNED + 3_000, channel: 'sms', attempt: 'x' }),
    expected: [{ touch_sent: 1, channel: 'sms' }, { touch_late: 3 }],
  },
  {
    what: 'of unknown outcome',
    reply: decided({ kind: 'sent', at: PLANNED, channel: 'email', attempt: 'x', unknown: true }),
    expected: [{ touch_unknown: 1, channel: 'email' }, { touch_late: 0 }],
  },
  {
    what: 'denied by two rules, one of them twice',
    reply: decided({
      kind: 'wait',
      at: 1,
      until: 2,
      rules: ['co.hours', 'co.week', 'co.hours'],
      lawVersion: '',
    }),
    expected: [
      { touch_refused: 1, rule: 'co.hours' },
      { touch_refused: 1, rule: 'co.week' },
    ],
  },
  {
    what: 'impossible for want of a channel',
    reply: decided({ kind: 'impossible', at: 1, reason: 'no_channel' }),
    expected: [{ touch_impossible: 1, reason: 'no_channel' }],
  },
  {
    what: 'overtaken by a payment',
    reply: { kind: 'stale', facts: [], journaled: false },
    expected: [{ touch_stale: 1 }],
  },
])('a touch that is $what is measured, without saying whose it is', async ({ reply, expected }) => {
  const lines = await measured('sendTouch', () => reply);
  expect(lines).toEqual([wait, ...expected]);
  expect(JSON.stringify(lines)).not.toMatch(/acme|A-1|P-1/);
});

test('a failure is counted by the code of its error, not by its text', async () => {
  const lines = await measured('keepBooks', () => {
    throw ApplicationFailure.retryable('no place for Ana at ana@example.test', 'touch.contended');
  });
  expect(lines).toEqual([wait, { activity_failed: 1, activity: 'keepBooks', error: 'touch.contended' }]);
});
