import { existsSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { Connection } from '@temporalio/client';
import { type LocalEnvironment, startLocal } from '../../local/environment';
import { stopAll, until } from '../../local/process';
import { groupExists, listenersOf, processesWith } from './processes';

let one: LocalEnvironment;
let two: LocalEnvironment;

beforeAll(async () => {
  const searchAttributes = { TestStage: 'Keyword', TestDue: 'Datetime' } as const;
  [one, two] = await Promise.all([startLocal({ searchAttributes, ui: true }), startLocal()]);
});
afterAll(() => stopAll());

test('two environments run beside each other', () => {
  expect(one.temporal.address).not.toBe(two.temporal.address);
  expect(one.aws.endpoint).not.toBe(two.aws.endpoint);
});

test.each([
  { rule: 'Temporal with its UI', pid: () => one.temporal.pid },
  { rule: 'Temporal without', pid: () => two.temporal.pid },
  { rule: 'the local AWS', pid: () => one.aws.pid },
])('$rule listens on loopback only', ({ pid }) => {
  const listeners = listenersOf(pid());
  if (!listeners) {
    console.warn('skipped: ss is missing, so the open ports cannot be listed');
    return;
  }
  expect(listeners).not.toEqual([]);
  expect(listeners.filter((address) => !address.startsWith('127.0.0.1:'))).toEqual([]);
});

test('Temporal knows the search attributes', async () => {
  const connection = await Connection.connect({ address: one.temporal.address });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  await connection.close();
  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['TestStage', 'TestDue']));
});

test('the Temporal UI answers and knows its codec server', async () => {
  // The server tells only of its own address that it answers there.
  let settings: unknown;
  const isThere = async (): Promise<boolean> => {
    const response = await fetch(`${one.temporal.uiUrl}/api/v1/settings`).catch(() => undefined);
    settings = await response?.json();
    return response?.ok === true;
  };
  expect(await until(isThere, 60_000)).toBe(true);
  expect(settings).toMatchObject({ Codec: { Endpoint: one.codec?.url } });
});

test('the environments do not share their AWS', async () => {
  const clients = [one, two].map(
    ({ aws }) =>
      new DynamoDBClient({
        endpoint: aws.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
  );
  const [here, there] = clients;
  await here?.send(
    new CreateTableCommand({
      TableName: 'Probe',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  expect((await here?.send(new ListTablesCommand()))?.TableNames).toEqual(['Probe']);
  expect((await there?.send(new ListTablesCommand()))?.TableNames).toEqual([]);
  for (const client of clients) client.destroy();
});

test('a service that fails to start takes the whole environment down with it', async () => {
  let pids: number[] = [];
  const failing = startLocal({
    services: [
      async ({ env }) => {
        expect(env).toMatchObject({ TEMPORAL_NAMESPACE: 'default', AWS_REGION: 'us-east-1' });
        pids = pidsOf(env);
        throw new Error('no worker');
      },
    ],
  });
  await expect(failing).rejects.toThrow('no worker');
  expect(pids).not.toEqual([]);
  expect(pids.filter(groupExists)).toEqual([]);
});

test('stop() leaves no process and no temporary file', async () => {
  const groups = [one, two].flatMap(({ temporal, aws }) => [temporal.pid, aws.pid]);
  expect(groups.every(groupExists)).toBe(true);
  await Promise.all([one.stop(), two.stop()]);
  await one.stop(); // twice is harmless
  expect(groups.filter(groupExists)).toEqual([]);
  expect(existsSync(one.temporal.logFile)).toBe(false);
});

/** The groups of the servers behind these addresses. */
function pidsOf(env: Readonly<Record<string, string>>): number[] {
  const port = env['TEMPORAL_ADDRESS']?.split(':')[1] ?? '';
  return processesWith(`--port ${port} `).map((line) => Number.parseInt(line, 10));
}
