import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { BuildState, KnownBuild } from '../../worker/releases';
import { listBuilds, retirable, retireBuilds, rollBack } from '../../worker/releases';

/** Builds newest first, as `b3 current`. */
const builds = (...lines: readonly string[]): KnownBuild[] =>
  lines.map((line) => {
    const [buildId = '', state] = line.split(' ');
    return { buildId, state: state as BuildState, isRunning: true, createdAt: 0 }; // written below by hand
  });

test.each([
  { rule: 'the one before the current is the way back', known: ['b2 current', 'b1 drained'], free: [] },
  { rule: 'one before that has drained', known: ['b3 current', 'b2 draining', 'b1 drained'], free: ['b1'] },
  { rule: 'one with open cases stays', known: ['b3 current', 'b2 drained', 'b1 draining'], free: [] },
  {
    rule: 'one that is newer and was rolled back goes',
    known: ['b3 drained', 'b2 current', 'b1 drained'],
    free: ['b3'],
  },
  { rule: 'one that never was current may be on its way in', known: ['b3 idle', 'b2 current'], free: [] },
])('retirable(): $rule', ({ known, free }) => {
  expect(retirable(builds(...known)).map(({ buildId }) => buildId)).toEqual(free);
});

const { WorkerDeploymentVersionStatus: Status } = temporal.api.enums.v1;

interface Situation {
  /** Oldest first. */
  readonly versions: readonly { buildId: string; status: number; startedByTemporal?: true }[];
  readonly polling: readonly string[];
  /** Build ids that Temporal will not forget, with the gRPC status that it answers. */
  readonly keeps?: Readonly<Record<string, number>>;
}

/** A client whose server is in this situation, and what it was asked to change. */
function serverWith({ versions, polling, keeps = {} }: Situation): { client: Client; asked: string[] } {
  const asked: string[] = [];
  const workflowService = {
    describeWorkerDeployment: async () => ({
      workerDeploymentInfo: {
        versionSummaries: versions.map(({ buildId, status, startedByTemporal }, at) => ({
          ...{ deploymentVersion: { buildId }, status, createTime: { seconds: at + 1 } },
          ...(startedByTemporal && { computeConfig: { scalingGroups: { worker: {} } } }),
        })),
      },
    }),
    describeTaskQueue: async () => ({
      pollers: polling.map((buildId) => ({ deploymentOptions: { buildId } })),
    }),
    setWorkerDeploymentCurrentVersion: async ({ deploymentName = '', buildId = '' }) =>
      void asked.push(`current ${deploymentName} ${buildId}`),
    deleteWorkerDeploymentVersion: async ({ deploymentVersion: { deploymentName = '', buildId = '' } }) => {
      const code = keeps[buildId];
      if (code !== undefined) throw Object.assign(new Error('kept'), { code });
      asked.push(`forget ${deploymentName} ${buildId}`);
    },
  };
  // What the releases use of a client.
  const client = {
    options: { namespace: 'default', identity: 'test' },
    workflowService,
  } as unknown as Client;
  return { client, asked };
}

const current = { buildId: 'b3', status: Status.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT };
const draining = { buildId: 'b2', status: Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING };
const drained = { buildId: 'b1', status: Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED };

test('listBuilds() tells newest first what keeps each build, and whether anything of it runs', async () => {
  const onLambda = { ...drained, startedByTemporal: true } as const;
  const { client } = serverWith({ versions: [onLambda, draining, current], polling: ['b3'] });
  const known = await listBuilds(client);
  expect(known.map(({ buildId, state, isRunning }) => [buildId, state, isRunning])).toEqual([
    ['b3', 'current', true],
    ['b2', 'draining', false],
    ['b1', 'drained', true],
  ]);
});

test('rollBack() makes the build before the current one of both deployments', async () => {
  const { client, asked } = serverWith({ versions: [drained, draining, current], polling: ['b2', 'b3'] });
  expect(await rollBack(client)).toEqual({ kind: 'rolled_back', buildId: 'b2' });
  expect(asked).toEqual(['current recobro-accounts b2', 'current recobro-sending b2']);
});

test.each([
  {
    rule: 'of which nothing runs',
    versions: [draining, current],
    expected: { kind: 'stopped', buildId: 'b2' },
  },
  { rule: 'that does not exist', versions: [current], expected: { kind: 'first' } },
])('rollBack() does not go back to a build $rule', async ({ versions, expected }) => {
  const { client, asked } = serverWith({ versions, polling: ['b3'] });
  expect(await rollBack(client)).toEqual(expected);
  expect(asked).toEqual([]);
});

test.each([
  { rule: 'is forgotten once its workers are gone', keeps: {}, forgotten: true },
  { rule: 'is forgotten when Temporal knows it no more', keeps: { b1: 5 }, forgotten: true },
  { rule: 'is still listed while its workers poll', keeps: { b1: 9 }, forgotten: false },
])('retireBuilds(): what is taken away $rule', async ({ keeps, forgotten }) => {
  const { client } = serverWith({ versions: [drained, draining, current], polling: [], keeps });
  const taken: string[] = [];
  const retired = await retireBuilds(client, async (buildId) => void taken.push(buildId));
  expect([retired, taken]).toEqual([[{ buildId: 'b1', forgotten }], ['b1']]);
});

test('retireBuilds() says so when Temporal fails otherwise', async () => {
  const { client } = serverWith({ versions: [drained, draining, current], polling: [], keeps: { b1: 14 } });
  await expect(retireBuilds(client, async () => undefined)).rejects.toThrow('kept');
});
