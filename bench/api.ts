/**
 * `npm run bench:api`: the API's bundle as it goes to Lambda. Its size; how long a new process takes to import it; and, on
 * real servers, how long a payment takes from the request until its case has the signal. Medians.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createAwsClients } from '../activities/aws/clients';
import { allBundles } from '../infra/constructs/bundle';
import { localAwsGateways } from '../local/aws-gateways';
import type { Cluster } from '../local/cluster';
import { LOCAL_TABLES, startCluster } from '../local/cluster';
import { startLocal } from '../local/environment';
import { tableEnvironment } from '../store/tables';
import { searchAttributeTypes } from '../workflows/search-attributes';

const ROOT = join(__dirname, '..');
const BUNDLE = join(allBundles(), 'api', 'index.js');
const BARS = { bytes: 2_000_000, importMs: 400, signalMs: 1_000 } as const;
const IMPORTS = 9;
const PAYMENTS = 30;
/** Every 50 ms. */
const SIGNAL_TRIES = 100;
const TENANT = 'acme';
const ROLE = 'arn:aws:sts::1:assumed-role/bench';

type Handler = (event: unknown) => Promise<APIGatewayProxyStructuredResultV2>;

/** As Lambda starts it: a process of its own, its caches cold but for those of the disk. A busy machine adds to `wall` only. */
function importMs(): { readonly wall: number; readonly cpu: number } {
  const program = `const [start, used] = [performance.now(), process.cpuUsage()];
    require(${JSON.stringify(BUNDLE)});
    const { user, system } = process.cpuUsage(used);
    console.log(JSON.stringify({ wall: performance.now() - start, cpu: (user + system) / 1_000 }));`;
  // As the program writes it.
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' })) as {
    wall: number;
    cpu: number;
  };
}

const request = (method: string, rawPath: string, key: string, body: object) => ({
  ...{ rawPath, rawQueryString: '', headers: { 'idempotency-key': key }, body: JSON.stringify(body) },
  requestContext: { http: { method }, authorizer: { iam: { userArn: `${ROLE}/one` } } },
});

async function ask(handler: Handler, ...args: Parameters<typeof request>): Promise<void> {
  const { statusCode, body } = await handler(request(...args));
  if ((statusCode ?? 500) >= 300) throw new Error(`The API answered ${statusCode}: ${body}`);
}

/** Milliseconds from the request to the answer, and to the signal as the server dates it. */
async function payment(handler: Handler, { client }: Cluster, number: number) {
  const account = `BENCH-${number}`;
  const due = new Date(Date.now() + 86_400_000 * 30).toISOString().slice(0, 10);
  const person = {
    ...{ id: `P-${number}`, name: 'Ana', jurisdiction: 'CO', zone: 'America/Bogota', language: 'es' },
    ...{ kind: 'consumer', addresses: {}, consent: [] },
  };
  const debts = [{ id: 'D', due, amount: 1_000 }];
  const opening = { id: account, currency: 'COP', strategy: 'consumo', person, debts };
  await ask(handler, 'POST', '/v1/accounts', `open-${number}`, opening);
  const start = Date.now();
  await ask(handler, 'POST', `/v1/accounts/${account}/payments`, `pay-${number}`, { id: 'p', amount: 1 });
  const answered = Date.now() - start;
  const signal = await writtenSignal(client, `account/${TENANT}/${account}`);
  return { answered, signalled: Number(signal.seconds) * 1_000 + (signal.nanos ?? 0) / 1e6 - start };
}

type When = NonNullable<Awaited<ReturnType<typeof signalOf>>>;

/** A signal that comes while the case is at work stands in its history once that is done. */
async function writtenSignal(client: Client, workflowId: string): Promise<When> {
  for (let tries = 0; tries < SIGNAL_TRIES; tries += 1) {
    const signal = await signalOf(client, workflowId);
    if (signal) return signal;
    await sleep(50);
  }
  throw new Error('The case has no signal');
}

/** When the case was signalled last: in its present run, or in the one before, where it has moved on since. */
async function signalOf(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<{ readonly seconds?: unknown; readonly nanos?: number | null } | undefined> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const signal = events?.findLast(({ workflowExecutionSignaledEventAttributes: it }) => it)?.eventTime;
  if (signal) return signal;
  const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  return before ? signalOf(client, workflowId, before) : undefined;
}

async function payments() {
  const local = await startLocal({ searchAttributes: searchAttributeTypes });
  try {
    Object.assign(process.env, local.env, tableEnvironment(LOCAL_TABLES), {
      RECOBRO_IAM_TENANTS: JSON.stringify({ [ROLE]: TENANT }),
      RECOBRO_STRATEGIES: join(allBundles(), 'strategies.json'),
    });
    const gateways = await localAwsGateways(createAwsClients());
    const cluster = await startCluster({ env: local.env, gateways, time: 'real' });
    try {
      // The bundle exports what Lambda calls.
      const { handler } = createRequire(__filename)(BUNDLE) as { handler: Handler };
      const all: Awaited<ReturnType<typeof payment>>[] = [];
      for (let number = 0; number < PAYMENTS; number += 1) all.push(await payment(handler, cluster, number));
      return all;
    } finally {
      await cluster.stop();
    }
  } finally {
    await local.stop();
  }
}

const line = (what: string, figure: number, bar: number, unit: string): void =>
  void process.stderr.write(`${what}: ${Math.round(figure)} ${unit} (bar: ${bar} ${unit})\n`);

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function main(): Promise<void> {
  line('bundle of the API', statSync(BUNDLE).size / 1_000, BARS.bytes / 1_000, 'KB');
  const imports = Array.from({ length: IMPORTS }, importMs);
  line('cold import, clock', median(imports.map(({ wall }) => wall)), BARS.importMs, 'ms');
  line('cold import, processor', median(imports.map(({ cpu }) => cpu)), BARS.importMs, 'ms');
  const [, ...warm] = await payments();
  line('payment: request to answer', median(warm.map(({ answered }) => answered)), BARS.signalMs, 'ms');
  line('payment: request to signal', median(warm.map(({ signalled }) => signalled)), BARS.signalMs, 'ms');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
