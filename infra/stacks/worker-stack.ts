import { CfnOutput, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import { Alias, Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment, WorkerConfig } from '../config';
import { metricsVariable } from '../constructs/house-metrics';
import { buildIdOf, workerPackage } from '../constructs/worker-package';
import type { DataStack } from './data-stack';
import type { MessagingStack } from './messaging-stack';

export interface WorkerProps extends Deployment {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
}

type Fargate = Extract<WorkerConfig, { host: 'fargate' }>;
type Lambda = Extract<WorkerConfig, { host: 'lambda' }>;

/** Longer than the worker takes to finish what it began (30 s), as long as Fargate allows. */
const STOP_TIMEOUT = Duration.seconds(120);
/** One wake-up of the Lambda host costs so long; 35 s of it are for the end (`worker/lambda.ts`). */
export const LAMBDA_TIMEOUT = Duration.seconds(120);
/** Asynchronous calls that came too late are worth nothing: Temporal calls again. */
const MOST_WAIT = Duration.minutes(1);

/** The worker, on the one host that the configuration chooses. */
export class WorkerStack extends Stack {
  readonly buildId = buildIdOf();
  private readonly props: WorkerProps;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    const { name, account, region, worker } = props.config;
    super(scope, id, {
      stackName: `recobro-${name}-worker`,
      description: `Recobro ${name}: the worker on ${worker.host}`,
      env: { account, region },
    });
    this.props = props;
    if (worker.host === 'fargate') this.fargate(worker);
    else for (const queue of ['accounts', 'sending'] as const) this.lambda(queue, worker);
    new CfnOutput(this, 'BuildId', { value: this.buildId });
  }

  /** Looking them up would need AWS at synth. */
  override get availabilityZones(): string[] {
    return [0, 1].map((at) => Fn.select(at, Fn.getAzs()));
  }

  private fargate({ tasks, cpu, memoryMiB }: Fargate): void {
    const { emulator, config } = this.props;
    // They differ in optional members only, and under exactOptionalPropertyTypes only; so do the two casts below.
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.40.0.0/24'),
      natGateways: 0,
      subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 26 }],
      restrictDefaultSecurityGroup: false, // nothing uses it; restricting it takes a custom resource
    }) as IVpc;
    const cluster = new Cluster(this, 'Cluster', {
      vpc,
      clusterName: `recobro-${config.name}`,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
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
    this.grantWork(task.taskRole);
    return task;
  }

  private image(): ContainerImage {
    if (this.props.emulator || !this.bundlingRequired)
      return ContainerImage.fromRegistry('recobro-worker:described-only');
    return ContainerImage.fromAsset(workerPackage());
  }

  private lambda(queue: 'accounts' | 'sending', { memoryMiB, mostAtOnce }: Lambda): void {
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
    this.grantWork(worker);
    const alias = new Alias(this, `${id}Build`, {
      aliasName: `build-${this.buildId}`,
      version: worker.currentVersion as IVersion,
    });
    // Temporal calls asynchronously and calls again by itself: a call that failed is not repeated.
    alias.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: MOST_WAIT });
    new CfnOutput(this, `${id}BuildArn`, { value: alias.functionArn });
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
      RECOBRO_BUILD_ID: this.buildId,
      RECOBRO_SENDER: senderOf(config),
      RECOBRO_CONFIGURATION_SET: messaging.configurationSet.configurationSetName,
      RECOBRO_LETTERS_BUCKET: data.letters.bucketName,
      RECOBRO_TENANTS: `tenants/${config.name}.json`,
    };
  }

  private grantWork(grantee: IGrantable): void {
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
    // A telephone has no ARN; topics are left out.
    allow({ actions: ['sns:Publish'], notResources: [this.formatArn({ service: 'sns', resource: '*' })] });
    allow({ actions: ['s3:PutObject'], resources: [data.letters.arnForObjects('letters/*')] });
  }
}

const senderOf = ({ mail: { sender, domain } }: Deployment['config']): string => `${sender}@${domain}`;
