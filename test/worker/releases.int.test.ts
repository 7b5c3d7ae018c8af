import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection } from '@temporalio/worker';
import type { ActivityHost } from '../../activities/host';
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
import { listBuilds, retireBuilds, rollBack } from '../../worker/releases';
import { ACCOUNTS_QUEUE } from '../../workflows/contract';
import { idle, leave } from './idle-workflow';

jest.setTimeout(300_000);

const RECOBRO_PAYLOAD_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
/** A server looks every three minutes whether a build has drained, and knows for five who has polled. */
const quickly = [
  'matching.wv.VersionDrainageStatusVisibilityGracePeriod="1s"',
  'matching.wv.VersionDrainageStatusRefreshInterval="1s"',
  'matching.PollerHistoryTTL="3s"',
];

let server: TemporalServer;
let client: Client;
let connection: NativeConnection;
let code: string;
const hosts = new Map<string, WorkerHost>();

beforeAll(async () => {
  quietRuntime();
  const say = (): void => undefined;
  const logger = { log: say, trace: say, debug: say, info: say, warn: say, error: say };
  const workflowsPath = require.resolve('./idle-workflow');
  [server, { code }] = await Promise.all([
    startTemporal({ settings: quickly }),
    bundleWorkflowCode({ workflowsPath, failureConverterPath: FAILURE_CONVERTER_PATH, logger }),
  ]);
  const env = { TEMPORAL_ADDRESS: server.address, RECOBRO_PAYLOAD_KEYS };
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
  await makeCurrent(client, 'b2');
  await eventually(states, ['b2 current', 'b1 draining']);
  expect(await rollBack(client)).toEqual({ kind: 'rolled_back', buildId: 'b1' });
  expect(await rollBack(client)).toEqual({ kind: 'first' });

  await run('b3');
  await makeCurrent(client, 'b3');
  await eventually(states, ['b3 current', 'b2 drained', 'b1 draining']);
  const taken: string[] = [];
  const takeAway = async (buildId: string) => void taken.push(buildId);
  // The one is the way back, the other has a case.
  expect(await retireBuilds(client, takeAway)).toEqual([]);

  await pinned.signal(leave);
  await pinned.result();
  await eventually(states, ['b3 current', 'b2 drained', 'b1 drained']);
  expect(await retireBuilds(client, takeAway)).toEqual([{ buildId: 'b1', forgotten: false }]);
  await end('b1');
  await eventually(() => retireBuilds(client, takeAway), [{ buildId: 'b1', forgotten: true }]);
  expect([...new Set(taken)]).toEqual(['b1']);
  await eventually(states, ['b3 current', 'b2 drained']);

  await end('b2');
  await eventually(running, ['b3']);
  expect(await rollBack(client)).toEqual({ kind: 'stopped', buildId: 'b2' });
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
