import { createAwsClients } from '../activities/aws/clients';
import { PRODUCT_PLATFORMS } from '../policy/law/library';
import { localAwsGateways } from './aws-gateways';
import { startCluster } from './cluster';
import type { LocalService, ServiceContext } from './services';

/** The worker of `recobro start`: real clock, AWS adapters against the local cloud. */
export async function startWorkerService({ env, progress }: ServiceContext): Promise<LocalService> {
  progress('starting the worker…');
  Object.assign(process.env, env);
  const gateways = await localAwsGateways(createAwsClients());
  const cluster = await startCluster({ env, gateways, time: 'real', platforms: PRODUCT_PLATFORMS });
  return { name: 'Worker', stop: () => cluster.stop() };
}
