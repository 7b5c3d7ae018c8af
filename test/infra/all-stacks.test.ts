import { environments } from '../../infra/config';
import { LAMBDA_TIMEOUT } from '../../infra/stacks/worker-stack';
import { loadDeploymentShape } from '../../simulator/cost/consumption';
import type { Resource } from './templates';
import { everything, masked } from './templates';

const prod = everything({ env: 'prod' });
const emulator = everything({ target: 'emulator' });

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

/** Every statement of every policy, wherever it hangs: roles, keys, queues, topics, buckets, tables. */
function statementsIn(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Effect' in value && 'Action' in value) return [value as Statement]; // the shape is IAM's
  return Object.values(value).flatMap(statementsIn);
}

const allowed = (resources: readonly Resource[]): Statement[] =>
  statementsIn(resources).filter(({ Effect }) => Effect === 'Allow');
const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

test('no policy of any stack allows an action by wildcard', () => {
  const statements = allowed(prod.resources);
  expect(statements.length).toBeGreaterThan(20);
  expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
});

test('no role may change or remove what the ledger holds', () => {
  const changing = /^dynamodb:(UpdateItem|DeleteItem|BatchWriteItem|PartiQL)/;
  const onLedger = allowed(prod.resources).filter(({ Resource }) =>
    JSON.stringify(Resource ?? '').includes('Ledger'),
  );
  expect(onLedger.flatMap(actionsOf)).toEqual(expect.arrayContaining(['dynamodb:PutItem', 'dynamodb:Query']));
  expect(onLedger.flatMap(actionsOf).filter((action) => changing.test(action))).toEqual([]);
});

test('no role hangs on a policy of AWS, whose actions are not ours to choose', () => {
  const roles = prod.resources.filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(5);
  expect(roles.filter(({ Properties }) => Properties?.['ManagedPolicyArns'] !== undefined)).toEqual([]);
});

test('every function has a role and a log group of its own, Node 24 on arm64, and a limit in prod', () => {
  const functions = prod.resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const roles = functions.map(({ Properties }) => JSON.stringify(Properties?.['Role']));
  const logs = functions.map(({ Properties }) => JSON.stringify(Properties?.['LoggingConfig']));
  expect(functions.length).toBeGreaterThan(6);
  expect(new Set(roles).size).toBe(functions.length);
  expect(new Set(logs).size).toBe(functions.length);
  for (const { Properties } of functions)
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
});

/** What the local AWS accepts in a template. One type outside this list rejects the whole template. */
const acceptedByEmulator =
  /^AWS::(DynamoDB::GlobalTable|Lambda::(Function|Permission|EventSourceMapping|Version|Alias|EventInvokeConfig)|ApiGatewayV2::(Api|Route|Integration|Stage|Authorizer)|Events::(EventBus|Rule)|SQS::(Queue|QueuePolicy)|SNS::(Topic|TopicPolicy|Subscription)|KMS::(Key|Alias)|S3::(Bucket|BucketPolicy)|SecretsManager::Secret|Logs::(LogGroup|MetricFilter)|CloudWatch::(Alarm|Dashboard)|IAM::(Role|Policy)|EC2::(VPC|Subnet|RouteTable|Route|SubnetRouteTableAssociation|InternetGateway|VPCGatewayAttachment|SecurityGroup|VPCEndpoint)|ECS::(Cluster|TaskDefinition|Service)|Scheduler::Schedule|WAFv2::WebACL|CloudFront::Distribution|SES::(ConfigurationSet|ConfigurationSetEventDestination|EmailIdentity))$/;

test('the stacks for the local AWS take no name out of an ARN and no record of DKIM, which it has none of', () => {
  const text =
    JSON.stringify(emulator.resources) +
    JSON.stringify(Object.values(emulator.templates).map((one) => one.toJSON()));
  expect(text).toContain('Fn::GetStackOutput');
  expect(text).not.toMatch(/"Fn::Split":\[":"/);
  expect(text).not.toContain('DkimDNSToken');
});

test('the stacks for the local AWS hold only types that are accepted there', () => {
  const refused = emulator.resources.map(({ Type }) => Type).filter((type) => !acceptedByEmulator.test(type));
  expect([...new Set(refused)]).toEqual([]);
});

test('the stacks for AWS keep what the local AWS cannot hold', () => {
  const types = prod.resources.map(({ Type }) => Type);
  for (const type of [
    'Events::Archive',
    'EC2::FlowLog',
    'Logs::SubscriptionFilter',
    'CloudWatch::CompositeAlarm',
  ])
    expect(types).toContain(`AWS::${type}`);
});

test('`recobro cost` counts what the stacks of prod hold, and sizes the worker as they do', () => {
  const { holds, fargate, lambda } = loadDeploymentShape();
  const count = (type: string): number => prod.resources.filter(({ Type }) => Type === `AWS::${type}`).length;
  const { metric_months: _assumed, web_acl_rule_months, ...counted } = holds;
  expect(counted).toEqual({
    kms_key_months: count('KMS::Key'),
    secret_months: count('SecretsManager::Secret'),
    alarm_months: count('CloudWatch::Alarm'),
    composite_alarm_months: count('CloudWatch::CompositeAlarm'),
    dashboard_months: count('CloudWatch::Dashboard'),
    web_acl_months: count('WAFv2::WebACL'),
  });
  const [acl] = prod.resources.filter(({ Type }) => Type === 'AWS::WAFv2::WebACL');
  expect(acl?.Properties?.['Rules']).toHaveLength(web_acl_rule_months);
  const { tasks, vcpu, gb } = fargate;
  expect({ host: 'fargate', tasks, cpu: vcpu * 1_024, memoryMiB: gb * 1_024 }).toEqual(
    environments.prod.worker,
  );
  expect(lambda.seconds).toBeLessThan(LAMBDA_TIMEOUT.toSeconds());
});

test.each(Object.entries(prod.templates).filter(([name]) => name !== 'data'))(
  'the %s stack of prod is the template that was reviewed',
  (_name, template) => {
    expect(masked(template, prod.stacks.worker.buildId)).toMatchSnapshot();
  },
);
