import type { Context } from '@temporalio/activity';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { Headers } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { CAUSE_HEADER, TRACE_HEADER } from '../workflows/contract';
import type { TraceContext } from './context';
import { currentTrace, readTraceparent, traceparentOf } from './context';
import type { Tracer } from './tracer';

/** The headers with the span within which a call is made. Random numbers, so they stand readable in histories. */
function traced(headers: Headers): Headers {
  const context = currentTrace();
  if (!context) return headers;
  return { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(traceparentOf(context)) };
}

/** Undefined also where the header is none of ours. */
function contextIn(headers: Headers, name: string): TraceContext | undefined {
  const payload = headers[name];
  if (payload === undefined) return undefined;
  try {
    return readTraceparent(defaultPayloadConverter.fromPayload(payload));
  } catch {
    return undefined;
  }
}

/** What is told to a workflow is a span, and says in its headers of which. Queries are not: they are reads. */
export const traceCalls = (tracer: Tracer): WorkflowClientInterceptor => ({
  startWithDetails: (input, next) =>
    tracer.run(`start ${input.workflowType}`, 'client', {}, () =>
      next({ ...input, headers: traced(input.headers) }),
    ),
  signal: (input, next) =>
    tracer.run(`signal ${input.signalName}`, 'client', {}, () =>
      next({ ...input, headers: traced(input.headers) }),
    ),
  signalWithStart: (input, next) =>
    tracer.run(`signal ${input.signalName}`, 'client', {}, () =>
      next({ ...input, headers: traced(input.headers) }),
    ),
  startUpdate: (input, next) =>
    tracer.run(`update ${input.updateName}`, 'client', {}, () =>
      next({ ...input, headers: traced(input.headers) }),
    ),
  startUpdateWithStart: (input, next) =>
    tracer.run(`update ${input.updateName}`, 'client', {}, () =>
      next({
        ...input,
        workflowStartHeaders: traced(input.workflowStartHeaders),
        updateHeaders: traced(input.updateHeaders),
      }),
    ),
});

interface ActivityCall {
  readonly headers: Headers;
  readonly args: unknown[];
}

/**
 * Each try of an activity is a span below what its workflow was told last; where a timer has rung since, it begins a
 * trace of its own that is linked to it. `run` finds the case in Temporal: `RunId = '…'`.
 *
 * @param now Milliseconds since the epoch.
 */
export const traceActivities =
  (tracer: Tracer, now: () => number = Date.now) =>
  ({ info }: Pick<Context, 'info'>) => ({
    inbound: {
      execute: (input: ActivityCall, next: (input: ActivityCall) => Promise<unknown>): Promise<unknown> => {
        const { activityType, taskQueue: queue, attempt, workflowExecution } = info;
        const parent = contextIn(input.headers, TRACE_HEADER) ?? null;
        const link = contextIn(input.headers, CAUSE_HEADER);
        const waitedMs = Math.max(0, now() - info.currentAttemptScheduledTimestampMs);
        const run = workflowExecution?.runId ?? '';
        const facts = { queue, attempt, run, waitedMs };
        return tracer.run(activityType, 'consumer', { parent, link, facts }, () => next(input));
      },
    },
  });
