import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { ActivityHost } from '../activities/host';
import { createAccountActivities, createSendingActivities } from '../activities';
import type { Report } from '../functions/report';
import { isRefusedWith } from '../temporal/grpc-status';
import type { KeyRing } from '../temporal/key-ring';
import type { PersonKeySource } from '../temporal/person-keys';
import { createDataConverter } from '../temporal/data-converter';
import { traceActivities } from '../traces/temporal';
import type { Tracer } from '../traces/tracer';
import {
  ACCOUNTS_DEPLOYMENT,
  ACCOUNTS_QUEUE,
  SENDING_DEPLOYMENT,
  SENDING_QUEUE,
} from '../workflows/contract';
import { measureActivities } from './metrics';

export interface WorkerHostOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly keys: KeyRing;
  /** The store's `payloadKeys`. */
  readonly persons?: PersonKeySource | undefined;
  readonly bundle: NonNullable<WorkerOptions['workflowBundle']>;
  readonly activities: ActivityHost;
  /** One build of the code; PINNED cases stay on theirs until they continue as new. */
  readonly buildId: string;
  /** Touches a second over all senders, held by the server. Absent = no limit. */
  readonly sendsPerSecond?: number | undefined;
  /** What the activities do is measured for it. Absent where nobody looks. */
  readonly report?: Report;
  /** What the activities do is traced with it. Absent where nobody looks. */
  readonly tracer?: Tracer;
  readonly tuning?: Pick<
    WorkerOptions,
    'maxCachedWorkflows' | 'maxConcurrentWorkflowTaskExecutions' | 'maxConcurrentActivityTaskExecutions'
  >;
}

export interface WorkerHost {
  /** Settles when both workers have stopped; rejects when one of them fails. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** The long-running worker: one worker per task queue, both versioned (DESIGN, decision 5). */
export async function startWorkerHost(options: WorkerHostOptions): Promise<WorkerHost> {
  const workers = [await accountsWorker(options), await sendingWorker(options)];
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  return {
    done,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

function accountsWorker(options: WorkerHostOptions): Promise<Worker> {
  return Worker.create({
    ...shared(options, ACCOUNTS_DEPLOYMENT),
    taskQueue: ACCOUNTS_QUEUE,
    workflowBundle: options.bundle,
    activities: createAccountActivities(options.activities),
  });
}

function sendingWorker(options: WorkerHostOptions): Promise<Worker> {
  return Worker.create({
    ...shared(options, SENDING_DEPLOYMENT),
    taskQueue: SENDING_QUEUE,
    activities: createSendingActivities(options.activities),
    ...(options.sendsPerSecond !== undefined && { maxTaskQueueActivitiesPerSecond: options.sendsPerSecond }),
  });
}

function shared(options: WorkerHostOptions, deploymentName: string) {
  const { connection, namespace, keys, persons, buildId, tuning, report, tracer } = options;
  // A trace first: what is reported says of which it is.
  const activity = [
    ...(tracer ? [traceActivities(tracer)] : []),
    ...(report ? [measureActivities(report)] : []),
  ];
  return {
    connection,
    namespace,
    dataConverter: createDataConverter({ keys, namespace, persons }),
    shutdownGraceTime: '30 seconds',
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName, buildId },
      defaultVersioningBehavior: 'PINNED',
    },
    ...(activity.length > 0 && { interceptors: { activity } }),
    ...tuning,
  } as const;
}

const { ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS: IN_PROGRESS } =
  temporal.api.enums.v1.RoutingConfigUpdateState;

/** How often the server is asked: until the first polls of all queues have made a build known, until it is in force. */
const MOST_TRIES = 600;
const PAUSE_MS = 100;

/**
 * Makes a build the current one of both deployments and waits until it is in force: new cases start on it, open ones move at
 * continue-as-new.
 */
export async function makeCurrent(
  client: Client,
  buildId: string,
  deployments: readonly string[] = [ACCOUNTS_DEPLOYMENT, SENDING_DEPLOYMENT],
): Promise<void> {
  for (const deploymentName of deployments) {
    await setCurrent(client, deploymentName, buildId);
    await inForce(client, deploymentName);
  }
}

async function setCurrent(client: Client, deploymentName: string, buildId: string): Promise<void> {
  const { namespace, identity } = client.options;
  for (let tries = 1; ; tries += 1) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName,
        buildId,
        identity,
      });
      return;
    } catch (error) {
      if (tries >= MOST_TRIES || !isNotKnownYet(error)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** The server tells its task queues of a new current build in the background: what starts before goes to the old one. */
async function inForce(client: Client, deploymentName: string): Promise<void> {
  const { namespace } = client.options;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName,
    });
    if (workerDeploymentInfo?.routingConfigUpdateState !== IN_PROGRESS) return;
    await sleep(PAUSE_MS);
  }
}

/** No worker of the build has polled yet; or not on all queues of the current one. */
const isNotKnownYet = (error: unknown): boolean => isRefusedWith(error, 'notFound', 'failedPrecondition');
