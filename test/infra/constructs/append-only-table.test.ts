import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { AppendOnlyTable, changingActions } from '../../../infra/constructs/append-only-table';
import { DataKey } from '../../../infra/constructs/data-key';
import { tableShapes } from '../../../store/tables';

interface Policy {
  readonly Properties: { PolicyDocument: { Statement: { Action: string | string[]; Effect: string }[] } };
}

const env = { account: '123456789012', region: 'us-east-1' };

function aLedger(): { stack: Stack; ledger: AppendOnlyTable; role: Role } {
  const stack = new Stack(new App(), 'Test', { env });
  const encryptionKey = new DataKey(stack, 'Key', { alias: 'test', retain: false });
  const props = { encryptionKey, shape: tableShapes.ledger, protect: false, recoveryDays: 1 };
  const ledger = new AppendOnlyTable(stack, 'Ledger', props);
  return { stack, ledger, role: new Role(stack, 'Role', { assumedBy: new AccountPrincipal(env.account) }) };
}

/** Every DynamoDB action that the IAM policies of a stack allow. */
function allowedActions(stack: Stack): string[] {
  // The shape is CloudFormation's.
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')) as Policy[];
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith('dynamodb:'))
    .sort();
}

test('AppendOnlyTable denies every change to everybody', () => {
  const template = Template.fromStack(aLedger().stack);
  const denial = { Effect: 'Deny', Principal: { AWS: '*' }, Action: changingActions, Resource: '*' };
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    Replicas: [
      Match.objectLike({
        ResourcePolicy: { PolicyDocument: Match.objectLike({ Statement: [Match.objectLike(denial)] }) },
      }),
    ],
  });
});

test.each([
  {
    rule: 'grantAppend() puts',
    give: ({ ledger, role }: ReturnType<typeof aLedger>) => ledger.grantAppend(role),
    actions: ['dynamodb:ConditionCheckItem', 'dynamodb:PutItem'],
  },
  {
    rule: 'grantRead() gets and queries',
    give: ({ ledger, role }: ReturnType<typeof aLedger>) => ledger.grantRead(role),
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
  },
])('AppendOnlyTable $rule and gives nothing more', ({ give, actions }) => {
  const world = aLedger();
  give(world);
  expect(allowedActions(world.stack)).toEqual(actions);
});

test('AppendOnlyTable feeds a consumer without letting it change anything', () => {
  const { stack, ledger } = aLedger();
  const code = Code.fromInline('exports.handler = async () => {};');
  const consumer = new LambdaFunction(stack, 'F', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code,
  });
  ledger.addConsumer(consumer, { startingPosition: StartingPosition.TRIM_HORIZON });
  expect(allowedActions(stack)).toEqual([
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ]);
});

test('AppendOnlyTable offers no grant but to append and to read', () => {
  const { ledger } = aLedger();
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(ledger)).filter(
    (name) => name !== 'constructor',
  );
  expect(methods.sort()).toEqual(['addConsumer', 'grantAppend', 'grantRead']);
});
