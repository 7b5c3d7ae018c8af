import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateConfigurationSetCommand, SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { Client } from '@temporalio/client';
import type { Intake } from '../../functions/intake';
import { createIntake } from '../../functions/intake';
import { strategiesOf } from '../../functions/strategies';
import { newAccountSchema, newCaseOf } from '../../functions/wire/account';
import { LAMBDA_TIMEOUT } from '../../infra/stacks/worker-stack';
import { makeCheckout } from '../../local/deploy/checkout';
import { sentMails } from '../../local/deploy/cloud';
import { endPackedWorker, packWorker, sizeOf, startPackedWorker } from '../../local/deploy/packaged-worker';
import { eventually } from '../../local/deploy/system';
import { DEBT, loanOf, mailOf } from '../../local/deploy/world';
import type { LocalEnvironment } from '../../local/environment';
import { startLocal } from '../../local/environment';
import { LOCAL_TABLES } from '../../local/tables';
import { LOCAL_SENDER, LOCAL_TENANT } from '../../local/tenant';
import { createTables } from '../../store/create-tables';
import { loadStrategyFolder } from '../../policy/strategy/parse';
import { tableEnvironment } from '../../store/tables';
import { connectClient } from '../../temporal/connection';
import { makeCurrent } from '../../worker/host';
import { productionStore } from '../../worker/production';
import { accountWorkflowId } from '../../workflows/messages';
import { searchAttributeTypes } from '../../workflows/search-attributes';

/** Lambda allows 250 MB unzipped; this leaves room for layers. */
const MOST_BYTES = 120e6;
const TIMEOUT_MS = LAMBDA_TIMEOUT.toMilliseconds();
const CONFIGURATION_SET = 'recobro-test';
const PATIENCE_MS = 300_000;

let workDir: string;
let folder: string;
let servers: LocalEnvironment;
let client: Client;
let intake: Intake;

/** The package as a deploy makes it, for this machine's platform; a real server; the tables and the sender. */
beforeAll(async () => {
  workDir = mkdtempSync(join(tmpdir(), 'recobro-package-'));
  folder = join(workDir, 'package');
  makeCheckout(join(workDir, 'checkout'));
  const starting = startLocal({ searchAttributes: searchAttributeTypes });
  [servers] = await Promise.all([starting, packWorker(join(workDir, 'checkout'), folder)]);
  Object.assign(process.env, servers.env);
  await createTables(new DynamoDBClient({}), LOCAL_TABLES);
  const ses = new SESClient({});
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: LOCAL_SENDER }));
  await ses.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: CONFIGURATION_SET } }));
  const store = productionStore({ ...servers.env, ...tableEnvironment(LOCAL_TABLES) });
  client = await connectClient(servers.env, store.payloadKeys);
  intake = createIntake({ store, client });
}, PATIENCE_MS);

afterAll(async () => {
  await client.connection.close();
  await servers.stop();
  rmSync(workDir, { recursive: true, force: true });
}, PATIENCE_MS);

/** What the stacks put into the environment of a worker. */
const workerEnv = (buildId: string): Record<string, string> => ({
  ...servers.env,
  ...tableEnvironment(LOCAL_TABLES),
  RECOBRO_BUILD_ID: buildId,
  RECOBRO_SENDER: LOCAL_SENDER,
  RECOBRO_CONFIGURATION_SET: CONFIGURATION_SET,
  RECOBRO_LETTERS_BUCKET: 'recobro-letters',
  RECOBRO_TENANTS: 'tenants/dev.json',
});

/** A debt falls due, a mail goes out, the debt is paid, the case closes. @returns How it ended. */
async function lifecycle(accountId: string): Promise<unknown> {
  const all = loadStrategyFolder(join(workDir, 'checkout', 'strategies'));
  const { of: strategyOf } = strategiesOf(all, 'despliegue');
  const account = newAccountSchema.parse(loanOf(accountId, Date.now()));
  await intake.open(newCaseOf(LOCAL_TENANT, account, Date.now(), strategyOf));
  await eventually(`SES has a mail to ${mailOf(accountId)}`, async () =>
    (await sentMails(servers.aws)).find(({ To }) => To.includes(mailOf(accountId))),
  );
  const payment = { kind: 'payment', id: 'p-1', amount: DEBT, at: Date.now() } as const;
  await intake.acceptFact({ tenant: LOCAL_TENANT, accountId }, 'p-1', payment);
  return client.workflow.getHandle(accountWorkflowId(LOCAL_TENANT, accountId)).result();
}

test('the package is small enough for Lambda', () => {
  const bytes = sizeOf(folder);
  console.log(`package, unzipped: ${(bytes / 1e6).toFixed(1)} MB`);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test(
  "the image's start command runs a lifecycle with the pruned files, and ends when it is told to",
  async () => {
    const build = 'fargate-build';
    const worker = await startPackedWorker({
      folder,
      env: workerEnv(build),
      logFile: join(workDir, 'main.log'),
    });
    await makeCurrent(client, build);
    expect(await lifecycle('F-1')).toBe('paid');
    await endPackedWorker(worker);
    expect(worker.ended()).toBe(true);
  },
  PATIENCE_MS,
);

test(
  'the handlers of Lambda run a lifecycle with their real time-outs, and return before their deadline',
  async () => {
    const build = 'lambda-build';
    const startMs = Date.now();
    const accounts = invoke('accounts', build);
    const sending = invoke('sending', build);
    await makeCurrent(client, build);
    console.log(`cold start: polls after ${Date.now() - startMs} ms`);
    expect(await lifecycle('L-1')).toBe('paid');
    for (const { loadedMs, leftMs, rssMb, error } of await Promise.all([accounts, sending])) {
      console.log(`loaded in ${loadedMs} ms, ${rssMb} MB; returned ${leftMs} ms before the deadline`);
      expect(error).toBeUndefined();
      expect(leftMs).toBeGreaterThan(0);
    }
  },
  PATIENCE_MS,
);

interface Invocation {
  readonly loadedMs?: number;
  readonly leftMs?: number;
  readonly rssMb?: number;
  readonly error?: string;
}

/** Calls the handler as Lambda would, in a process of its own that has nothing but the package. */
async function invoke(queue: 'accounts' | 'sending', build: string): Promise<Invocation> {
  const env = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'production', LAMBDA_TASK_ROOT: folder },
    ...{ ...workerEnv(build), RECOBRO_WORKER_QUEUE: queue },
  };
  const args = [join(__dirname, 'lambda-runtime.js'), folder, queue, String(TIMEOUT_MS)];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said: Invocation = {};
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('{"invocation":'))
      said = { ...said, ...(JSON.parse(line) as { invocation: Invocation }).invocation }; // lambda-runtime.js
  return said;
}
