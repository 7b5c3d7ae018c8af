import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { Instant } from '../domain/time/calendar';
import { askAgain } from '../functions/ask-again';
import type { CaseStatus } from '../workflows/messages';
import { letTimePass } from '../workflows/messages';

type Services = temporal.api.workflowservice.v1.WorkflowService;
type Start = temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest;
type SignalWithStart = temporal.api.workflowservice.v1.ISignalWithStartWorkflowExecutionRequest;
type MultiOperation = temporal.api.workflowservice.v1.IExecuteMultiOperationRequest;

/** The server stops skipping after some 200 skips unless told; a case has a few per touch. */
const skipping = { timeSkippingConfig: { enabled: true, maxSessionSkipCount: 100_000 } };

/**
 * Makes every workflow that this client starts skip time, also after it has continued as new: whenever nothing is in
 * flight, its clock jumps to its next timer. The SDK has no option for it, so the three raw calls that start workflows
 * are wrapped. Experimental in Temporal: server 1.32.
 */
export function skipTime(client: Client): Client {
  const service: Services = client.workflowService;
  // Of the overloads of a gRPC method the SDK calls the one that answers with a promise.
  const start = service.startWorkflowExecution.bind(service) as (
    request: Start,
    ...rest: unknown[]
  ) => unknown;
  const signal = service.signalWithStartWorkflowExecution.bind(service) as (
    request: SignalWithStart,
    ...rest: unknown[]
  ) => unknown;
  const multi = service.executeMultiOperation.bind(service) as (
    request: MultiOperation,
    ...rest: unknown[]
  ) => unknown;
  Object.assign(service, {
    startWorkflowExecution: (request: Start, ...rest: unknown[]) =>
      start({ ...request, ...skipping }, ...rest),
    signalWithStartWorkflowExecution: (request: SignalWithStart, ...rest: unknown[]) =>
      signal({ ...request, ...skipping }, ...rest),
    executeMultiOperation: (request: MultiOperation, ...rest: unknown[]) =>
      multi(withSkipping(request), ...rest),
  });
  return client;
}

const withSkipping = ({ operations, ...request }: MultiOperation): MultiOperation => ({
  ...request,
  operations: (operations ?? []).map(({ startWorkflow, ...operation }) => ({
    ...operation,
    ...(startWorkflow && { startWorkflow: { ...startWorkflow, ...skipping } }),
  })),
});

/**
 * Drives the clock of one case that is held (`AccountInput.allowedUntil`) and whose time is skipped. The case sets no
 * timer beyond what it is allowed, so there is nothing that the server could skip to too early. (Temporal's own
 * fast-forward runs past its target now and then when the machine is busy.)
 */
export class CaseClock {
  constructor(private readonly handle: WorkflowHandle) {}

  /** Lets time pass until `target` (case time) and waits until the case rests behind it; null when it has closed. */
  async advanceTo(target: Instant): Promise<CaseStatus | null> {
    for (;;) {
      const status = await this.letTimePass(target);
      if (status === null || status.isResting) return status;
    }
  }

  /** Null when there is no running case. */
  private async letTimePass(target: Instant): Promise<CaseStatus | null> {
    try {
      return await askAgain(() => this.handle.executeUpdate(letTimePass, { args: [target] }));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }
}
