import type { Context } from '@temporalio/activity';
import type { WorkflowSignalInput, WorkflowStartUpdateWithStartInput } from '@temporalio/client';
import type { Headers } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { spanBelow, traceparentOf } from '../../traces/context';
import { traceActivities, traceCalls } from '../../traces/temporal';
import { CAUSE_HEADER, TRACE_HEADER } from '../../workflows/contract';
import { collected } from './spans';

const headerOf = (value: unknown) => defaultPayloadConverter.toPayload(value);
const textIn = (headers: Headers): unknown => {
  const payload = headers[TRACE_HEADER];
  return payload && defaultPayloadConverter.fromPayload(payload);
};

test('a signal says in its header within which span it was sent', async () => {
  const { tracer, named } = collected();
  let sent: Headers = {};
  // The interceptor reads nothing else of it.
  const input = {
    signalName: 'factAccepted',
    headers: { other: headerOf(1) },
  } as unknown as WorkflowSignalInput;
  await tracer.run('take payments', 'consumer', {}, async () =>
    traceCalls(tracer).signal?.(input, async ({ headers }) => {
      sent = headers;
    }),
  );
  const signal = named('signal factAccepted');
  expect(signal.parentSpanId).toBe(named('take payments').context.spanId);
  expect(textIn(sent)).toBe(traceparentOf(signal.context));
  expect(sent).toHaveProperty('other');
});

test('an update that starts its workflow tells both', async () => {
  const { tracer, named } = collected();
  const seen: unknown[] = [];
  const input = { updateName: 'open', workflowStartHeaders: {}, updateHeaders: {} };
  const call = traceCalls(tracer).startUpdateWithStart?.(
    input as unknown as WorkflowStartUpdateWithStartInput, // the interceptor reads nothing else of it
    async ({ workflowStartHeaders, updateHeaders }) => {
      seen.push(textIn(workflowStartHeaders), textIn(updateHeaders));
      return { workflowExecution: { workflowId: 'w' }, updateId: 'u' };
    },
  );
  await call;
  const expected = traceparentOf(named('update open').context);
  expect(seen).toEqual([expected, expected]);
});

const NOW = 100_000;
const info = {
  ...{ activityType: 'sendTouch', taskQueue: 'recobro-sending', attempt: 2 },
  currentAttemptScheduledTimestampMs: NOW - 250,
  workflowExecution: { workflowId: 'account/acme/A-1', runId: 'run-1' },
};

/** The span of one try of an activity that was called with these headers. */
async function spanOf(headers: Headers) {
  const { tracer, named } = collected();
  // The interceptor reads nothing else of the context.
  const { inbound } = traceActivities(tracer, () => NOW)({ info } as unknown as Pick<Context, 'info'>);
  await inbound.execute({ headers, args: [] }, async () => undefined);
  return named('sendTouch');
}

const caller = spanBelow(undefined);
const callerText = headerOf(traceparentOf(caller));

test('an activity goes on with the trace of what its workflow was told, and names the run and no account', async () => {
  const span = await spanOf({ [TRACE_HEADER]: callerText });
  expect(span).toMatchObject({ context: { traceId: caller.traceId }, parentSpanId: caller.spanId });
  expect(span).not.toHaveProperty('link');
  expect(span.facts).toEqual({ queue: 'recobro-sending', attempt: 2, run: 'run-1', waitedMs: 250 });
});

test('after a timer an activity begins a trace of its own, linked to what set the timer', async () => {
  const span = await spanOf({ [CAUSE_HEADER]: callerText });
  expect(span.context.traceId).not.toBe(caller.traceId);
  expect(span).not.toHaveProperty('parentSpanId');
  expect(span.link).toEqual(caller);
});

test.each([
  { what: 'no header', headers: {} },
  { what: 'a header that is no traceparent', headers: { [TRACE_HEADER]: headerOf('nonsense') } },
  { what: 'a header that is no text', headers: { [TRACE_HEADER]: headerOf({ a: 1 }) } },
  { what: 'a header that nobody can read', headers: { [TRACE_HEADER]: { metadata: {}, data: null } } },
])('with $what a trace begins', async ({ headers }) => {
  expect(await spanOf(headers)).not.toHaveProperty('parentSpanId');
});
