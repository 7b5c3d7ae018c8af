import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection } from '@temporalio/worker';
import type { ActivityHost } from '../../activities/host';
import { registerWorker } from '../../cli/verbs/worker';
import { createReport } from '../../functions/report';
import { createTemporalWatch } from '../../functions/temporal-watch';
import { stopAll } from '../../local/process';
import type { TemporalServer } from '../../local/temporal-server';
import { startTemporal } from '../../local/temporal-server';
import { connectClient, connectionSettings } from '../../temporal/connection';
import { FAILURE_CONVERTER_PATH } from '../../temporal/data-converter';
import { keyRingFromEnv } from '../../temporal/key-ring';
import { quietRuntime } from '../../temporal/quiet-runtime';
import type { WorkerHost } from '../../worker/host';
import { makeCurrent, startWorkerHost } from '../../worker/host';
import { registerLambdaBuild } from '../../worker/register';
import { listBuilds, retireBuilds } from '../../worker/releases';
import { ACCOUNTS_QUEUE } from '../../workflows/contract';
import { runCommand } from '../cli/printed';
import { idle, leave } from './idle-workflow';

/** The commands open the store too, and ask it nothing. */
const elsewhere = {
  RECOBRO_CORE_TABLE: 'core',
  RECOBRO_LEDGER_TABLE: 'ledger',
  RECOBRO_IDEMPOTENCY_TABLE: 'idempotency',
  RECOBRO_INDEX_KEY: Buffer.alloc(32, 9).toString('base64'),
  AWS_REGION: 'us-east-1',
};
const RECOBRO_PAYLOAD_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
/** A server looks every three minutes whether a build has drained, and knows for five who has polled within one. */
const quickly = [
  'matching.wv.VersionDrainageStatusVisibilityGracePeriod="1s"',
  'matching.wv.VersionDrainageStatusRefreshInterval="1s"',
  'matching.longPollExpirationInterval="1s"',
  'matching.PollerHistoryTTL="8s"',
  // Starts functions of Lambda; here there is none, so that it is seen how far it comes.
  'workercontroller.enabled=true',
  'workercontroller.compute_providers.enabled=["aws-lambda"]',
  'workercontroller.scaling_algorithms.enabled=["no-sync"]',
];

let server: TemporalServer;
let client: Client;
let connection: NativeConnection;
let code: string;
const hosts = new Map<string, WorkerHost>();

beforeAll(async () => {
  quietRuntime();
  // The server asks AWS to take on a role, at a place where nobody answers.
  const nobody = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  Object.assign(process.env, nobody);
  const say = (): void => undefined;
  const logger = { log: say, trace: say, debug: say, info: say, warn: say, error: say };
  const workflowsPath = require.resolve('./idle-workflow');
  [server, { code }] = await Promise.all([
    startTemporal({ settings: quickly }),
    bundleWorkflowCode({ workflowsPath, failureConverterPath: FAILURE_CONVERTER_PATH, logger }),
  ]);
  const env = { TEMPORAL_ADDRESS: server.address, RECOBRO_PAYLOAD_KEYS };
  delete process.env['AWS_ENDPOINT_URL']; // the commands would look for a local cloud there
  Object.assign(process.env, env, elsewhere);
  client = await connectClient(env);
  connection = await NativeConnection.connect(connectionSettings(env));
});

afterAll(async () => {
  for (const host of hosts.values()) await host.stop();
  await client.connection.close();
  await connection.close();
  await stopAll();
});

async function run(buildId: string): Promise<void> {
  const keys = keyRingFromEnv({ RECOBRO_PAYLOAD_KEYS });
  // No activity is called, so none needs anything.
  const activities = { store: {} } as ActivityHost;
  const options = { connection, namespace: 'default', keys, bundle: { code }, activities, buildId };
  hosts.set(buildId, await startWorkerHost(options));
}

async function end(buildId: string): Promise<void> {
  await hosts.get(buildId)?.stop();
  hosts.delete(buildId);
}

const open = (workflowId: string) => client.workflow.start(idle, { workflowId, taskQueue: ACCOUNTS_QUEUE });

/** Runs the command; what it prints, and its exit code. */
async function recobro(...args: readonly string[]): Promise<{ out: string; exit: unknown }> {
  const { out, exit } = await runCommand(registerWorker, ...args);
  return { out, exit };
}

/** Asks until the answer is this one: the server looks at its builds in the background. */
async function eventually<T>(ask: () => Promise<T>, expected: T): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (JSON.stringify(await ask()) === JSON.stringify(expected)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await ask()).toEqual(expected);
}

const states = async () => (await listBuilds(client)).map(({ buildId, state }) => `${buildId} ${state}`);
const running = async () =>
  (await listBuilds(client)).filter((one) => one.isRunning).map((one) => one.buildId);

test('a build stays while cases are pinned to it, is the way back, and goes when nobody needs it', async () => {
  await run('b1');
  await makeCurrent(client, 'b1');
  const pinned = await open('pinned');
  await eventually(
    async () =>
      (await pinned.describe()).raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId,
    'b1',
  );

  await run('b2');
  expect(await recobro('worker', 'promote', 'b2')).toMatchObject({ out: 'Build actual: b2.\n' });
  await eventually(states, ['b2 current', 'b1 draining']);
  expect(await recobro('worker', 'rollback')).toEqual({ out: 'Build actual: b1.\n', exit: undefined });
  expect(await recobro('worker', 'rollback')).toEqual({
    out: 'No hay un build anterior: vea recobro worker builds.\n',
    exit: 1,
  });

  await run('b3');
  await makeCurrent(client, 'b3');
  await eventually(states, ['b3 current', 'b2 drained', 'b1 draining']);
  await eventually(running, ['b3', 'b2', 'b1']);
  const { out } = await recobro('worker', 'builds');
  expect(out).toMatch(/^\* b3 {2}\S+ {2}actual; en marcha$/m);
  expect(out).toMatch(/^ {2}b1 {2}\S+ {2}con casos abiertos: debe seguir en marcha; en marcha$/m);
  const taken: string[] = [];
  const takeAway = async (buildId: string) => {
    taken.push(buildId);
    await end(buildId);
  };
  // The one is the way back, the other has a case.
  expect(await retireBuilds(client, takeAway)).toEqual([]);

  await pinned.signal(leave);
  await pinned.result();
  await eventually(states, ['b3 current', 'b2 drained', 'b1 drained']);
  await eventually(async () => {
    await retireBuilds(client, takeAway);
    return states();
  }, ['b3 current', 'b2 drained']);
  expect([...new Set(taken)]).toEqual(['b1']);

  await end('b2');
  await eventually(running, ['b3']);
  const back = await recobro('worker', 'rollback');
  expect(back).toEqual({ out: expect.stringContaining('b2, ya no tiene ningún worker'), exit: 1 });
});

test('work that no worker takes shows in what the watch measures', async () => {
  await end('b3');
  await open('waiting');
  const lines: Record<string, unknown>[] = [];
  const report = createReport((line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const look = createTemporalWatch({ client, report });
  const backlog = async () => {
    lines.length = 0;
    await look();
    return lines.find(
      ({ task_backlog, kind, queue }) =>
        task_backlog !== undefined && kind === 'workflow' && queue === ACCOUNTS_QUEUE,
    )?.['task_backlog'];
  };
  await eventually(backlog, 1);
  expect(lines.filter((line) => 'task_waits' in line)).toHaveLength(3);
  expect(lines.at(-1)).toMatchObject({ watched: 1 });
  expect(lines.at(-2)).toMatchObject({ cases_stuck: 0 });
});

test('a build on Lambda is given to Temporal in the form that it reads: it goes on to take the role on', async () => {
  const arn = 'arn:aws:lambda:us-east-1:111122223333:function:worker:build-l1';
  const role = 'arn:aws:iam::111122223333:role/starts-workers';
  const registered = registerLambdaBuild(client, {
    buildId: 'l1',
    functions: { accounts: arn, sending: arn },
    role,
    externalId: 'r-1',
  });
  await expect(registered).rejects.toThrow(/compute provider/i);
});
