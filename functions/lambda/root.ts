import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Client } from '@temporalio/client';
import { blindIndexFromEnv } from '../../store/blind-index';
import { createDocumentClient } from '../../store/client';
import { keyWrapperFrom } from '../../store/kms-wrapper';
import type { Store } from '../../store/store';
import { createStore } from '../../store/store';
import { tableNames } from '../../store/tables';
import { connectClient } from '../../temporal/connection';
import { keyRingFromEnv } from '../../temporal/key-ring';
import { createSecretEnvironment } from '../../temporal/secret-environment';
import { createSecretReader } from '../../temporal/secret-reader';
import { createProcessTraces } from '../../traces/process';
import { traceCalls } from '../../traces/temporal';
import type { Intake } from '../intake';
import { createIntake } from '../intake';
import type { Queue } from '../queue';
import { createSqsQueue } from '../queue';
import { createConsoleReport } from '../report';
import type { SecretsOf } from '../secrets';
import { createSecrets } from '../secrets';
import type { Strategies } from '../strategies';
import { readStrategies } from '../strategies';

/** Forgets what was made with secrets that are no more. */
const made: (() => void)[] = [];

/** What the functions of one Lambda container share; each part is made when it is first asked for. */
export const report = createConsoleReport(process.env);

const traces = createProcessTraces(process.env);
export const { tracer } = traces;

export const theStore = once((): Store =>
  createStore({
    documentClient: createDocumentClient(),
    tables: tableNames(process.env),
    blindIndex: blindIndexFromEnv(process.env),
    keyWrapper: keyWrapperFrom({
      env: process.env,
      ring: keyRingFromEnv(process.env),
      kms: () => new KMSClient({}),
    }),
  }),
);

/** A connection that could not be made is tried again with the next event. */
export const theClient = once((): Promise<Client> =>
  connectClient(process.env, theStore().payloadKeys, [traceCalls(tracer)]),
);

export const theIntake = once(async (): Promise<Intake> =>
  createIntake({ store: theStore(), client: await theClient() }),
);

const readSecret = createSecretReader(new SecretsManagerClient({}));

export const theSecrets = once((): SecretsOf => createSecrets({ read: readSecret, now: Date.now }));

const refresh = createSecretEnvironment({ env: process.env, read: readSecret, now: Date.now });

/** Spans are handed over before the answer is: afterwards Lambda freezes the process. */
export const withTraces =
  <A extends readonly unknown[], R>(handler: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    try {
      return await handler(...args);
    } finally {
      await traces.flush();
    }
  };

/**
 * Every handler that opens the store or Temporal is wrapped in this: the secrets stand in the environment before it runs,
 * and what was made with one that has changed since is made anew.
 */
export const withSecrets = <A extends readonly unknown[], R>(handler: (...args: A) => Promise<R>) =>
  withTraces(async (...args: A): Promise<R> => {
    if (await refresh()) for (const forget of made) forget();
    return handler(...args);
  });

/** The strategies that were packed with the function: `RECOBRO_STRATEGIES`, or else `strategies.json` beside it. */
export const theStrategies = once((): Strategies =>
  readStrategies(
    process.env['RECOBRO_STRATEGIES'] ?? 'strategies.json',
    process.env['RECOBRO_DEFAULT_STRATEGY'] ?? 'consumo',
  ),
);

const queues = new Map<string, Queue>();

/** The queue whose address stands in an environment variable. */
export function queueFrom(variable: string): Queue {
  const known = queues.get(variable);
  if (known) return known;
  const url = process.env[variable];
  if (!url) throw new Error(`Cannot find the queue: set ${variable} to its URL`);
  const queue = createSqsQueue({ sqs: new SQSClient({}), url });
  queues.set(variable, queue);
  return queue;
}

/** Keeps what was made until it is to be forgotten, but not a promise that failed. */
function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  const forget = (): void => {
    kept = undefined;
  };
  made.push(forget);
  return () => {
    if (kept) return kept.value;
    const value = make();
    kept = { value };
    if (value instanceof Promise) value.catch(forget);
    return value;
  };
}
