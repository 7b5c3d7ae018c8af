import type { Cluster } from '../../local/cluster';
import { startCluster } from '../../local/cluster';
import { until } from '../../local/process';
import type { LabCase } from './lab';
import { Lab, SCENARIO_PACKS } from './lab';

let second: Cluster | undefined;
afterAll(() => second?.stop()); // before the servers that it works with
const lab = Lab.forTests({ buildId: 'b1' });

async function versionOf(one: LabCase) {
  const { raw } = await one.handle.describe();
  const { behavior, deploymentVersion } = raw.workflowExecutionInfo?.versioningInfo ?? {};
  return { isPinned: Number(behavior) === 1, ...deploymentVersion };
}

/** The version once the first task of a new run has been done; the one it stays on when it does not move. */
async function movedTo(one: LabCase, buildId: string) {
  await until(async () => {
    const version = await versionOf(one);
    return version.isPinned && version.buildId === buildId;
  }, 60_000);
  return versionOf(one);
}

const on = (buildId: string) => ({ isPinned: true, deploymentName: 'recobro-accounts', buildId });

/** The second build: the same code, beside the first, and current from now on. */
async function release(): Promise<void> {
  const { gateways } = lab.outbox;
  const { bundle } = lab.cluster;
  const packsDirs = [SCENARIO_PACKS];
  second = await startCluster({ env: lab.local.env, gateways, packsDirs, bundle, buildId: 'b2' });
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
