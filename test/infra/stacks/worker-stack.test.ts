import { Match, Template } from 'aws-cdk-lib/assertions';
import type { WorkerConfig } from '../../../infra/config';
import { recobro } from '../../../infra/recobro';
import { LAMBDA_TIMEOUT } from '../../../infra/stacks/worker-stack';
import { masked, deploymentOf, testApp } from '../templates';

function workerOf(worker: WorkerConfig, context = { env: 'prod' }): { template: Template; buildId: string } {
  const deployment = deploymentOf(context);
  const stacks = recobro(testApp(), { ...deployment, config: { ...deployment.config, worker } });
  return { template: Template.fromStack(stacks.worker), buildId: stacks.worker.buildId };
}

const fargate = workerOf({ host: 'fargate', tasks: 2, cpu: 512, memoryMiB: 2048 });
const lambda = workerOf({ host: 'lambda', mostAtOnce: 3, memoryMiB: 1024 });

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
  fargate.template.resourceCountIs('AWS::EC2::NatGateway', 0);
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
