import type { Context } from '@temporalio/activity';
import { defaultPayloadConverter } from '@temporalio/common';
import { createReport } from '../../../functions/report';
import type { MessageGateway, OutboundMessage } from '../../../activities/ports';
import { spanBelow, traceparentOf } from '../../../traces/context';
import { traceActivities } from '../../../traces/temporal';
import { createTracer, spanLine } from '../../../traces/tracer';
import { measureActivities } from '../../../worker/metrics';
import { tracedGateways } from '../../../worker/traces';
import type { SendTouchReply } from '../../../workflows/contract';
import { TRACE_HEADER } from '../../../workflows/contract';
import { shipped } from './lab';

const ID = 'a'.repeat(36);
const caller = { [TRACE_HEADER]: defaultPayloadConverter.toPayload(traceparentOf(spanBelow(undefined))) };

/** Bytes of what the worker logs about one message, metrics and spans, as CloudWatch stores it: with an end of line. */
async function loggedBytes(): Promise<number> {
  let bytes = 0;
  const write = (line: string): void => void (bytes += Buffer.byteLength(line) + 1);
  const report = createReport(write, { namespace: 'Recobro/prod' });
  const tracer = createTracer((span) => write(spanLine(span)));
  const queue = { taskQueue: 'recobro-sending', currentAttemptScheduledTimestampMs: Date.now() - 40 };
  const task = { activityType: 'sendTouch', attempt: 1, workflowExecution: { runId: ID } };
  // The interceptors read nothing else of the context.
  const context = { info: { ...task, ...queue } } as unknown as Context;
  const sent = { kind: 'sent', at: Date.now(), channel: 'email', attempt: 'a' };
  const reply = { kind: 'decided', journaled: true, result: sent } as SendTouchReply;
  const provider: MessageGateway = { send: async () => ({ kind: 'accepted', providerId: ID }) };
  const { email } = tracedGateways(tracer, { email: provider });
  const args = [{ touch: { at: Date.now() - 2_000 } }];
  const measured = measureActivities(report)(context).inbound?.execute;
  await traceActivities(tracer)(context).inbound.execute({ args, headers: { ...caller } }, async (input) =>
    measured?.(input, async () => {
      await email?.send({ attemptId: 'a'.repeat(32) } as OutboundMessage); // it reads nothing else
      return reply;
    }),
  );
  return bytes;
}

test('the estimate counts the bytes that the worker logs about a message, to a fifth', async () => {
  const bytes = await loggedBytes();
  const { touch } = shipped.shape.log_bytes;
  expect(touch / bytes).toBeGreaterThan(0.8);
  expect(touch / bytes).toBeLessThan(1.25);
});
