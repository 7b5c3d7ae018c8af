import { join } from 'node:path';
import type { Cluster } from '../../local/cluster';
import { startCluster } from '../../local/cluster';
import { localBundle } from '../../local/bundle';
import { ACCOUNTS_DEPLOYMENT } from '../../workflows/contract';
import type { LabCase } from './lab';
import { Lab } from './lab';

/** `ROUTING_CONFIG_UPDATE_STATE_COMPLETED` */
const ROUTING_COMPLETED = 2;

let lab: Lab;
let second: Cluster | undefined;
let bundle: Awaited<ReturnType<typeof localBundle>>;

beforeAll(async () => {
  bundle = await localBundle();
  lab = await Lab.start({ buildId: 'b1', bundle });
});
afterAll(async () => {
  await second?.stop();
  await lab.stop();
});

async function versionOf(one: LabCase) {
  const { raw } = await one.handle.describe();
  const { behavior, deploymentVersion } = raw.workflowExecutionInfo?.versioningInfo ?? {};
  return { isPinned: Number(behavior) === 1, ...deploymentVersion };
}

/** The version once the first task of a new run has been done; the one it stays on when it does not move. */
async function movedTo(one: LabCase, buildId: string) {
  for (let tries = 0; tries < 100; tries += 1) {
    const version = await versionOf(one);
    if (version.isPinned && version.buildId === buildId) return version;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return versionOf(one);
}

const on = (buildId: string) => ({ isPinned: true, deploymentName: 'recobro-accounts', buildId });

/** Waits until the server's task queues know the current build. */
async function announced(buildId: string): Promise<void> {
  const { client } = lab.cluster;
  const request = { namespace: client.options.namespace, deploymentName: ACCOUNTS_DEPLOYMENT };
  for (;;) {
    const { workerDeploymentInfo: info } = await client.workflowService.describeWorkerDeployment(request);
    const current = info?.routingConfig?.currentDeploymentVersion?.buildId;
    if (current === buildId && Number(info?.routingConfigUpdateState) === ROUTING_COMPLETED) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The second build: the same code, beside the first, and current from now on. */
async function release(): Promise<void> {
  const packsDirs = [join(__dirname, '..', 'fixtures', 'scenarios', 'packs')];
  const { gateways } = lab.outbox;
  second = await startCluster({ env: lab.local.env, gateways, packsDirs, bundle, buildId: 'b2' });
  await announced('b2');
}

test('a case stays on its build until it wakes, then goes on with the new one where it stood', async () => {
  const one = await lab.open();
  const idle = await lab.open();
  await one.liveUntil('2026-03-05 12:00');
  expect(await versionOf(one)).toEqual(on('b1'));
  const { runId } = await one.handle.describe();

  await release();
  expect(await versionOf(one)).toEqual(on('b1'));
  await one.pay('p', 40_000, '2026-03-05 13:00');
  expect(await movedTo(one, 'b2')).toEqual(on('b2'));
  expect((await one.handle.describe()).runId).not.toBe(runId);
  expect(await one.status()).toMatchObject({ stage: 'preventive', seq: 1, anchor: 'D1' });
  expect(await versionOf(idle)).toEqual(on('b1'));

  await idle.liveUntil('2026-03-05 12:00');
  expect(await movedTo(idle, 'b2')).toEqual(on('b2'));
  await one.liveUntil('2026-03-11 12:00');
  expect(await one.sent()).toEqual(['aviso email', 'hoy sms', 'vencido sms']);
  expect(await versionOf(one)).toEqual(on('b2'));

  const fresh = await lab.open();
  expect(await versionOf(fresh)).toEqual(on('b2'));
});
