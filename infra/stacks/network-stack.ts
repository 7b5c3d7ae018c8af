import { Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { FlowLogDestination, IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';

/**
 * Where the builds of the worker run on Fargate, each in a stack of its own. It stays with the Lambda host too: builds that
 * ran here may still be draining, and without tasks it costs nothing.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;
  readonly cluster: ICluster;

  constructor(scope: Construct, id: string, { config, emulator }: Deployment) {
    const { name, account, region } = config;
    super(scope, id, {
      stackName: `recobro-${name}-network`,
      description: `Recobro ${name}: where builds of the worker run`,
      env: { account, region },
    });
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.40.0.0/24'),
      natGateways: 0,
      subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 26 }],
      restrictDefaultSecurityGroup: false, // nothing uses it; restricting it takes a custom resource
    });
    if (!emulator) this.logFlows(vpc); // a type that the local AWS does not know
    // They differ in optional members only, and under exactOptionalPropertyTypes only; so does the cluster.
    this.vpc = vpc as IVpc;
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: this.vpc,
      clusterName: `recobro-${name}`,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
  }

  /** Looking them up would need AWS at synth. */
  override get availabilityZones(): string[] {
    return [0, 1].map((at) => Fn.select(at, Fn.getAzs()));
  }

  private logFlows(vpc: Vpc): void {
    const retention = RetentionDays.ONE_MONTH;
    const log = new LogGroup(this, 'FlowLog', { retention, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'FlowLogRole', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
    });
    vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(log, role) });
  }
}
