import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { verifyChain } from '../../domain/ledger';
import { createIntake } from '../../functions/intake';
import { LOCAL_TABLES } from '../../local/cluster';
import type { CrashWorkerConfig } from '../../local/crash-worker';
import { crashPoints } from '../../local/crash-worker';
import type { LocalEnvironment } from '../../local/environment';
import { startLocal } from '../../local/environment';
import { skipTime } from '../../local/time-skipping';
import { createDocumentClient } from '../../store/client';
import { createTables } from '../../store/create-tables';
import type { Store } from '../../store/store';
import { ringWrapper } from '../../store/key-wrapper';
import { createStore, sha256Hex } from '../../store/store';
import type { StoredAttempt } from '../../store/types';
import { connectClient } from '../../temporal/connection';
import { keyRingFromEnv } from '../../temporal/key-ring';
import { FAILURE_CONVERTER_PATH } from '../../temporal/data-converter';
import { accountWorkflowId } from '../../workflows/messages';
import { searchAttributeTypes } from '../../workflows/search-attributes';
import { aStrategy, newCase, TENANT } from './lab';

jest.setTimeout(600_000); // a minute, but many times that on a machine that has other work

const ROOT = join(__dirname, '..', '..');
const CASES = 50;
const STEPS = ['aviso', 'hoy', 'vencido', 'recordatorio', 'opciones', 'ultimo'] as const;
/** A worker dies at every point, most often where a message may be lost. */
const CRASHES = [...crashPoints, 'after send'] as const;
/** How often a worker passes its point before it dies there. */
const NTH = 30;

const strategy = aStrategy({
  stages: { administrative: { from: 1 }, extrajudicial: { from: 3 }, judicial: { from: 6 } },
  steps: [
    ...[
      'aviso-previo',
      'vence-hoy',
      'vencido',
      'recordatorio',
      'opciones-de-pago',
      'ultimo-administrativo',
    ].map((template, index) => ({ id: STEPS[index], day: index - 1, via: ['email', 'sms'], template })),
    { id: 'juicio', day: 6, handoff: { to: 'estudio', approval: 'none', requires: [] } },
  ],
});

let local: LocalEnvironment;
let client: Client;
let store: Store;
let folder: string;
let closeStore: () => void;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recobro-crash-'));
  const [started, bundle] = await Promise.all([
    startLocal({ searchAttributes: searchAttributeTypes }),
    bundleOf(),
  ]);
  local = started;
  writeFileSync(inFolder('bundle.json'), JSON.stringify(bundle));
  Object.assign(process.env, local.env);
  const dynamo = new DynamoDBClient({});
  const documentClient = createDocumentClient(dynamo);
  closeStore = () => dynamo.destroy();
  await createTables(dynamo, LOCAL_TABLES);
  const keyWrapper = ringWrapper(keyRingFromEnv(local.env));
  const opened = createStore({ documentClient, tables: LOCAL_TABLES, keyWrapper });
  store = opened;
  client = hasty(skipTime(await connectClient(local.env, opened.payloadKeys)));
});

afterAll(async () => {
  await client.connection.close();
  closeStore();
  await local.stop();
  rmSync(folder, { recursive: true });
});

/** A decision that a killed worker was at is made again after this, instead of after ten seconds. */
function hasty(impatient: Client): Client {
  const service = impatient.workflowService;
  // Of the overloads of a gRPC method the SDK calls the one that answers with a promise.
  const start = service.startWorkflowExecution.bind(service) as (
    request: object,
    ...rest: unknown[]
  ) => unknown;
  const startWorkflowExecution = (request: object, ...rest: unknown[]) =>
    start({ ...request, workflowTaskTimeout: { seconds: 2 } }, ...rest);
  Object.assign(service, { startWorkflowExecution });
  return impatient;
}

const inFolder = (file: string): string => join(folder, file);

const bundleOf = () =>
  bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows'),
    workflowInterceptorModules: [require.resolve('./short-activities')],
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('ERROR'),
  });

/** A worker in a process of its own, which may be told where to die. */
function startWorker(crash: CrashWorkerConfig['crash']): ChildProcess {
  const config: CrashWorkerConfig = {
    env: local.env,
    packsDirs: [join(ROOT, 'test', 'fixtures', 'scenarios', 'packs')],
    bundleFile: inFolder('bundle.json'),
    sendLog: inFolder('sends.log'),
    crash,
  };
  writeFileSync(inFolder('config.json'), JSON.stringify(config));
  const args = ['-r', 'tsx/cjs', join(ROOT, 'local', 'crash-worker.ts'), inFolder('config.json')];
  return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

const exited = (child: ChildProcess): Promise<unknown> => once(child, 'exit');

/** Lets one worker after the other live until it is killed, and a last one finish. Answers how they ended. */
async function liveThroughCrashes(finished: Promise<unknown>): Promise<(string | null)[]> {
  const signals: (string | null)[] = [];
  for (const point of CRASHES) {
    const child = startWorker({ point, nth: NTH });
    await Promise.race([exited(child), finished]);
    if (child.exitCode === null && child.signalCode === null) await killed(child);
    signals.push(child.signalCode);
  }
  const last = startWorker(null);
  await finished;
  await killed(last);
  return signals;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = exited(child);
  child.kill('SIGKILL');
  await gone;
}

const ids = Array.from({ length: CASES }, (_, index) => `C-${index + 1}`);
const touchOf = ({ accountId, anchor, step }: StoredAttempt): string => `${accountId} ${anchor} ${step}`;

test(`${CASES} cases whose workers are killed at every point send nothing twice and lose nothing unseen`, async () => {
  const { openQuietly } = createIntake({ store, client, caseTime: 'of the fact' });
  await Promise.all(ids.map((account) => openQuietly(newCase(account, { strategy }))));
  const results = Promise.all(
    ids.map((account): Promise<unknown> =>
      client.workflow.getHandle(accountWorkflowId(TENANT, account)).result(),
    ),
  );
  const signals = await liveThroughCrashes(results);
  expect(signals).toEqual(CRASHES.map(() => 'SIGKILL'));
  expect(new Set(await results)).toEqual(new Set(['handed_off']));

  const attempts = (
    await Promise.all(ids.map((accountId) => store.listAttempts({ tenant: TENANT, accountId })))
  ).flat();
  const known = new Map(attempts.map((attempt) => [attempt.attemptId, attempt]));
  const log = existsSync(inFolder('sends.log')) ? readFileSync(inFolder('sends.log'), 'utf8') : '';
  const sends = log.split('\n').filter((line) => line !== '');
  const sent = sends.map((attemptId) => known.get(attemptId));

  // Nothing went out that was not claimed before, and no touch went out twice.
  expect(sent.filter((attempt) => attempt === undefined)).toEqual([]);
  const touches = sent.flatMap((attempt) => (attempt ? [touchOf(attempt)] : []));
  expect(touches.filter((touch, index) => touches.indexOf(touch) !== index)).toEqual([]);

  // Every touch was claimed once, and what is recorded as sent was sent.
  const all = ids.flatMap((account) => STEPS.map((step) => `${account} D1 ${step}`));
  expect(attempts.map(touchOf).sort()).toEqual([...all].sort());
  expect(new Set(attempts.map(({ state }) => state))).toEqual(new Set(['SENT', 'UNKNOWN']));
  const recorded = attempts.filter(({ state }) => state === 'SENT').map(({ attemptId }) => attemptId);
  expect(recorded.filter((attemptId) => !sends.includes(attemptId))).toEqual([]);

  // What may have been lost in between is known as unknown, and somebody is asked to look.
  const unknown = attempts.filter(({ state }) => state === 'UNKNOWN');
  const { items } = await store.listWorkItems({ tenant: TENANT, queue: 'revision', limit: 1_000 });
  const asked = items.map(({ accountId, step }) => `${accountId} D1 ${step}`);
  expect(asked.sort()).toEqual(unknown.map(touchOf).sort());
  for (const accountId of ids) await expectSoundLedger(accountId);
});

async function expectSoundLedger(accountId: string): Promise<void> {
  const ledger = await store.readLedger({ tenant: TENANT, accountId });
  expect(verifyChain(ledger, sha256Hex)).toEqual([]);
  const told = ledger.map(({ type, facts }) => `${type} ${JSON.stringify([facts['step'], facts['stage']])}`);
  expect(told.filter((entry, index) => told.indexOf(entry) !== index)).toEqual([]);
}
