import { Match, Template } from 'aws-cdk-lib/assertions';
import type { WorkerConfig } from '../../../infra/config';
import { recobro } from '../../../infra/recobro';
import { LAMBDA_TIMEOUT } from '../../../infra/stacks/worker-stack';
import { masked, deploymentOf, testApp } from '../templates';

function workerOf(worker: WorkerConfig, context = { env: 'prod' }) {
  const deployment = deploymentOf(context);
  const stacks = recobro(testApp(), { ...deployment, config: { ...deployment.config, worker } });
  const { buildId, stackName } = stacks.worker;
  return { template: Template.fromStack(stacks.worker), network: stacks.network, buildId, stackName };
}

const fargate = workerOf({ host: 'fargate', tasks: 2, cpu: 512, memoryMiB: 2048 });
const invokedBy = { principals: ['arn:aws:iam::111122223333:role/wci-lambda-invoke'], externalId: 'r-1' };
const lambda = workerOf({ host: 'lambda', mostAtOnce: 3, memoryMiB: 1024, invokedBy });

test('on Fargate a service bears the name of its build, never goes below its tasks and rolls back', () => {
  fargate.template.hasResourceProperties('AWS::ECS::Service', {
    ServiceName: `worker-${fargate.buildId}`,
    DesiredCount: 2,
    DeploymentConfiguration: Match.objectLike({
      MinimumHealthyPercent: 100,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    }),
  });
});

test('on Fargate the worker drains before it ends, and cannot write to its disk', () => {
  fargate.template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    ContainerDefinitions: [Match.objectLike({ StopTimeout: 120, ReadonlyRootFilesystem: true })],
  });
});

test('on Fargate nothing comes in, and there is no NAT gateway', () => {
  fargate.template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  fargate.template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  const network = Template.fromStack(fargate.network);
  network.resourceCountIs('AWS::EC2::NatGateway', 0);
  network.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('a build has a stack of its own, so that a deploy leaves those of older builds alone', () => {
  for (const { stackName, buildId } of [fargate, lambda])
    expect(stackName).toBe(`recobro-prod-worker-${buildId}`);
  // What is shared lies elsewhere, and nothing has a fixed name but the service: two builds run beside each other.
  for (const type of ['AWS::EC2::VPC', 'AWS::ECS::Cluster']) fargate.template.resourceCountIs(type, 0);
  const named = JSON.stringify(fargate.template.toJSON()).match(
    /"(LogGroupName|RoleName|GroupName)":"[^"]*"/g,
  );
  expect(named?.filter((name) => !name.includes(fargate.buildId)) ?? []).toEqual([]);
});

test('on Lambda Temporal may start the functions of this build, once it shows what was agreed', () => {
  lambda.template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: invokedBy.principals[0] },
          Condition: { StringEquals: { 'sts:ExternalId': 'r-1' } },
        },
      ],
    },
  });
  lambda.template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Action: ['lambda:GetFunction', 'lambda:InvokeFunction'],
          Resource: [
            Match.objectLike({ Ref: Match.anyValue() }),
            Match.objectLike({ Ref: Match.anyValue() }),
          ],
        },
      ],
    },
  });
});

test.each(['accounts', 'sending'])(
  'on Lambda the %s queue has a function with a cap and an alias for its build',
  (queue) => {
    lambda.template.hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: 3,
      Timeout: LAMBDA_TIMEOUT.toSeconds(),
      Environment: {
        Variables: Match.objectLike({ RECOBRO_WORKER_QUEUE: queue, RECOBRO_BUILD_ID: lambda.buildId }),
      },
    });
    lambda.template.allResourcesProperties('AWS::Lambda::Alias', { Name: `build-${lambda.buildId}` });
  },
);

test('on Lambda a call that failed is not repeated, because Temporal calls again', () => {
  lambda.template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
  });
});

test.each([fargate, lambda])(
  'the worker sends as our sender only, and publishes to telephones only',
  ({ template }) => {
    const text = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(text).toContain('"ses:FromAddress":"cobranza@recobro.example"');
    expect(text).toMatch(/"Action":"sns:Publish","Effect":"Allow","NotResource"/);
    expect(text).not.toMatch(/"(ses|sns|s3|dynamodb|kms):\w*\*"/);
  },
);

test('one setting chooses the host', () => {
  fargate.template.resourceCountIs('AWS::Lambda::Function', 0);
  lambda.template.resourceCountIs('AWS::ECS::Service', 0);
});

test('the Lambda host of prod is the template that was reviewed', () => {
  expect(masked(lambda.template, lambda.buildId)).toMatchSnapshot();
});
