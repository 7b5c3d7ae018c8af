import { writeFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { stringify } from 'yaml';
import { createFeedback } from '../functions/feedback';
import { createIntake } from '../functions/intake';
import type { LocalEnvironment } from '../local/environment';
import { startLocal } from '../local/environment';
import { LOCAL_TABLES } from '../local/tables';
import { skipTime } from '../local/time-skipping';
import type { Happening } from '../simulator/cost/consumption';
import { CONSUMPTION_FILE, happenings } from '../simulator/cost/consumption';
import { blindIndexFromEnv } from '../store/blind-index';
import { createDocumentClient } from '../store/client';
import { createTables } from '../store/create-tables';
import { keyWrapperFrom, TENANT_KEY_VARIABLE } from '../store/kms-wrapper';
import { createStore } from '../store/store';
import { connectClient } from '../temporal/connection';
import { keyRingFromEnv } from '../temporal/key-ring';
import { makeCurrent } from '../worker/host';
import { searchAttributeTypes } from '../workflows/search-attributes';
import type { AwsMeter } from './aws-meter';
import { startAwsMeter } from './aws-meter';
import type { Lived } from './driver';
import { accounts, factGiver } from './driver';
import type { Disturb, World } from './lives';
import { changeHours, deliverAll, liveAsleep, liveStory, payPart, receiptsOf } from './lives';
import type { StoryName } from './stories';
import { EXTRA, FEW, MANY, MORE_MOVES, stories } from './stories';
import type { Bench, Take } from './takes';
import { difference, members, takeOf, takeOfLives } from './takes';
import { CACHED_CASES, laterClock, roles, startWorkerChild } from './worker-child';

/**
 * `npm run bench:consumption [-- --write]`: what each thing in the life of an account takes of Temporal, DynamoDB, KMS and
 * the worker, found by lives that differ in that thing alone; then whether the parts add up to a whole life.
 * `--write` keeps the figures in `simulator/data/consumption.yaml`. Linux only: it reads /proc.
 */
const LIVES = 5;
const WARM_ROUNDS = 3;
type Takes = Readonly<Record<Happening, Take>>;

interface Found {
  readonly each: Takes;
  readonly openHistoryBytes: number;
  /** The sample account of `npm run bench`. */
  readonly whole: Take;
}

async function main(): Promise<void> {
  const local = await startLocal({ searchAttributes: searchAttributeTypes });
  const meter = await startAwsMeter(local.aws.endpoint);
  try {
    const kms = new KMSClient({ endpoint: local.aws.endpoint, ...credentialsOf(local) });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const env = {
      ...local.env,
      AWS_ENDPOINT_URL: meter.url,
      [TENANT_KEY_VARIABLE]: KeyMetadata?.KeyId ?? '',
    };
    Object.assign(process.env, env);
    const found = await withWorker(local, meter, env, (world, bench) => findAll(world, bench, 'kept'));
    const replayed = await withWorker(local, meter, { ...env, [CACHED_CASES]: '0' }, (world, bench) =>
      findReplayed(world, bench, 'replayed'),
    );
    tell(found, replayed);
    if (process.argv.includes('--write')) writeFileSync(CONSUMPTION_FILE, fileOf(found, replayed));
  } finally {
    await meter.stop();
    await local.stop();
  }
}

const credentialsOf = ({ env }: LocalEnvironment) => ({
  region: env['AWS_REGION'] ?? '',
  credentials: {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
});

async function withWorker<T>(
  local: LocalEnvironment,
  meter: AwsMeter,
  env: Readonly<Record<string, string>>,
  act: (world: World, bench: Bench) => Promise<T>,
): Promise<T> {
  const tables = new DynamoDBClient({ endpoint: local.aws.endpoint, ...credentialsOf(local) });
  await createTables(tables, LOCAL_TABLES);
  const clock = laterClock();
  const store = createStore({
    documentClient: createDocumentClient(),
    tables: LOCAL_TABLES,
    blindIndex: blindIndexFromEnv(env),
    keyWrapper: keyWrapperFrom({ env, ring: keyRingFromEnv(env), kms: () => new KMSClient({}) }),
    now: clock.now,
  });
  const client = await connectClient(env, store.payloadKeys);
  const skippingClient = skipTime(await connectClient(env, store.payloadKeys));
  const intake = createIntake({ store, client });
  const skipping = createIntake({ store, client: skippingClient, caseTime: 'of the fact' });
  const give = factGiver(skipping);
  const worker = await startWorkerChild('real', env, (touching) => {
    clock.pass();
    return give(touching);
  });
  const world: World = {
    skipping: { client: skippingClient, intake: skipping },
    real: { client, intake },
    store,
    feedback: createFeedback({ store, intake }),
    later: () => {
      clock.pass();
      worker.later();
    },
  };
  try {
    await makeCurrent(client, roles.real.buildId, roles.real.deployments);
    return await act(world, { meter, client, tables, names: LOCAL_TABLES, workerPid: worker.pid });
  } finally {
    await worker.stop();
    await client.connection.close();
    await skippingClient.connection.close();
  }
}

/** Lives of one series: account ids begin with its name. */
function lab(world: World, bench: Bench, series: string) {
  const named = (story: string): string[] =>
    Array.from({ length: LIVES }, (_, index) => `${series}-${story}-${index}`);
  const take = (
    what: string,
    live: (names: readonly string[]) => Promise<readonly Lived[]>,
  ): Promise<Take> => {
    note(`${series}: ${what}`);
    return takeOfLives(bench, LIVES, () => live(named(what)));
  };
  const story = (name: StoryName): Promise<Take> =>
    take(name, (names) => liveStory(world, stories[name], names));
  return { named, take, story };
}

/** Until the code that runs often is compiled. */
async function warmUp(world: World, bench: Bench, series: string): Promise<void> {
  for (let round = 1; round <= WARM_ROUNDS; round += 1)
    await lab(world, bench, `${series}-warm-${round}`).story('email');
}

async function findAll(world: World, bench: Bench, series: string): Promise<Found> {
  await warmUp(world, bench, series);
  const asleep = await findAsleep(world, bench, series);
  const messages = await findMessages(world, bench, series);
  return { ...asleep, each: { ...asleep.each, ...messages }, whole: await findWhole(world, bench, series) };
}

async function findAsleep(world: World, bench: Bench, series: string) {
  const { take } = lab(world, bench, series);
  let openHistoryBytes = 0;
  const sleepers = (name: string, times: number, disturb: Disturb): Promise<Take> =>
    take(name, async (names) => {
      const { lived, asleepBytes } = await liveAsleep(world, names, { times, disturb });
      openHistoryBytes = asleepBytes;
      return lived;
    });
  const changes = await sleepers('changes', EXTRA, changeHours);
  const parts = await sleepers('parts', EXTRA, payPart);
  const paid = await sleepers('paid', 0, payPart);
  const fact = difference(parts, paid, EXTRA);
  const person_change = difference(changes, paid, EXTRA);
  return { openHistoryBytes, each: { life: difference(paid, fact, 1), fact, person_change } };
}

async function findMessages(world: World, bench: Bench, series: string) {
  const { story, named } = lab(world, bench, series);
  const [few, email] = [await story('few-email'), await story('email')];
  const touchBy = async (fewer: StoryName, more: StoryName): Promise<Take> =>
    difference(await story(more), await story(fewer), MANY - FEW);
  const delivered = await receiptsOf(world, named('email'));
  return {
    touch_email: difference(email, few, MANY - FEW),
    touch_sms: await touchBy('few-sms', 'sms'),
    touch_letter: await touchBy('few-letters', 'letters'),
    task: difference(await story('tasks'), few, EXTRA),
    stage_move: difference(await story('moves'), email, MORE_MOVES),
    refusal: difference(await story('refused'), email, MANY),
    receipt: await takeOfLives(bench, delivered.length, async () => {
      await deliverAll(world, delivered);
      return [];
    }),
  };
}

function findWhole(world: World, bench: Bench, series: string): Promise<Take> {
  const live = accounts(world.skipping.client, world.skipping.intake);
  return lab(world, bench, series).take('whole', async (names) => {
    const lived: Lived[] = [];
    for (const name of names) {
      world.later();
      lived.push(await live(name));
    }
    return lived;
  });
}

/** Processor time of a message where the worker keeps no case in memory, and so runs its history again. */
async function findReplayed(world: World, bench: Bench, series: string): Promise<number> {
  await warmUp(world, bench, series);
  const { story } = lab(world, bench, series);
  const few = await story('few-email');
  return difference(await story('email'), few, MANY - FEW).worker_ms;
}

/** The sample account: twelve messages, a task, five facts, three moves; its facts come while it is awake. */
const PARTS: Readonly<Partial<Record<Happening, number>>> = {
  ...{ life: 1, fact: 5, touch_email: 7, touch_sms: 5, task: 1, stage_move: 3 },
};

const wholeOf = (each: Takes): Take =>
  takeOf((member) => happenings.reduce((sum, kind) => sum + (PARTS[kind] ?? 0) * each[kind][member], 0));

function tell({ each, whole }: Found, replayedMs: number): void {
  const rounded = (take: Take) =>
    Object.fromEntries(members.map((member) => [member, Number(take[member].toFixed(2))]));
  console.table(mapped(each, rounded));
  console.table({ measured: rounded(whole), 'sum of its parts': rounded(wholeOf(each)) });
  console.log(`worker, one message, history run again: ${replayedMs.toFixed(1)} ms`);
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

function fileOf({ each, openHistoryBytes }: Found, replayedMs: number): string {
  const rounded = (take: Take) => takeOf((member) => Math.max(0, Number(take[member].toFixed(1))));
  const head = [
    '# What each thing in the life of an account takes. Measured, never written by hand: docs/operate/cost.md says how.',
    '#',
    '# actions: as Temporal Cloud bills them. write_units, read_units: request units of DynamoDB. kms_requests: with no open key',
    '# in memory. kept_bytes: stay in the tables, indexes included. worker_ms: processor time, cases kept in memory.',
    '# replayed_touch_ms: the same of one e-mail where none is kept, as on Lambda. open_history_bytes: of a case that sleeps.',
    '',
  ];
  const data = {
    measured: new Date().toISOString().slice(0, 10),
    command: 'npm run bench:consumption -- --write',
    open_history_bytes: Math.round(openHistoryBytes),
    replayed_touch_ms: Number(replayedMs.toFixed(1)),
    each: mapped(each, rounded),
  };
  return `${head.join('\n')}${stringify(data, { lineWidth: 0 })}`;
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);

main().catch((error: unknown) => {
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
