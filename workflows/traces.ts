import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { workflowInfo } from '@temporalio/workflow';
import { CAUSE_HEADER, TRACE_HEADER } from './contract';

/**
 * What a run was told last, as it came in: what the run does next is done for it. Once a timer has rung, or something has
 * come that is of no trace, it is no longer the parent of what happens, but where it comes from. Nothing is made here and
 * nothing is decided by it, so that a history replays with it and without.
 */
class Cause {
  private trace: Headers[string] | undefined;
  private isPast = false;
  private learntAt = 0;

  learn(headers: Headers): void {
    const { [TRACE_HEADER]: fresh, [CAUSE_HEADER]: past } = headers;
    this.trace = fresh ?? past ?? this.trace;
    this.isPast = fresh === undefined;
    this.learntAt = workflowInfo().historyLength;
  }

  /** A timer has rung. What came together with it stands: a payment at the same instant wins. */
  ring(historyLength: number): void {
    if (historyLength > this.learntAt) this.isPast = true;
  }

  pass(headers: Headers): Headers {
    if (this.trace === undefined) return headers;
    return { ...headers, [this.isPast ? CAUSE_HEADER : TRACE_HEADER]: this.trace };
  }
}

/** Passes the trace of what comes in on to the activities, and to the next run. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const cause = new Cause();
  return {
    inbound: [
      {
        execute: (input, next) => {
          cause.learn(input.headers);
          return next(input);
        },
        handleSignal: (input, next) => {
          cause.learn(input.headers);
          return next(input);
        },
        handleUpdate: (input, next) => {
          cause.learn(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next({ ...input, headers: cause.pass(input.headers) }),
        continueAsNew: (input, next) => next({ ...input, headers: cause.pass(input.headers) }),
      },
    ],
    internals: [
      {
        activate: ({ activation, batchIndex }, next) => {
          if (activation.jobs?.some(({ fireTimer }) => fireTimer)) cause.ring(activation.historyLength ?? 0);
          next({ activation, batchIndex });
        },
      },
    ],
  };
};
