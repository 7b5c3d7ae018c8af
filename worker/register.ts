import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { isRefusedWith } from '../temporal/grpc-status';
import { ACCOUNTS_DEPLOYMENT, SENDING_DEPLOYMENT } from '../workflows/contract';

/** How Temporal starts the worker of a build on Lambda: outputs of the stack Worker. */
export interface LambdaBuild {
  readonly buildId: string;
  /** ARN of the alias of the build, for each queue. */
  readonly functions: { readonly accounts: string; readonly sending: string };
  /** The role that Temporal takes on for it, and what it shows for that. */
  readonly role: string;
  readonly externalId: string;
}

/**
 * Tells Temporal of a build on Lambda: from then on it starts the functions when there is work. Before this the functions
 * must not be called by hand: a poll would register the build without a way to start it. Repeating it changes nothing.
 *
 * @throws {ServiceError} When Temporal can neither take on the role nor see the functions.
 */
export async function registerLambdaBuild(client: Client, build: LambdaBuild): Promise<void> {
  const { accounts, sending } = build.functions;
  await register(client, ACCOUNTS_DEPLOYMENT, accounts, build);
  await register(client, SENDING_DEPLOYMENT, sending, build);
}

async function register(
  { options: { namespace, identity }, workflowService }: Client,
  deploymentName: string,
  arn: string,
  { buildId, role, externalId }: LambdaBuild,
): Promise<void> {
  // The server reads it, so it is not encrypted as our payloads are.
  const details = defaultPayloadConverter.toPayload({ arn, role, role_external_id: externalId });
  const worker = { provider: { type: 'aws-lambda', details }, scaler: { type: 'no-sync' } };
  try {
    await workflowService.createWorkerDeployment({
      namespace,
      identity,
      deploymentName,
      requestId: deploymentName,
    });
  } catch (error) {
    if (!isRefusedWith(error, 'alreadyExists')) throw error;
  }
  await workflowService.createWorkerDeploymentVersion({
    namespace,
    identity,
    deploymentVersion: { deploymentName, buildId },
    computeConfig: { scalingGroups: { worker } },
    requestId: `${deploymentName}/${buildId}`,
  });
}
