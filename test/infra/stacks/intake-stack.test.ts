import { Match, Template } from 'aws-cdk-lib/assertions';
import { recobro } from '../../../infra/recobro';
import { deploymentOf, everything, testApp } from '../templates';

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

interface Policy {
  readonly Properties: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };
}
interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What a role may do, and to what. */
function mayDo(template: Template, role: RegExp): readonly string[] {
  const found = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => role.test(id));
  // The shape is CloudFormation's.
  const statements = found.flatMap(([, policy]) => (policy as Policy).Properties.PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => `${action} ${JSON.stringify(Resource)}`),
  );
}

test.each([/^ProductApiRole/, /^PaymentsConsumerRole/, /^FeedbackConsumerRole/, /^UnsubscribeRole/])(
  '%s may use every table of the store: the one of what counts once, too',
  (role) => {
    const may = mayDo(intake, role);
    for (const [table, action] of [
      ['Core', 'UpdateItem'],
      ['Ledger', 'PutItem'],
      ...['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'].map((one) => ['Idempotency', one]),
    ] as const)
      expect(may.filter((one) => one.startsWith(`dynamodb:${action} `) && one.includes(table))).toHaveLength(
        1,
      );
  },
);

describe('personal data', () => {
  const deployment = deploymentOf({ env: 'prod' });
  const people = { issuer: 'https://id.example', audience: 'recobro' };
  const stacks = recobro(testApp(), { ...deployment, config: { ...deployment.config, people } });
  const withPeople = Template.fromStack(stacks.intake);

  test('is erased and copied by a function of its own, behind the edge, where people have tokens', () => {
    withPeople.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'ANY /v1/privacy/{proxy+}',
      AuthorizationType: 'CUSTOM',
    });
    withPeople.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Erasure, legal holds and copies for persons',
      Environment: {
        Variables: Match.objectLike({
          RECOBRO_OIDC_ISSUER: people.issuer,
          RECOBRO_LETTERS_BUCKET: Match.anyValue(),
        }),
      },
    });
    expect(JSON.stringify(intake.toJSON())).not.toContain('/v1/privacy');
  });

  test('only that function may remove letters, and it may read none; it reads no secret of a provider', () => {
    const letters = mayDo(withPeople, /./).filter((one) => one.startsWith('s3:'));
    expect(letters).toEqual(mayDo(withPeople, /^PrivacyApiRole/).filter((one) => one.startsWith('s3:')));
    expect(letters.map((one) => one.split(' ')[0])).toEqual([
      's3:ListBucketVersions',
      's3:DeleteObjectVersion',
    ]);
    expect(mayDo(withPeople, /^PrivacyApiRole/).join()).not.toContain('recobro/*');
  });
});
