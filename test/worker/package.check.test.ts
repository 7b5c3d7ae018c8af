import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LAMBDA_TIMEOUT } from '../../infra/stacks/worker-stack';
import { sentMails } from '../../local/deploy/cloud';
import type { PackageLab } from '../../local/deploy/package-lab';
import { startPackageLab } from '../../local/deploy/package-lab';
import { endPackedWorker, sizeOf, startPackedWorker } from '../../local/deploy/packaged-worker';
import { eventually } from '../../local/deploy/system';
import { mailOf } from '../../local/deploy/world';
import { makeCurrent } from '../../worker/host';

/** Lambda allows 250 MB unzipped; this leaves room for layers. */
const MOST_BYTES = 120e6;
const TIMEOUT_MS = LAMBDA_TIMEOUT.toMilliseconds();

let lab: PackageLab;

beforeAll(async () => {
  lab = await startPackageLab();
});
afterAll(() => lab.stop());

/** A debt falls due, a mail goes out, the debt is paid, the case closes. @returns How it ended. */
async function lifecycle(accountId: string): Promise<unknown> {
  await lab.open(accountId);
  await eventually(`SES has a mail to ${mailOf(accountId)}`, async () =>
    (await sentMails(lab.servers.aws)).find(({ To }) => To.includes(mailOf(accountId))),
  );
  await lab.pay(accountId);
  return lab.ending(accountId);
}

test('the package is small enough for Lambda', () => {
  const bytes = sizeOf(lab.folder);
  console.log(`package, unzipped: ${(bytes / 1e6).toFixed(1)} MB`);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test("the image's start command runs a lifecycle with the pruned files, and ends when it is told to", async () => {
  const build = 'fargate-build';
  const worker = await startPackedWorker({
    folder: lab.folder,
    env: lab.workerEnv(build),
    logFile: join(lab.workDir, 'main.log'),
  });
  await makeCurrent(lab.client, build);
  expect(await lifecycle('F-1')).toBe('paid');
  await endPackedWorker(worker);
  expect(worker.ended()).toBe(true);
});

test('the handlers of Lambda run a lifecycle with their real time-outs, and return before their deadline', async () => {
  const build = 'lambda-build';
  const startMs = Date.now();
  const accounts = invoke('accounts', build);
  const sending = invoke('sending', build);
  await makeCurrent(lab.client, build);
  console.log(`cold start: polls after ${Date.now() - startMs} ms`);
  expect(await lifecycle('L-1')).toBe('paid');
  for (const { loadedMs, leftMs, rssMb, error } of await Promise.all([accounts, sending])) {
    console.log(`loaded in ${loadedMs} ms, ${rssMb} MB; returned ${leftMs} ms before the deadline`);
    expect(error).toBeUndefined();
    expect(leftMs).toBeGreaterThan(0);
  }
});

interface Invocation {
  readonly loadedMs?: number;
  readonly leftMs?: number;
  readonly rssMb?: number;
  readonly error?: string;
}

/** Calls the handler as Lambda would, in a process of its own that has nothing but the package. */
async function invoke(queue: 'accounts' | 'sending', build: string): Promise<Invocation> {
  const { folder, workerEnv } = lab;
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
