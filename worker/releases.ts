import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { isRefusedWith } from '../temporal/grpc-status';
import { ACCOUNTS_DEPLOYMENT, ACCOUNTS_QUEUE, SENDING_DEPLOYMENT } from '../workflows/contract';
import { makeCurrent } from './host';

type Summary = temporal.api.deployment.v1.WorkerDeploymentInfo.IWorkerDeploymentVersionSummary;

const { WorkerDeploymentVersionStatus: Status, TaskQueueType } = temporal.api.enums.v1;

/**
 * `current`: new cases start on it. `ramping`: some do. `draining`: open cases are pinned to it, it must keep running.
 * `drained`: none is any more. `idle`: it never was current.
 */
export type BuildState = 'current' | 'ramping' | 'draining' | 'drained' | 'idle';

const states = new Map<temporal.api.enums.v1.WorkerDeploymentVersionStatus, BuildState>([
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT, 'current'],
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING, 'ramping'],
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING, 'draining'],
  [Status.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED, 'drained'],
]);

/** A build that the server knows. */
export interface KnownBuild {
  readonly buildId: string;
  readonly state: BuildState;
  /** A worker of it asks for work, or Temporal starts one by itself. */
  readonly isRunning: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The builds of the account workflows that the server knows, newest first. */
export async function listBuilds(client: Client): Promise<readonly KnownBuild[]> {
  const { namespace } = client.options;
  const request = { namespace, deploymentName: ACCOUNTS_DEPLOYMENT };
  const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment(request);
  const polling = await pollingBuilds(client);
  const builds = (workerDeploymentInfo?.versionSummaries ?? []).flatMap((summary) =>
    knownBuild(summary, polling),
  );
  return builds.sort((a, b) => b.createdAt - a.createdAt);
}

function knownBuild(
  { deploymentVersion, status, createTime, computeConfig }: Summary,
  polling: ReadonlySet<string>,
): KnownBuild[] {
  const buildId = deploymentVersion?.buildId;
  if (!buildId) return [];
  const { seconds, nanos } = createTime ?? {};
  return [
    {
      buildId,
      state: (status ? states.get(status) : undefined) ?? 'idle',
      isRunning: polling.has(buildId) || Object.keys(computeConfig?.scalingGroups ?? {}).length > 0,
      createdAt: Number(seconds ?? 0) * 1_000 + Math.floor((nanos ?? 0) / 1e6),
    },
  ];
}

async function pollingBuilds({ options, workflowService }: Client): Promise<ReadonlySet<string>> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: ACCOUNTS_QUEUE },
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return new Set(pollers.flatMap(({ deploymentOptions }) => deploymentOptions?.buildId ?? []));
}

/** `stopped`: there is a build before, and nothing of it runs any more. `first`: there is none before. */
export type RolledBack =
  | { readonly kind: 'rolled_back'; readonly buildId: string }
  | { readonly kind: 'stopped'; readonly buildId: string }
  | { readonly kind: 'first' };

/** Makes the build before the current one the current one, if it still runs; open cases move to it when they wake up. */
export async function rollBack(client: Client): Promise<RolledBack> {
  const before = beforeCurrent(await listBuilds(client));
  if (!before) return { kind: 'first' };
  const { buildId, isRunning } = before;
  if (!isRunning) return { kind: 'stopped', buildId };
  await makeCurrent(client, buildId);
  return { kind: 'rolled_back', buildId };
}

const beforeCurrent = (builds: readonly KnownBuild[]): KnownBuild | undefined => {
  const at = builds.findIndex(({ state }) => state === 'current');
  return at < 0 ? undefined : builds[at + 1];
};

/** The builds that nobody needs: no open case is pinned to them, and they are not the way back from the current one. */
export const retirable = (builds: readonly KnownBuild[]): readonly KnownBuild[] =>
  builds.filter((build) => build.state === 'drained' && build !== beforeCurrent(builds));

/** `forgotten`: Temporal does not list it any more; it does as long as its workers have polled a moment ago. */
export interface Retired {
  readonly buildId: string;
  readonly forgotten: boolean;
}

/**
 * Takes away what runs of the builds that nobody needs, and lets Temporal forget those whose workers are gone.
 *
 * @param takeAway Deletes what runs of a build; called again for one that is gone it does nothing.
 */
export async function retireBuilds(
  client: Client,
  takeAway: (buildId: string) => Promise<void>,
): Promise<readonly Retired[]> {
  const retired: Retired[] = [];
  for (const { buildId } of retirable(await listBuilds(client))) {
    await takeAway(buildId);
    const gone = [
      await forget(client, ACCOUNTS_DEPLOYMENT, buildId),
      await forget(client, SENDING_DEPLOYMENT, buildId),
    ];
    retired.push({ buildId, forgotten: gone.every(Boolean) });
  }
  return retired;
}

async function forget(
  { options, workflowService }: Client,
  deploymentName: string,
  buildId: string,
): Promise<boolean> {
  const { namespace, identity } = options;
  const deploymentVersion = { deploymentName, buildId };
  try {
    await workflowService.deleteWorkerDeploymentVersion({ namespace, identity, deploymentVersion });
    return true;
  } catch (error) {
    if (isRefusedWith(error, 'notFound')) return true;
    if (isRefusedWith(error, 'failedPrecondition')) return false; // a worker of it has polled within the last minutes
    throw error;
  }
}
