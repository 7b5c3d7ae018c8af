import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config';
import { bundled } from './bundle';
import { collectorVariable, metricsVariable } from './house-metrics';

export interface HouseFunctionProps {
  readonly config: EnvironmentConfig;
  /** Module in `functions/lambda/`. */
  readonly module: string;
  /** Its export. */
  readonly handler?: string;
  readonly description: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeout?: Duration;
  readonly memoryMiB?: number;
  /** Executions that are reserved for it, and at most given to it. */
  readonly reserved?: number | undefined;
  /** Folders of the repository that it reads at run time. */
  readonly folders?: readonly string[];
}

const retentionOf = {
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  365: RetentionDays.ONE_YEAR,
};

/** A function of Node 24 on arm64: its own role and log group, everything bundled so that the SDK's version is ours. */
export class HouseFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HouseFunctionProps) {
    const { config, reserved } = props;
    super(scope, id, {
      code: bundled(scope, props.module, props.folders ?? []),
      handler: `index.${props.handler ?? 'handler'}`,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB ?? 512,
      timeout: props.timeout ?? Duration.seconds(10),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        ...metricsVariable(config.name),
        ...collectorVariable(config),
        ...props.environment,
      },
      loggingFormat: LoggingFormat.TEXT, // each line is one JSON document already
      logGroup: new LogGroup(scope, `${id}Log`, {
        retention: retentionOf[config.logDays],
        removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
      role: new Role(scope, `${id}Role`, {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        description: `Recobro ${config.name}: ${props.description}`,
      }),
    });
    this.logGroup.grantWrite(this);
  }
}
