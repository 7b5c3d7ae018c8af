import type { Context } from '@temporalio/activity';
import { createReport } from '../../../functions/report';
import { measureActivities } from '../../../worker/metrics';
import type { SendTouchReply } from '../../../workflows/contract';
import { shipped } from './lab';

/** Bytes of what the worker logs about one message, as CloudWatch stores it: with an end of line. */
async function loggedBytes(): Promise<number> {
  let bytes = 0;
  const report = createReport((line) => (bytes += Buffer.byteLength(line) + 1), {
    namespace: 'Recobro/prod',
  });
  const queue = { taskQueue: 'recobro-sending', currentAttemptScheduledTimestampMs: Date.now() - 40 };
  // The interceptor reads nothing else of the context.
  const made = measureActivities(report)({
    info: { activityType: 'sendTouch', ...queue },
  } as unknown as Context);
  const args = [{ touch: { at: Date.now() - 2_000 } }];
  const sent = { kind: 'sent', at: Date.now(), channel: 'email', attempt: 'a' };
  const reply = { kind: 'decided', journaled: true, result: sent } as SendTouchReply;
  await made.inbound?.execute?.({ args, headers: {} }, async () => reply);
  return bytes;
}

test('the estimate counts the bytes that the worker logs about a message, to a fifth', async () => {
  const bytes = await loggedBytes();
  const { touch } = shipped.shape.log_bytes;
  expect(touch / bytes).toBeGreaterThan(0.8);
  expect(touch / bytes).toBeLessThan(1.25);
});
