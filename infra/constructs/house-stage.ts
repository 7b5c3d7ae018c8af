import { RemovalPolicy } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** The default stage of a gateway: deployed at once, throttled, with a log of who called what. */
export function houseStage(scope: Construct, id: string, httpApi: HttpApi): HttpStage {
  const retention = RetentionDays.ONE_MONTH;
  const log = new LogGroup(scope, `${id}AccessLog`, { retention, removalPolicy: RemovalPolicy.DESTROY });
  return new HttpStage(scope, id, {
    httpApi,
    autoDeploy: true,
    throttle: { rateLimit: 500, burstLimit: 1_000 },
    accessLogSettings: { destination: new LogGroupLogDestination(log) },
  });
}
