import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { ACCOUNTS_QUEUE, SENDING_QUEUE } from '../workflows/contract';
import type { Report } from './report';

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;

/** What is waited for. A worker that is not there measures nothing, so that this is asked of the server. */
const waitedFor = [
  { queue: ACCOUNTS_QUEUE, kind: 'workflow', type: TASK_QUEUE_TYPE_WORKFLOW },
  { queue: ACCOUNTS_QUEUE, kind: 'activity', type: TASK_QUEUE_TYPE_ACTIVITY },
  { queue: SENDING_QUEUE, kind: 'activity', type: TASK_QUEUE_TYPE_ACTIVITY },
] as const;

/** Cases whose code cannot go on: the server marks them after a few failed tasks. */
const STUCK = "ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL";

/**
 * Asks Temporal how long tasks wait for a worker, how many wait, and how many cases cannot go on: one call a minute,
 * whatever the host of the worker. That it has looked is a metric too, so that its silence is an alarm.
 */
export function createTemporalWatch({
  client,
  report,
}: {
  readonly client: Client;
  readonly report: Report;
}) {
  return async function look(): Promise<void> {
    for (const { queue, kind, type } of waitedFor) {
      const stats = await statsOf(client, queue, type);
      report.measure('task_waits', stats.seconds, 'Seconds', { queue, kind });
      report.measure('task_backlog', stats.waiting, 'Count', { queue, kind });
    }
    const { count } = await client.workflow.count(STUCK);
    report.measure('cases_stuck', count, 'Count', {});
    report.count('watched', {});
  };
}

async function statsOf(
  { options: { namespace }, workflowService }: Client,
  name: string,
  taskQueueType: temporal.api.enums.v1.TaskQueueType,
): Promise<{ seconds: number; waiting: number }> {
  const request = { namespace, taskQueue: { name }, taskQueueType, reportStats: true };
  const { stats } = await workflowService.describeTaskQueue(request);
  const { seconds, nanos } = stats?.approximateBacklogAge ?? {};
  return {
    seconds: Number(seconds ?? 0) + (nanos ?? 0) / 1e9,
    waiting: Number(stats?.approximateBacklogCount ?? 0),
  };
}
