import { createAwsClients } from '../activities/aws/clients';
import { releaseHere, softwareHere } from './release';
import { keepBuild } from '../evidence/builds/kept';
import { PRODUCT_PLATFORMS } from '../policy/law/library';
import { localAwsGateways } from './aws-gateways';
import { startLocalApi } from './api-service';
import { startCluster } from './cluster';
import { localEvidence } from './evidence';
import type { LocalService, ServiceContext } from './services';

/** The worker and the API of `recobro start`: real clock, AWS adapters against the local cloud. */
export async function startWorkerService({ env, progress }: ServiceContext): Promise<LocalService> {
  progress('starting the worker…');
  Object.assign(process.env, env);
  const gateways = await localAwsGateways(createAwsClients());
  const cluster = await startCluster({ env, gateways, time: 'real', platforms: PRODUCT_PLATFORMS });
  const { buildId, bundle } = cluster;
  // As a release does: whatever runs cases can be replayed later.
  const { archive } = await localEvidence();
  await keepBuild(archive, releaseHere({ buildId, code: bundle.code, software: softwareHere(env) }));
  const api = await startLocalApi(cluster);
  const note = `${api.url} (Authorization: Bearer ${api.key})`;
  const stop = async () => {
    await api.stop();
    await cluster.stop();
  };
  return { name: 'Worker and API', url: note, stop };
}
