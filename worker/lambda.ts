import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { LambdaHandler } from '@temporalio/lambda-worker';
import { runWorker } from '@temporalio/lambda-worker';
import { createAccountActivities, createSendingActivities } from '../activities';
import { createConsoleReport } from '../functions/report';
import { connectClient, connectionSettings, namespaceOf } from '../temporal/connection';
import { createDataConverter } from '../temporal/data-converter';
import { keyRingFromEnv } from '../temporal/key-ring';
import { createSecretEnvironment } from '../temporal/secret-environment';
import { createSecretReader } from '../temporal/secret-reader';
import { createProcessTraces, flushRegularly } from '../traces/process';
import { traceActivities, traceCalls } from '../traces/temporal';
import {
  ACCOUNTS_DEPLOYMENT,
  ACCOUNTS_QUEUE,
  SENDING_DEPLOYMENT,
  SENDING_QUEUE,
} from '../workflows/contract';
import { measureActivities } from './metrics';
import { needed, productionHost, productionStore, sendsPerSecond } from './production';

/** What is running when the invocation nears its end has so long to finish: longer than a send may take. */
export const GRACE_MS = 20_000;
/** From the begin of the end to the deadline of Lambda; a slow cold start eats from it. */
export const DEADLINE_BUFFER_MS = 35_000;

const env = process.env;
const read = createSecretReader(new SecretsManagerClient({}));
const refresh = createSecretEnvironment({ env, read, now: Date.now });
const traces = createProcessTraces(env);
const { tracer } = traces;
let worker: Promise<LambdaHandler> | undefined;

/**
 * The worker of Lambda, one function for each task queue (`RECOBRO_WORKER_QUEUE`: `accounts` or `sending`). When a secret
 * has changed the process ends, and the next invocation starts with the new one.
 */
export const handler: LambdaHandler = async (event, context) => {
  const isNew = await refresh();
  if (isNew && worker) process.exit(1);
  worker ??= makeWorker(__dirname).catch((error: unknown) => {
    worker = undefined;
    throw error;
  });
  const flushed = flushRegularly(traces);
  try {
    await (
      await worker
    )(event, context);
  } finally {
    await flushed();
  }
};

async function makeWorker(root: string): Promise<LambdaHandler> {
  const store = productionStore(env);
  const persons = store.payloadKeys;
  const client = await connectClient(env, persons, [traceCalls(tracer)]);
  const activities = productionHost(env, { client, store, tracer }, root);
  const isSending = needed(env, 'RECOBRO_WORKER_QUEUE') === 'sending';
  const namespace = namespaceOf(env);
  const version = {
    deploymentName: isSending ? SENDING_DEPLOYMENT : ACCOUNTS_DEPLOYMENT,
    buildId: needed(env, 'RECOBRO_BUILD_ID'),
  };
  const limit = sendsPerSecond(env);
  return runWorker(version, (config) => {
    config.namespace = namespace;
    config.connectionOptions = connectionSettings(env);
    config.shutdownDeadlineBufferMs = DEADLINE_BUFFER_MS;
    config.workerOptions = {
      ...config.workerOptions,
      shutdownGraceTime: GRACE_MS,
      interceptors: { activity: [traceActivities(tracer), measureActivities(createConsoleReport(env))] },
      dataConverter: createDataConverter({ keys: keyRingFromEnv(env), namespace, persons }),
      ...(isSending
        ? {
            taskQueue: SENDING_QUEUE,
            activities: createSendingActivities(activities),
            ...(limit !== undefined && { maxTaskQueueActivitiesPerSecond: limit }),
          }
        : {
            taskQueue: ACCOUNTS_QUEUE,
            activities: createAccountActivities(activities),
            workflowBundle: { codePath: join(root, 'workflows.js') },
          }),
    };
  });
}
