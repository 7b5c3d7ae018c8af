import { Match } from 'aws-cdk-lib/assertions';
import { everything } from '../templates';

const { templates } = everything({ env: 'prod' });
const { intake, edge } = templates;

test.each(['POST /webhooks/{provider}/{tenant}', 'GET /u/{token}', 'HEAD /u/{token}', 'POST /u/{token}'])(
  '%s is answered to those who came by the edge',
  (RouteKey) => {
    intake.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey,
      AuthorizationType: 'CUSTOM',
      AuthorizerId: Match.anyValue(),
    });
  },
);

test('there is no route that asks nobody, and none but the API for machines asks IAM', () => {
  // The shape is CloudFormation's.
  const routes = Object.values(intake.findResources('AWS::ApiGatewayV2::Route')) as {
    Properties: { RouteKey: string; AuthorizationType: string };
  }[];
  const asked = routes.map(({ Properties }) => `${Properties.RouteKey} ${Properties.AuthorizationType}`);
  expect(asked.filter((route) => !route.endsWith(' CUSTOM'))).toEqual(['ANY /v1/{proxy+} AWS_IAM']);
});

test('without the header of the edge no function is asked', () => {
  intake.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    IdentitySource: ['$request.header.x-recobro-origin'],
    EnableSimpleResponses: true,
  });
});

test('the gateway slows down floods and keeps a log', () => {
  intake.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
    AccessLogSettings: Match.anyValue(),
  });
});

test('loan events are archived, and wait in a queue', () => {
  intake.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 90 });
  intake.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: [{ prefix: 'loans.' }] },
    EventBusName: Match.anyValue(),
  });
});

test('consumers give back alone what failed', () => {
  intake.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  intake.resourceCountIs('AWS::Lambda::EventSourceMapping', 4);
});

test('what the ledger says is told in order, and what cannot be told is kept', () => {
  intake.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    ParallelizationFactor: Match.absent(),
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
});

test.each([/^PaymentsConsumer/, /^FeedbackConsumer/, /^LoanEventsConsumer/])(
  '%s has executions reserved',
  (name) => {
    const found = Object.entries(intake.findResources('AWS::Lambda::Function')).filter(([id]) =>
      name.test(id),
    );
    expect(
      found.map(
        ([, { Properties }]) =>
          (Properties as { ReservedConcurrentExecutions: number }).ReservedConcurrentExecutions,
      ),
    ).toEqual([50]);
  },
);

test('the firewall stands before the distribution, which shows the gateway the secret', () => {
  edge.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({
      WebACLId: Match.anyValue(),
      DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: 'https-only' }),
      Origins: [
        Match.objectLike({ OriginCustomHeaders: [Match.objectLike({ HeaderName: 'x-recobro-origin' })] }),
      ],
    }),
  });
  edge.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
  expect(JSON.stringify(edge.toJSON())).toContain('{{resolve:secretsmanager:');
});
