import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { Instant } from '../domain/time/calendar';
import type { CaseStatus } from '../workflows/messages';
import { caseStatus, letTimePass } from '../workflows/messages';

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

const POLL_PAUSE_MS = 4;
const SETTLED_WITHIN_MS = 120_000;

/**
 * Drives the clock of one case that is held (`AccountInput.allowedUntil`) and whose time is skipped. The case sets no
 * timer beyond what it is allowed, so there is nothing that the server could skip to too early. (Temporal's own
 * fast-forward runs past its target now and then when the machine is busy.)
 */
export class CaseClock {
  constructor(
    _client: Client,
    private readonly handle: WorkflowHandle,
  ) {}

  /** Lets time pass until `target` (case time) and waits until the case rests behind it; null when it has closed. */
  async advanceTo(target: Instant): Promise<CaseStatus | null> {
    try {
      await this.handle.signal(letTimePass, target);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
    return this.settled(target);
  }

  /** Waits until the case rests and has nothing due at or before `target`; null when it has closed. */
  async settled(target: Instant | null): Promise<CaseStatus | null> {
    const giveUpAt = Date.now() + SETTLED_WITHIN_MS;
    for (;;) {
      const status = await this.handle.query(caseStatus);
      if (isBehind(status, target)) return status;
      if (status.outcome !== 'open' && !(await this.isRunning())) return null;
      if (Date.now() > giveUpAt)
        throw new Error(`${this.handle.workflowId} does not come to rest: ${JSON.stringify(status)}`);
      await pause(POLL_PAUSE_MS);
    }
  }

  private async isRunning(): Promise<boolean> {
    return (await this.handle.describe()).status.name === 'RUNNING';
  }
}

const isBehind = ({ isResting, waitsUntil }: CaseStatus, target: Instant | null): boolean =>
  isResting && (target === null || waitsUntil === null || waitsUntil > target);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
