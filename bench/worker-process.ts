import { Context } from '@temporalio/activity';
import type { Worker } from '@temporalio/worker';
import { DefaultLogger, NativeConnection, Runtime, Worker as TemporalWorker } from '@temporalio/worker';
import { join } from 'node:path';
import { startCluster } from '../local/cluster';
import { Outbox } from '../local/outbox';
import type { Store } from '../store/store';
import { connectionSettings, namespaceOf } from '../temporal/connection';
import { createDataConverter } from '../temporal/data-converter';
import { keyRingFromEnv } from '../temporal/key-ring';
import { bundleWorkflows } from '../worker/bundle';
import type { Activities, SendTouchReply } from '../workflows/contract';
import { accountWorkflowId } from '../workflows/messages';
import type { BareActivities } from './bare-workflow';
import { hasFact } from './sample-account';
import type { ToWorker, WorkerRole } from './worker-child';
import { CACHED_CASES, isRole, laterClock, roles, TENANT } from './worker-child';

// The process whose CPU is the worker's: started by worker-child.ts, ended by closing its channel.

const PACKS = join(__dirname, '..', 'test', 'fixtures', 'scenarios', 'packs');
/** As long as an attempt's id. */
const NO_ATTEMPT = '0'.repeat(32);

const clock = laterClock();
let announced = 0;
const waiting = new Map<number, () => void>();

/** Tells the driver that a touch is on its way for which it has a fact, and waits until the fact is in. */
function announce(workflowId: string, step: string, at: number): Promise<void> {
  if (!hasFact(step)) return Promise.resolve();
  announced += 1;
  const id = announced;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    process.send?.({ kind: 'touching', id, workflowId, step, at });
  });
}

const currentWorkflow = (): string => Context.current().info.workflowExecution?.workflowId ?? '';

/** Activities of both workflows that do nothing but answer, as the measure of the workflows themselves. */
const idle: Activities & BareActivities = {
  sendTouch: async ({ touch }): Promise<SendTouchReply> => {
    await announce(currentWorkflow(), touch.step, touch.at);
    const channel = touch.via[0] ?? 'email';
    return {
      kind: 'decided',
      journaled: true,
      result: { kind: 'sent', at: touch.at, channel, attempt: NO_ATTEMPT },
    };
  },
  keepBooks: async () => undefined,
  readFacts: async () => [],
  changePerson: async () => undefined,
  bareTouch: async ({ step, answer }) => {
    await announce(currentWorkflow(), step, 0);
    return answer;
  },
  bareBooks: async () => undefined,
};

async function startIdle(role: WorkerRole): Promise<Worker[]> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const namespace = namespaceOf(process.env);
  const { buildId, deployments, queues } = roles[role];
  const shared = {
    connection: await NativeConnection.connect(connectionSettings(process.env)),
    namespace,
    dataConverter: createDataConverter({ keys: keyRingFromEnv(process.env), namespace }),
    activities: { ...idle },
  };
  const versioned = (deploymentName: string) => ({
    workerDeploymentOptions: {
      useWorkerVersioning: true as const,
      version: { deploymentName, buildId },
      defaultVersioningBehavior: 'PINNED' as const,
    },
  });
  const workflowBundle = await (role === 'bare'
    ? bundleWorkflows(join(__dirname, 'bare-workflow.ts'), [], [])
    : bundleWorkflows());
  return Promise.all([
    TemporalWorker.create({ ...shared, ...versioned(deployments[0]), taskQueue: queues[0], workflowBundle }),
    TemporalWorker.create({ ...shared, ...versioned(deployments[1]), taskQueue: queues[1] }),
  ]);
}

/** The system as it is, with its store in the local cloud; messages stay in memory. */
async function runReal(): Promise<void> {
  const { env } = process;
  const known = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const gateways = new Outbox().gateways;
  const cluster = await startCluster({
    env: known,
    gateways,
    packsDirs: [PACKS],
    buildId: roles.real.buildId,
    wrapStore: announcing,
    storeNow: clock.now,
    ...(env[CACHED_CASES] !== undefined && { tuning: { maxCachedWorkflows: Number(env[CACHED_CASES]) } }),
  });
  process.send?.({ kind: 'ready' });
  await disconnected();
  await cluster.stop();
}

/** Days lie between touches, so no key is left in memory. The driver's fact comes in when a touch has been recorded. */
const announcing = (store: Store): Store => ({
  ...store,
  look: (ref) => {
    clock.pass();
    return store.look(ref);
  },
  settleTouch: async (settle) => {
    const answer = await store.settleTouch(settle);
    const step = settle.drafts[0]?.facts['step'];
    if (typeof step === 'string')
      await announce(accountWorkflowId(TENANT, settle.ref.accountId), step, settle.at);
    return answer;
  },
});

async function runIdle(role: WorkerRole): Promise<void> {
  const workers = await startIdle(role);
  const ended = Promise.all(workers.map((worker) => worker.run()));
  process.send?.({ kind: 'ready' });
  await disconnected();
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  await ended;
}

const disconnected = (): Promise<void> => new Promise((resolve) => process.once('disconnect', resolve));

process.on('message', (told: ToWorker) => {
  if ('kind' in told) return clock.pass();
  waiting.get(told.id)?.();
  waiting.delete(told.id);
});

const role = process.argv[2];
if (!isRole(role))
  throw new Error(`Cannot run a worker as "${role}": use one of ${Object.keys(roles).join(', ')}`);

void (role === 'real' ? runReal() : runIdle(role)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
