import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import {
  ArnPrincipal,
  CompositePrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import { Alias, Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment, WorkerConfig } from '../config';
import { acknowledge, acknowledgeResources } from '../constructs/acknowledge';
import { collectorVariable, metricsVariable } from '../constructs/house-metrics';
import { buildIdOf, workerPackage } from '../constructs/worker-package';
import { bucketName, workerStackName } from '../names';
import type { DataStack } from './data-stack';
import type { MessagingStack } from './messaging-stack';
import type { NetworkStack } from './network-stack';

export interface WorkerProps extends Deployment {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly network: NetworkStack;
}

type Fargate = Extract<WorkerConfig, { host: 'fargate' }>;
type Lambda = Extract<WorkerConfig, { host: 'lambda' }>;

/** Longer than the worker takes to finish what it began (30 s), as long as Fargate allows. */
const STOP_TIMEOUT = Duration.seconds(120);
/** One wake-up of the Lambda host costs so long; 35 s of it are for the end (`worker/lambda.ts`). */
export const LAMBDA_TIMEOUT = Duration.seconds(120);
/** Asynchronous calls that came too late are worth nothing: Temporal calls again. */
const MOST_WAIT = Duration.minutes(1);

/**
 * One build of the worker, on the one host that the configuration chooses. The stack bears the name of the build, so that a
 * deploy adds a stack beside those of older builds: cases stay pinned to them until they wake up.
 */
export class WorkerStack extends Stack {
  readonly buildId: string;
  private readonly props: WorkerProps;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    const { name, account, region, worker } = props.config;
    const buildId = buildIdOf();
    super(scope, id, {
      stackName: workerStackName(name, buildId),
      description: `Recobro ${name}: build ${buildId} of the worker on ${worker.host}`,
      env: { account, region },
    });
    this.props = props;
    this.buildId = buildId;
    if (worker.host === 'fargate') this.fargate(worker);
    else this.lambdas(worker);
    new CfnOutput(this, 'BuildId', { value: this.buildId });
  }

  private fargate({ tasks, cpu, memoryMiB }: Fargate): void {
    const { emulator } = this.props;
    const { vpc, cluster } = this.props.network;
    const task = this.task(cpu, memoryMiB);
    new FargateService(this, `Build${this.buildId}`, {
      cluster,
      taskDefinition: task,
      serviceName: `worker-${this.buildId}`,
      desiredCount: emulator ? 0 : tasks, // the local AWS would need Docker to run one
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      assignPublicIp: true, // the way out to Temporal and AWS without a NAT gateway; nothing may come in
      securityGroups: [
        new SecurityGroup(this, 'NothingComesIn', { vpc, description: 'Recobro worker: nothing comes in' }),
      ],
    });
  }

  private task(cpu: number, memoryLimitMiB: number): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu,
      memoryLimitMiB,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    task.addContainer('Worker', {
      image: this.image(),
      environment: this.variables(),
      readonlyRootFilesystem: true,
      stopTimeout: STOP_TIMEOUT,
      logging: LogDriver.awsLogs({ streamPrefix: 'worker', logGroup: this.log('WorkerLog') }),
    });
    this.grantWork(task.taskRole, task.taskRole);
    acknowledge(task, 'ECS2', 'Names and addresses; the process itself reads secrets from Secrets Manager');
    acknowledgeResources(task, '*', 'To log in to ECR is a right without a resource');
    return task;
  }

  private image(): ContainerImage {
    if (this.props.emulator || !this.bundlingRequired)
      return ContainerImage.fromRegistry('recobro-worker:described-only');
    return ContainerImage.fromAsset(workerPackage());
  }

  private lambdas(worker: Lambda): void {
    const aliases = (['accounts', 'sending'] as const).map((queue) => this.lambda(queue, worker));
    if (worker.invokedBy) this.letTemporalStart(worker.invokedBy, aliases);
  }

  /** Temporal takes on this role, and shows the external id, to start the functions of this build and of no other. */
  private letTemporalStart(
    { principals, externalId }: NonNullable<Lambda['invokedBy']>,
    aliases: readonly Alias[],
  ): void {
    const shown = { StringEquals: { 'sts:ExternalId': externalId } };
    const role = new Role(this, 'TemporalRole', {
      assumedBy: new CompositePrincipal(
        ...principals.map((arn) => new ArnPrincipal(arn).withConditions(shown)),
      ),
      description: 'Starts the worker when there is work',
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:GetFunction', 'lambda:InvokeFunction'],
        resources: aliases.map(({ functionArn }) => functionArn),
      }),
    );
    new CfnOutput(this, 'TemporalRoleArn', { value: role.roleArn });
  }

  private lambda(queue: 'accounts' | 'sending', { memoryMiB, mostAtOnce }: Lambda): Alias {
    const id = queue === 'accounts' ? 'Accounts' : 'Sending';
    const worker = new LambdaFunction(this, id, {
      description: `Recobro worker of the ${queue} queue, build ${this.buildId}`,
      code: this.bundlingRequired ? Code.fromAsset(workerPackage()) : Code.fromInline('exports.handler = 0;'),
      handler: 'lambda.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMiB,
      timeout: LAMBDA_TIMEOUT,
      reservedConcurrentExecutions: mostAtOnce, // the cap of cost
      environment: { ...this.variables(), RECOBRO_WORKER_QUEUE: queue },
      logGroup: this.log(`${id}Log`),
      role: new Role(this, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
    });
    worker.logGroup.grantWrite(worker);
    this.grantWork(worker, worker.role);
    const alias = new Alias(this, `${id}Build`, {
      aliasName: `build-${this.buildId}`,
      version: worker.currentVersion as IVersion,
    });
    // Temporal calls asynchronously and calls again by itself: a call that failed is not repeated.
    alias.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: MOST_WAIT });
    new CfnOutput(this, `${id}BuildArn`, { value: alias.functionArn });
    return alias;
  }

  private log(id: string): LogGroup {
    const removalPolicy = this.props.config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    return new LogGroup(this, id, { retention: RetentionDays.THREE_MONTHS, removalPolicy });
  }

  private variables(): Record<string, string> {
    const { data, messaging, config } = this.props;
    return {
      ...data.storeVariables(),
      TEMPORAL_ADDRESS: config.temporal.address,
      TEMPORAL_NAMESPACE: config.temporal.namespace,
      ...metricsVariable(config.name),
      ...collectorVariable(config),
      ...(config.collector !== null && { OTEL_SERVICE_NAME: 'recobro-worker' }),
      RECOBRO_BUILD_ID: this.buildId,
      RECOBRO_SENDS_PER_SECOND: String(config.sendsPerSecond),
      RECOBRO_SENDER: senderOf(config),
      RECOBRO_CONFIGURATION_SET: messaging.configurationSet.configurationSetName,
      RECOBRO_LETTERS_BUCKET: data.letters.bucketName,
      RECOBRO_TENANTS: `tenants/${config.name}.json`,
    };
  }

  private grantWork(grantee: IGrantable, role: IRole | undefined): void {
    const { data, messaging, config } = this.props;
    const allow = (statement: ConstructorParameters<typeof PolicyStatement>[0]): void =>
      void grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
    data.grantStore(grantee);
    const set = this.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: messaging.configurationSet.configurationSetName,
    });
    const identity = this.formatArn({
      service: 'ses',
      resource: 'identity',
      resourceName: config.mail.domain,
    });
    allow({
      actions: ['ses:SendRawEmail'],
      resources: [identity, set],
      conditions: { StringEquals: { 'ses:FromAddress': senderOf(config) } },
    });
    const letters = `arn:${this.partition}:s3:::${bucketName(config, 'letters')}/letters/*`;
    // A telephone has no ARN; topics are left out.
    allow({ actions: ['sns:Publish'], notResources: [this.formatArn({ service: 'sns', resource: '*' })] });
    allow({ actions: ['s3:PutObject'], resources: [letters] });
    if (role) acknowledgeResources(role, letters, 'Every letter is an object of its own');
  }
}

const senderOf = ({ mail: { sender, domain } }: Deployment['config']): string => `${sender}@${domain}`;
