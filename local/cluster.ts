import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import type { Client } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { NativeConnection } from '@temporalio/worker';
import { join } from 'node:path';
import type { ActivityHost } from '../activities/host';
import { SEND_GUARD_MS } from '../domain/touch';
import type { Clock, Gateways } from '../activities/ports';
import { tellAccounts } from '../activities/tell-accounts';
import { createFeedback } from '../functions/feedback';
import type { Intake } from '../functions/intake';
import { createIntake } from '../functions/intake';
import type { LawLibrary } from '../policy/law/library';
import { loadLaw } from '../policy/law/library';
import { loadTemplates } from '../policy/templates/load';
import { blindIndexFromEnv } from '../store/blind-index';
import { createDocumentClient } from '../store/client';
import { createTables } from '../store/create-tables';
import type { Store } from '../store/store';
import { keyWrapperFrom } from '../store/kms-wrapper';
import { createStore } from '../store/store';
import { connectClient, connectionSettings, namespaceOf } from '../temporal/connection';
import { keyRingFromEnv } from '../temporal/key-ring';
import { quietRuntime } from '../temporal/quiet-runtime';
import { currentTrace } from '../traces/context';
import type { Tracer } from '../traces/tracer';
import { tracedGateways } from '../worker/traces';
import type { WorkerHost, WorkerHostOptions } from '../worker/host';
import { makeCurrent, startWorkerHost } from '../worker/host';
import { localBundle } from './bundle';
import { LOCAL_TABLES } from './tables';
import { localTenant } from './tenant';
import { skipTime } from './time-skipping';

export { LOCAL_TABLES };

const ROOT = join(__dirname, '..');

export interface ClusterOptions {
  /** From `startLocal`: addresses, keys and credentials. */
  readonly env: Readonly<Record<string, string>>;
  readonly gateways: Gateways;
  /** Folders of rule packs besides the product's own. */
  readonly packsDirs?: readonly string[];
  /** Packs of platforms whose conditions are kept; none unless named. */
  readonly platforms?: readonly string[];
  /** `skipped`: activities take the instant that the workflow planned, and facts say when it is (default). */
  readonly time?: 'real' | 'skipped';
  readonly bundle?: WorkflowBundleWithSourceMap;
  readonly buildId?: string;
  readonly tuning?: WorkerHostOptions['tuning'];
  readonly wrapStore?: (store: Store) => Store;
  /** Clock of what the store keeps in memory; the real one unless told. */
  readonly storeNow?: () => number;
  /** Payloads are encrypted with the key of `env` alone, so that recorded histories can be read without a store. */
  readonly oneKey?: true;
  /** Of what the worker does. Absent: nothing is traced. */
  readonly tracer?: Tracer;
}

/** The whole system in one process against local servers: store, worker, intake. */
export interface Cluster {
  readonly client: Client;
  readonly store: Store;
  readonly intake: Intake;
  readonly feedback: ReturnType<typeof createFeedback>;
  readonly law: LawLibrary;
  readonly worker: WorkerHost;
  /** The code that its workflows run. */
  readonly bundle: WorkflowBundleWithSourceMap;
  readonly buildId: string;
  stop(): Promise<void>;
}

const CLOCKS: Readonly<Record<'real' | 'skipped', Clock>> = {
  real: { now: () => Date.now() },
  skipped: { now: (planned) => planned },
};

/** Starts a worker and everything it works with. `env` is also put into this process, for the AWS clients. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  Object.assign(process.env, options.env);
  quietRuntime();
  const tables = new DynamoDBClient({});
  const documentClient = createDocumentClient(tables);
  await createTables(tables, LOCAL_TABLES);
  const keys = keyRingFromEnv(options.env);
  const plain = createStore({
    documentClient,
    tables: LOCAL_TABLES,
    blindIndex: blindIndexFromEnv(options.env),
    keyWrapper: keyWrapperFrom({ env: options.env, ring: keys, kms: () => new KMSClient({}) }),
    ...(options.storeNow && { now: options.storeNow }),
  });
  const persons = options.oneKey ? undefined : plain.payloadKeys;
  const store = options.wrapStore?.(plain) ?? plain;
  const client = clientFor(options, await connectClient(options.env, persons));
  const law = loadLaw({ packsDirs: options.packsDirs ?? [], platforms: options.platforms ?? [] });
  const connection = await NativeConnection.connect(connectionSettings(options.env));
  const buildId = options.buildId ?? 'local';
  const bundle = options.bundle ?? (await localBundle());
  const worker = await startWorkerHost({
    connection,
    namespace: namespaceOf(options.env),
    keys,
    persons,
    bundle,
    activities: activityHost(options, store, law, client),
    buildId,
    ...(options.tracer && { tracer: options.tracer }),
    ...(options.tuning && { tuning: options.tuning }),
  });
  await makeCurrent(client, buildId);
  const intake = createIntake({ store, client, caseTime: options.time === 'real' ? 'real' : 'held' });
  return {
    client,
    store,
    intake,
    feedback: createFeedback({ store, intake }),
    law,
    worker,
    bundle,
    buildId,
    stop: async () => {
      await worker.stop();
      await connection.close();
      await client.connection.close();
      tables.destroy();
    },
  };
}

/** Where time is skipped, the cases that this process starts skip it. */
const clientFor = ({ time = 'skipped' }: ClusterOptions, client: Client): Client =>
  time === 'skipped' ? skipTime(client) : client;

function activityHost(
  { gateways, time = 'skipped', tracer }: ClusterOptions,
  store: Store,
  law: LawLibrary,
  client: Client,
): ActivityHost {
  return {
    store,
    law,
    templates: loadTemplates(join(ROOT, 'messages')),
    gateways: tracer ? tracedGateways(tracer, gateways) : gateways,
    traceId: () => currentTrace()?.traceId,
    clock: CLOCKS[time],
    guardMs: time === 'real' ? SEND_GUARD_MS : 0,
    broadcast: { tell: (news) => tellAccounts(client, news) },
    tenantProfile: () => localTenant,
  };
}
