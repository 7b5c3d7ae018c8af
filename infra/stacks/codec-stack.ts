import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';
import { acknowledge } from '../constructs/acknowledge';
import { HouseFunction } from '../constructs/house-function';
import type { DataStack } from './data-stack';

export interface CodecProps extends Deployment {
  readonly data: DataStack;
}

/** The codec server: decrypts for the Temporal UI, for staff whom the identity provider vouches for. */
export class CodecStack extends Stack {
  readonly decrypt: HouseFunction;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { config, data }: CodecProps) {
    const { name, account, region, temporal, codec } = config;
    super(scope, id, {
      stackName: `recobro-${name}-codec`,
      description: `Recobro ${name}: codec server of the Temporal UI`,
      env: { account, region },
    });
    this.decrypt = new HouseFunction(this, 'Decrypt', {
      config,
      module: 'codec',
      description: 'Decrypts payloads for the Temporal UI, and writes down who looked',
      environment: {
        ...data.decryptVariables(),
        TEMPORAL_NAMESPACE: temporal.namespace,
        RECOBRO_TEMPORAL_UI: codec.uiOrigin,
        RECOBRO_OIDC_ISSUER: codec.issuer,
        RECOBRO_OIDC_AUDIENCE: codec.audience,
      },
      timeout: Duration.seconds(20),
      reserved: config.concurrency?.consumers,
    });
    data.grantDecrypt(this.decrypt);
    const httpApi = new HttpApi(this, 'Api', { apiName: `recobro-${name}-codec`, createDefaultStage: false });
    this.api = httpApi;
    httpApi.addRoutes({
      path: '/decode',
      // It answers the browser's question itself, and checks tokens itself, because it needs their claims.
      methods: [HttpMethod.POST, HttpMethod.OPTIONS],
      integration: new HttpLambdaIntegration('Integration', this.decrypt),
    });
    acknowledge(
      httpApi,
      'APIG4',
      'The function checks tokens itself: it needs their claims, and a browser asks first without one',
    );
    const log = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi,
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: { destination: new LogGroupLogDestination(log) },
    });
    new CfnOutput(this, 'CodecEndpoint', { value: httpApi.apiEndpoint });
  }
}
