import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';

type StartRequest = temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest;
type StartResponse = temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
type Start = (request: StartRequest, ...rest: unknown[]) => Promise<StartResponse>;

const Polling = temporal.api.enums.v1.FastForwardPollingResult;

/** The server stops skipping after some 200 skips unless told; a case has a few per touch. */
const MAX_SKIPS = 1_000;
/** Id of the fast-forward that a start carries. */
const FROM_START = 'from-start';

/**
 * Makes every workflow that this client starts run with its time skipped from the start, through continue-as-new: no hop
 * per timer, and no race with an update. Give it a client of its own, because the raw call is wrapped (the SDK has no
 * option for it). Experimental in Temporal: server 1.32.
 *
 * @param spanOf Workflow id → how far its clock runs by itself, in milliseconds from its start; null = to its end.
 */
export function freeRunning(client: Client, spanOf: (workflowId: string) => number | null): Client {
  const service = client.workflowService;
  // Of the overloads of a gRPC method the SDK calls the one that answers with a promise.
  const start = service.startWorkflowExecution.bind(service) as Start;
  const wrapped: Start = (request, ...rest) => {
    const span = spanOf(request.workflowId ?? '');
    const fastForwardConfig = span === null ? null : { id: FROM_START, duration: msToTs(span) };
    const timeSkippingConfig = { enabled: true, maxSessionSkipCount: MAX_SKIPS, fastForwardConfig };
    return start({ ...request, timeSkippingConfig }, ...rest);
  };
  Object.assign(service, { startWorkflowExecution: wrapped });
  return client;
}

/** Waits until the clock of a workflow has run as far as {@link freeRunning} lets it, or the workflow has ended. */
export async function fastForwarded(client: Client, workflowId: string): Promise<void> {
  const { namespace } = client.options;
  const request = { namespace, workflowExecution: { workflowId }, fastForwardId: FROM_START };
  for (;;) {
    const answer = await client.workflowService.pollWorkflowExecutionTimeSkipping(request);
    if (answer.fastForwardPollingResult !== Polling.FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT) return;
  }
}
