import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createConsoleReport } from '../functions/report';
import { connectClient, connectionSettings, namespaceOf } from '../temporal/connection';
import { keyRingFromEnv } from '../temporal/key-ring';
import { createSecretEnvironment } from '../temporal/secret-environment';
import { createSecretReader } from '../temporal/secret-reader';
import { createProcessTraces, flushRegularly } from '../traces/process';
import { traceCalls } from '../traces/temporal';
import { startWorkerHost } from './host';
import { needed, productionHost, productionStore, sendsPerSecond } from './production';

/** How often the secrets are looked at. */
const LOOK_MS = 60_000;

/**
 * The worker of Fargate: runs until it is told to stop, then finishes what it began. When a secret has changed it ends in
 * the same way, and the service starts another that reads the new one: rotation needs no deploy.
 *
 * @param root Folder with `workflows.js`, `law/`, `messages/` and `tenants/`.
 */
export async function runFargateWorker(root: string, env = process.env): Promise<void> {
  Runtime.install({ shutdownSignals: [] }); // this process decides for both of its workers
  const read = createSecretReader(new SecretsManagerClient({}));
  const refresh = createSecretEnvironment({ env, read, now: Date.now });
  await refresh();
  const store = productionStore(env);
  const traces = createProcessTraces(env);
  const { tracer } = traces;
  const client = await connectClient(env, store.payloadKeys, [traceCalls(tracer)]);
  const connection = await NativeConnection.connect(connectionSettings(env));
  const host = await startWorkerHost({
    connection,
    namespace: namespaceOf(env),
    keys: keyRingFromEnv(env),
    persons: store.payloadKeys,
    bundle: { codePath: join(root, 'workflows.js') },
    activities: productionHost(env, { client, store, tracer }, root),
    buildId: needed(env, 'RECOBRO_BUILD_ID'),
    report: createConsoleReport(env),
    tracer,
    sendsPerSecond: sendsPerSecond(env),
  });
  const stop = (): void => void host.stop();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  const flushed = flushRegularly(traces);
  const look = setInterval(() => {
    refresh().then(
      (isNew) => isNew && stop(),
      () => undefined,
    ); // a secret that cannot be read now is asked again
  }, LOOK_MS);
  try {
    await host.done;
  } finally {
    clearInterval(look);
    await flushed();
    await connection.close();
    await client.connection.close();
  }
}

if (require.main === module)
  runFargateWorker(__dirname).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
