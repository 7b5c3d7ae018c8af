import { Match } from 'aws-cdk-lib/assertions';
import { everything } from '../templates';

const { codec } = everything({ env: 'prod' }).templates;

interface Policy {
  readonly Properties: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };
}
interface Statement {
  readonly Action: string | readonly string[];
  readonly Condition?: object;
}

// The shape is CloudFormation's.
const statements = Object.values(codec.findResources('AWS::IAM::Policy')).flatMap(
  (policy) => (policy as Policy).Properties.PolicyDocument.Statement,
);
const actions = statements.flatMap(({ Action }) => [Action].flat());

test('the codec server may decrypt and write down that it does, and nothing else', () => {
  const [kms, tables] = ['kms:', 'dynamodb:'].map((service) =>
    [...new Set(actions.filter((action) => action.startsWith(service)))].sort(),
  );
  expect(tables).not.toContain('dynamodb:DeleteItem');
  expect(tables).not.toContain('dynamodb:Scan');
  expect(kms).toContain('kms:Decrypt');
  const ofPersons = statements.filter(({ Condition }) => Condition !== undefined);
  expect(ofPersons).toEqual([
    expect.objectContaining({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:EncryptionContext:product': 'recobro' } },
    }),
  ]);
});

test('the codec server answers one path, to the Temporal UI, for tokens of one provider', () => {
  const routes = Object.values(codec.findResources('AWS::ApiGatewayV2::Route')).map(
    (route) => (route as { Properties: { RouteKey: string } }).Properties.RouteKey,
  );
  expect(routes.sort()).toEqual(['OPTIONS /decode', 'POST /decode']);
  codec.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        RECOBRO_TEMPORAL_UI: Match.stringLikeRegexp('^https://'),
        RECOBRO_OIDC_ISSUER: Match.stringLikeRegexp('^https://'),
        RECOBRO_OIDC_AUDIENCE: Match.anyValue(),
        RECOBRO_TENANT_KEY: 'alias/recobro-prod/tenant/{tenant}',
        TEMPORAL_SECRET: Match.absent(),
      }),
    },
  });
});

test('who asks the codec server stands in a log that is kept for a year', () => {
  codec.hasResourceProperties('AWS::ApiGatewayV2::Stage', { AccessLogSettings: Match.anyValue() });
  codec.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
});
