import * as z from 'zod';

/** The local AWS, asked on the wire: for services whose client the product does not need, and for what was sent. */
export interface LocalCloud {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
}

type Question =
  | { readonly service: string; readonly target: string; readonly body?: unknown }
  | { readonly service: string; readonly action: string; readonly version: string }
  | { readonly service: string; readonly path: string };

/** What a deployment of ours makes, by the service that lists it. */
const listings: readonly Question[] = [
  { service: 'dynamodb', target: 'DynamoDB_20120810.ListTables' },
  { service: 'sqs', target: 'AmazonSQS.ListQueues' },
  { service: 'secretsmanager', target: 'secretsmanager.ListSecrets' },
  { service: 'events', target: 'AWSEvents.ListEventBuses' },
  { service: 'events', target: 'AWSEvents.ListRules' },
  { service: 'ecs', target: 'AmazonEC2ContainerServiceV20141113.ListClusters' },
  { service: 'logs', target: 'Logs_20140328.DescribeLogGroups' },
  { service: 'kms', target: 'TrentService.ListAliases' },
  { service: 'sns', action: 'ListTopics', version: '2010-03-31' },
  { service: 'cloudformation', action: 'DescribeStacks', version: '2010-05-15' },
  { service: 'iam', action: 'ListRoles', version: '2010-05-08' },
  { service: 'monitoring', action: 'DescribeAlarms', version: '2010-08-01' },
  { service: 's3', path: '/' },
  { service: 'lambda', path: '/2015-03-31/functions/' },
  { service: 'apigateway', path: '/v2/apis' },
];

/** Every name that begins with the prefix, as `service name`. */
export async function namesIn(cloud: LocalCloud, prefix: string): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const question of listings) {
    const found = (await ask(cloud, question)).match(new RegExp(`${prefix}[\\w-]*`, 'g')) ?? [];
    for (const name of found) names.add(`${question.service} ${name}`);
  }
  return [...names];
}

const tasksSchema = z.object({ taskDefinitionArns: z.array(z.string()).min(1) });
const taskSchema = z.object({
  taskDefinition: z.object({
    containerDefinitions: z.array(
      z.object({ environment: z.array(z.object({ name: z.string(), value: z.string() })) }),
    ),
  }),
});

/** The environment of the worker in the newest task definition that was deployed. */
export async function taskEnvironment(cloud: LocalCloud): Promise<Record<string, string>> {
  const ecs = (operation: string, body: unknown): Promise<string> =>
    ask(cloud, { service: 'ecs', target: `AmazonEC2ContainerServiceV20141113.${operation}`, body });
  const { taskDefinitionArns } = tasksSchema.parse(
    JSON.parse(await ecs('ListTaskDefinitions', { sort: 'DESC' })),
  );
  const described = await ecs('DescribeTaskDefinition', { taskDefinition: taskDefinitionArns[0] });
  const { taskDefinition } = taskSchema.parse(JSON.parse(described));
  const variables = taskDefinition.containerDefinitions.flatMap(({ environment }) => environment);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

const mailsSchema = z.object({
  messages: z.record(
    z.string(),
    z.array(
      z.object({ MessageId: z.string(), Source: z.string(), To: z.array(z.string()), Subject: z.string() }),
    ),
  ),
});
export type SentMail = z.infer<typeof mailsSchema>['messages'][string][number];

/** Every mail that the local SES has taken, oldest first. */
export async function sentMails(cloud: LocalCloud): Promise<readonly SentMail[]> {
  const text = await ask(cloud, { service: 'ses', path: '/_ministack/ses/messages' });
  return Object.values(mailsSchema.parse(JSON.parse(text)).messages).flat();
}

/** Which numbers the local SNS has sent SMS to. */
export async function smsNumbers(cloud: LocalCloud): Promise<readonly string[]> {
  const text = await ask(cloud, { service: 'sns', path: '/_ministack/sns/sms-messages' });
  return Object.keys(
    z.object({ sms_messages: z.record(z.string(), z.unknown()) }).parse(JSON.parse(text)).sms_messages,
  );
}

/** It tells services apart by the scope of the credential; it verifies no signature. */
async function ask({ endpoint }: LocalCloud, question: Question): Promise<string> {
  const { service } = question;
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(`${endpoint}${'path' in question ? question.path : '/'}`, {
    ...requestOf(question),
    headers: { authorization, ...requestOf(question).headers },
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`The local AWS refuses ${JSON.stringify(question)}: ${response.status} ${text}`);
  return text;
}

function requestOf(question: Question): { method: string; headers: Record<string, string>; body?: string } {
  if ('path' in question) return { method: 'GET', headers: {} };
  if ('action' in question) {
    const { action, version } = question;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', headers, body: `Action=${action}&Version=${version}` };
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': question.target };
  return { method: 'POST', headers, body: JSON.stringify(question.body ?? {}) };
}
