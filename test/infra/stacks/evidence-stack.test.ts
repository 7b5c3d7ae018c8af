import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { environmentNames, environments } from '../../../infra/config';
import { recobro } from '../../../infra/recobro';
import { deploymentOf, testApp } from '../templates';

const SIGNER = 'arn:aws:iam::111122223333:role/compliance';
const deployment = deploymentOf({ env: 'prod' });
const config = {
  ...deployment.config,
  evidenceSigners: [SIGNER],
  seals: [
    { tenant: 'norte', zone: 'America/Mexico_City', hour: 22 },
    { tenant: 'sur', zone: 'America/Santiago', hour: 21 },
  ],
  machines: { 'arn:aws:sts::111122223333:assumed-role/core': 'norte' },
  people: { issuer: 'https://id.example', audience: 'recobro' },
};
const stacks = recobro(testApp(), { ...deployment, config });
const template = Template.fromStack(stacks.evidence);

test('what is written into the archive cannot be changed or removed by anybody for ten years', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockEnabled: true,
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3653 } },
    },
    VersioningConfiguration: { Status: 'Enabled' },
    LoggingConfiguration: Match.anyValue(),
    LifecycleConfiguration: Match.absent(),
  });
  expect(stacks.evidence.terminationProtection).toBe(true);
});

interface Statement {
  readonly Action: readonly string[];
  readonly Principal: unknown;
}

const [key] = Object.values(template.findResources('AWS::KMS::Key'));
// The shape is IAM's.
const statements = (key?.['Properties'] as { KeyPolicy: { Statement: Statement[] } }).KeyPolicy.Statement;

test('the key signs and does nothing else, for the sealer and the named people only', () => {
  template.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const signing = statements.filter(({ Action }) => Action.includes('kms:Sign'));
  expect(signing).toHaveLength(1);
  expect(signing[0]?.Principal).toEqual({
    AWS: [SIGNER, { 'Fn::GetAtt': [expect.stringMatching(/^SealerRole/), 'Arn'] }],
  });
  template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
});

test('no policy of any stack gives the right to sign, so that the key alone says who may', () => {
  const policies = Object.values(stacks).map((stack) =>
    JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy')),
  );
  expect(policies.join('')).not.toContain('kms:Sign');
});

test('the sealer reads where ledgers end and adds seals; it sees no ledger and no secret', () => {
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  const actions = new Set(policies.match(/"(dynamodb|s3|secretsmanager):\w+"/g));
  expect([...actions].sort()).toEqual([
    '"dynamodb:BatchGetItem"',
    '"dynamodb:GetItem"',
    '"dynamodb:Query"',
    '"s3:GetObject"',
    '"s3:ListBucket"',
    '"s3:PutObject"',
  ]);
  expect(policies).not.toContain('Ledger');
});

test.each([
  { tenant: 'norte', zone: 'America/Mexico_City', hour: 22 },
  { tenant: 'sur', zone: 'America/Santiago', hour: 21 },
])('$tenant is sealed at $hour o’clock of its own zone, and a day without a seal is an alarm', (time) => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: `cron(0 ${time.hour} * * ? *)`,
    ScheduleExpressionTimezone: time.zone,
    Target: Match.objectLike({ Input: JSON.stringify({ tenant: time.tenant }) }),
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'sealed',
    Dimensions: [{ Name: 'tenant', Value: time.tenant }],
    TreatMissingData: 'breaching',
    Period: 6 * 3_600,
  });
});

test.each(environmentNames)('every tenant of %s has a time at which it is sealed', (name) => {
  const file = join(__dirname, '..', '..', '..', 'tenants', `${name}.json`);
  // Checked by its own loader where it is used.
  const tenants = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
  expect(environments[name].seals.map(({ tenant }) => tenant)).toEqual(tenants);
});

test('the API is told which machines and whose tokens it may believe', () => {
  Template.fromStack(stacks.intake).hasResourceProperties('AWS::Lambda::Function', {
    Description: 'The API, version 1',
    Environment: {
      Variables: Match.objectLike({
        RECOBRO_IAM_TENANTS: JSON.stringify(config.machines),
        RECOBRO_OIDC_ISSUER: 'https://id.example',
        RECOBRO_OIDC_AUDIENCE: 'recobro',
      }),
    },
  });
});

test('what SNS logs of texts goes into the queue of feedback, encrypted, and is kept for a week', () => {
  const messaging = Template.fromStack(stacks.messaging);
  const name = 'sns/us-east-1/123456789012/DirectPublishToPhoneNumber';
  for (const LogGroupName of [name, `${name}/Failure`])
    messaging.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName,
      RetentionInDays: 7,
      KmsKeyId: Match.anyValue(),
    });
  messaging.resourceCountIs('AWS::Logs::SubscriptionFilter', 2);
  messaging.hasResourceProperties('AWS::Lambda::Function', {
    Handler: 'index.logHandler',
    Environment: { Variables: Match.objectLike({ RECOBRO_FEEDBACK_QUEUE_URL: Match.anyValue() }) },
  });
});
