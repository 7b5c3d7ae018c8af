import type { Client } from '@temporalio/client';
import { ACCOUNTS_DEPLOYMENT } from '../workflows/contract';
import { makeCurrent } from './host';

/** A build that the server knows. */
export interface KnownBuild {
  readonly buildId: string;
  readonly isCurrent: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The builds of the account workflows that the server knows, newest first. */
export async function listBuilds(client: Client): Promise<readonly KnownBuild[]> {
  const { namespace } = client.options;
  const deploymentName = ACCOUNTS_DEPLOYMENT;
  const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
    namespace,
    deploymentName,
  });
  const current = workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId;
  const builds = (workerDeploymentInfo?.versionSummaries ?? []).flatMap(
    ({ deploymentVersion, createTime }) => {
      const buildId = deploymentVersion?.buildId;
      if (!buildId) return [];
      return [
        { buildId, isCurrent: buildId === current, createdAt: Number(createTime?.seconds ?? 0) * 1_000 },
      ];
    },
  );
  return builds.sort((a, b) => b.createdAt - a.createdAt);
}

/**
 * Goes back to the build before the current one; open cases move to it when they wake up.
 *
 * @returns The build that is current now; undefined when there is none to go back to.
 */
export async function rollBack(client: Client): Promise<string | undefined> {
  const builds = await listBuilds(client);
  const at = builds.findIndex(({ isCurrent }) => isCurrent);
  const before = at < 0 ? undefined : builds[at + 1];
  if (!before) return undefined;
  await makeCurrent(client, before.buildId);
  return before.buildId;
}
