import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Tags } from 'aws-cdk-lib';
import { deploymentFaults } from '../policy/deployable';
import { reputationFaults } from './checks/reputation';
import type { Deployment } from './config';
import { CodecStack } from './stacks/codec-stack';
import { DataStack } from './stacks/data-stack';
import { EdgeStack } from './stacks/edge-stack';
import { EvidenceStack } from './stacks/evidence-stack';
import { IntakeStack } from './stacks/intake-stack';
import { MessagingStack } from './stacks/messaging-stack';
import { ObservabilityStack } from './stacks/observability-stack';
import { NetworkStack } from './stacks/network-stack';
import { WorkerStack } from './stacks/worker-stack';

/** The product's own law, messages and strategies. */
const ROOT = join(__dirname, '..');

export interface RecobroStacks {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly intake: IntakeStack;
  readonly edge: EdgeStack;
  readonly evidence: EvidenceStack;
  readonly network: NetworkStack;
  readonly worker: WorkerStack;
  readonly codec: CodecStack;
  readonly observability: ObservabilityStack;
}

/**
 * All stacks of one environment. Synthesising fails, with every reason, where the policy that would be deployed is bad or
 * the alarms of mail do not reach the stop switch.
 *
 * @param root Folder with `law/`, `messages/` and `strategies/`.
 */
export function recobro(app: App, deployment: Deployment, root = ROOT): RecobroStacks {
  const { config } = deployment;
  const data = new DataStack(app, 'Data', deployment);
  const messaging = new MessagingStack(app, 'Messaging', { ...deployment, data });
  const intake = new IntakeStack(app, 'Intake', { ...deployment, data, messaging });
  const edge = new EdgeStack(app, 'Edge', { ...deployment, intake });
  const evidence = new EvidenceStack(app, 'Evidence', { ...deployment, data, messaging });
  const network = new NetworkStack(app, 'Network', deployment);
  const worker = new WorkerStack(app, 'Worker', { ...deployment, data, messaging, network });
  const codec = new CodecStack(app, 'Codec', { ...deployment, data });
  const observability = new ObservabilityStack(app, 'Observability', {
    ...deployment,
    data,
    messaging,
    intake,
    evidence,
    codec,
  });
  Tags.of(app).add('product', 'recobro');
  Tags.of(app).add('environment', config.name);
  const plan = { root, uses: config.strategies, defaultStrategy: config.defaultStrategy, now: Date.now() };
  data.node.addValidation({ validate: () => [...deploymentFaults(plan)] });
  messaging.node.addValidation({ validate: () => [...reputationFaults(app)] });
  return { data, messaging, intake, edge, evidence, network, worker, codec, observability };
}
