import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** How long the server waits for an activity whose worker was killed; in production it is a minute for a send. */
const START_TO_CLOSE_MS = 3_000;

/** Goes into the bundle of the crash test only, so that the workflow itself need not know of tests. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) =>
        next({ ...input, options: { ...input.options, startToCloseTimeout: START_TO_CLOSE_MS } }),
    },
  ],
});
