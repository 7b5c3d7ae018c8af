import type { Client } from '@temporalio/client';
import type { Intake } from '../functions/intake';
import { createIntake } from '../functions/intake';
import { LOCAL_TABLES } from '../local/cluster';
import type { LocalEnvironment } from '../local/environment';
import { startLocal } from '../local/environment';
import { skipTime } from '../local/time-skipping';
import { createDocumentClient } from '../store/client';
import { ringWrapper } from '../store/key-wrapper';
import { createStore } from '../store/store';
import { createPayloadCodec } from '../temporal/codec';
import { connectClient, namespaceOf } from '../temporal/connection';
import { keyRingFromEnv } from '../temporal/key-ring';
import { makeCurrent } from '../worker/host';
import { searchAttributeTypes } from '../workflows/search-attributes';
import { BARE_ACCOUNTS_QUEUE } from './bare-queues';
import type { BareInput, TouchKind } from './bare-workflow';
import type { Batch, Live, Measurable, Measured } from './driver';
import { accounts, bare, factGiver, idleIntake, measure } from './driver';
import type { Run } from './history';
import { actionsOf, bareInputOf, runsOf, workflowTasksOf } from './history';
import type { Findings } from './print';
import { meanOf, medianOf, mediansOf, print } from './print';
import { FACTS } from './sample-account';
import type { WorkerRole } from './worker-child';
import { roles, startWorkerChild } from './worker-child';

/**
 * `npm run bench`: what a lifecycle of the account workflow costs beside a bare workflow with the same timers,
 * activities, signals, runs and payload sizes. Time is skipped in both (timers of days, nothing shortened). The verdict
 * goes by CPU, because the wall clock of a busy machine says little. Linux only: it reads /proc.
 */
const PAIRS = 5;
const LIFECYCLES = 20;
const KIND_ROUNDS = 3;
const KIND_LIFECYCLES = 10;
/** Of the bare workflow: without summaries, and the three kinds of touch. */
const VARIANTS = 4;
const REAL_LIFECYCLES = 10;

async function main(): Promise<void> {
  const local = await startLocal({ searchAttributes: searchAttributeTypes });
  const client = skipTime(await connectClient(local.env));
  try {
    const idle = await withWorker('account', local, client, idleIntake(client), (account, intake) =>
      withWorker('bare', local, client, intake, (bareWorker) =>
        compare(local, client, intake, { account, bare: bareWorker }),
      ),
    );
    const real = await realLives(local);
    process.stdout.write(`${print({ ...idle, ...real })}\n`);
  } finally {
    await client.connection.close();
    await local.stop();
  }
}

/** As in production: payloads are encrypted with the keys of their persons, which only the store can open. */
async function realLives(local: LocalEnvironment): Promise<Awaited<ReturnType<typeof withStore>>> {
  Object.assign(process.env, local.env);
  const documentClient = createDocumentClient();
  const keyWrapper = ringWrapper(keyRingFromEnv(local.env));
  const store = createStore({ documentClient, tables: LOCAL_TABLES, keyWrapper });
  const client = skipTime(await connectClient(local.env, store.payloadKeys));
  const intake = createIntake({ store, client, caseTime: 'of the fact' });
  try {
    return await withWorker('real', local, client, intake, (pids) => withStore(client, intake, pids));
  } finally {
    await client.connection.close();
    documentClient.destroy();
  }
}

async function withWorker<T>(
  role: WorkerRole,
  { env, temporal, aws }: LocalEnvironment,
  client: Client,
  intake: Intake,
  act: (pids: Measured, intake: Intake) => Promise<T>,
): Promise<T> {
  const worker = await startWorkerChild(role, env, factGiver(intake));
  try {
    const { buildId, deployments } = roles[role];
    await makeCurrent(client, buildId, deployments);
    return await act({ server: temporal.pid, worker: worker.pid, aws: aws.pid }, intake);
  } finally {
    await worker.stop();
  }
}

type Compared = Pick<Findings, 'pairs' | 'kinds' | 'eagerShare' | 'bareHistory'>;

async function compare(
  local: LocalEnvironment,
  client: Client,
  intake: Intake,
  pids: Readonly<Record<'account' | 'bare', Measured>>,
): Promise<Compared> {
  const account = { live: accounts(client, intake), pids: pids.account };
  const codec = createPayloadCodec(keyRingFromEnv(local.env), namespaceOf(local.env));
  const input = await bareInputOf(await lifeOf(client, account.live, 'sample-account'), codec, FACTS);
  const bareOf = (touch: TouchKind): Measurable => ({
    live: bare(client, { ...input, touch }),
    pids: pids.bare,
  });
  const bareHistory = historyOf(await lifeOf(client, bareOf('regular').live, 'sample-bare000'));
  const both = { account, bare: bareOf('regular') };
  await interleaved(both, { name: 'warm', rounds: 1, lifecycles: LIFECYCLES });
  const pairs = await interleaved(both, { name: 'pair', rounds: PAIRS, lifecycles: LIFECYCLES });
  const before = await eagerTasks(local);
  const plain = { live: bare(client, withoutSummaries(input)), pids: pids.bare };
  const variants = { plain, regular: bareOf('regular'), eager: bareOf('eager'), local: bareOf('local') };
  const kinds = await interleaved(variants, {
    name: 'kind',
    rounds: KIND_ROUNDS,
    lifecycles: KIND_LIFECYCLES,
  });
  return {
    pairs,
    kinds: mediansOf(kinds),
    eagerShare: eagerShareOf(input, (await eagerTasks(local)) - before),
    bareHistory,
  };
}

const withoutSummaries = (input: BareInput): BareInput => ({
  ...input,
  runs: input.runs.map((acts) => acts.map((act) => ({ ...act, summary: 0 }))),
});

/** Of the eager variant's touches. The activity that keeps books is on the workflow's own queue, so it is eager in all. */
function eagerShareOf(input: BareInput, eagerActivities: number): number {
  const acts = input.runs.flat();
  const count = (wanted: string): number => acts.filter(({ kind }) => kind === wanted).length;
  const made = KIND_ROUNDS * KIND_LIFECYCLES;
  return (eagerActivities - made * VARIANTS * count('books')) / (made * count('touch'));
}

/**
 * Measures every variant once a round, in two halves around the others' (A B B A), so that what else the machine does
 * falls on all of them alike.
 */
async function interleaved<K extends string>(
  variants: Readonly<Record<K, Measurable>>,
  { name, rounds, lifecycles }: { name: string; rounds: number; lifecycles: number },
): Promise<Record<K, readonly Batch[]>> {
  // The keys are those of `variants`, which Object.entries forgets.
  const keys = Object.keys(variants) as K[];
  const batches = new Map<K, Batch[]>(keys.map((key) => [key, []]));
  for (let round = 1; round <= rounds; round += 1) {
    const halves = new Map<K, Batch>();
    for (const [turn, key] of [...keys, ...keys.toReversed()].entries()) {
      const half = await measure(
        variants[key],
        `${name}-${key.padEnd(7, '0')}-${round}-${turn}`,
        lifecycles / 2,
      );
      const other = halves.get(key);
      halves.set(key, half);
      if (other) batches.get(key)?.push(meanOf(other, half));
    }
    note(
      `${name} ${round} of ${rounds}: ${keys.map((key) => `${key} ${lineOf(batches.get(key)?.at(-1))}`).join('; ')}`,
    );
  }
  return Object.fromEntries(batches) as Record<K, Batch[]>;
}

const lineOf = (batch: Batch | undefined): string =>
  batch ? `${(batch.server + batch.worker).toFixed(0)} ms CPU, ${batch.wall.toFixed(0)} ms wall` : '';

/** The product's own activities and store: what an account costs as it runs here. */
async function withStore(
  client: Client,
  intake: Intake,
  pids: Measured,
): Promise<Pick<Findings, 'real' | 'actions' | 'history'>> {
  const account = accounts(client, intake);
  const runs = await lifeOf(client, account, 'sample-real000');
  await interleaved(
    { real: { live: account, pids } },
    { name: 'warm', rounds: 1, lifecycles: REAL_LIFECYCLES },
  );
  const { real } = await interleaved(
    { real: { live: account, pids } },
    { name: 'store', rounds: 3, lifecycles: REAL_LIFECYCLES },
  );
  return { real: medianOf(real), actions: actionsOf(runs), history: historyOf(runs) };
}

const historyOf = (runs: readonly Run[]): Findings['history'] => ({
  bytes: runs.map(({ bytes }) => bytes),
  events: runs.reduce((sum, { events }) => sum + events.length, 0),
  workflowTasks: workflowTasksOf(runs),
});

async function lifeOf(client: Client, live: Live, name: string): Promise<Run[]> {
  const { workflowId, firstRunId } = await live(name);
  return runsOf(client, workflowId, firstRunId);
}

/** Activity tasks that the server gave out with the answer to a workflow task, on the queue of the bare workflow. */
async function eagerTasks({ temporal }: LocalEnvironment): Promise<number> {
  const metrics = await (await fetch(temporal.metricsUrl)).text();
  const line = metrics
    .split('\n')
    .find(
      (text) =>
        text.startsWith('activity_eager_execution{') && text.includes(BARE_ACCOUNTS_QUEUE.replace('-', '_')),
    );
  return Number(line?.split(' ').at(-1) ?? 0);
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);

main().catch((error: unknown) => {
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
