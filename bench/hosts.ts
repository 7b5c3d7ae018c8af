import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentMails } from '../local/deploy/cloud';
import type { PackageLab } from '../local/deploy/package-lab';
import { startPackageLab } from '../local/deploy/package-lab';
import { endPackedWorker, sizeOf, startPackedWorker } from '../local/deploy/packaged-worker';
import { mailOf } from '../local/deploy/world';
import { makeCurrent } from '../worker/host';
import { cpuMsOfProcess } from './cpu';

/**
 * `npm run bench:hosts`: the worker's package on either host, against a real Temporal server and the local cloud: how long
 * until the first message of a cold start, how long a payment and a message take on a warm one, processor time and memory.
 * Not in AWS: without the start of a sandbox or a task, and without a network. Linux only: it reads /proc.
 */
const LIVES = 20;
/** A shorter invocation than the deployed one, so that a second can be seen; 35 s of it are for the end. */
const INVOCATION_MS = 75_000;
const BETWEEN_MS = 300;
const LOOK_MS = 10;
const PATIENCE_MS = 60_000;
const RUNTIME = join(__dirname, '..', 'test', 'worker', 'lambda-runtime.js');

interface Found {
  /** From the start of the process, or the call of the functions, to a message that waited for it. */
  readonly coldMs: number;
  /** From a second call of the same functions, likewise; absent where there is none. */
  readonly calledAgainMs?: number;
  /** From the opening of an account to its message; median. */
  readonly messageMs: number;
  /** From the acceptance of a payment to the end of its case; median. */
  readonly paymentMs: number;
  readonly paymentWorstMs: number;
  /** Processor time of one life: opened, one message, one payment, closed. */
  readonly cpuMs: number;
  readonly rssMb: number;
}

async function main(): Promise<void> {
  const lab = await startPackageLab();
  try {
    console.log(`package: ${(sizeOf(lab.folder) / 1e6).toFixed(1)} MB`);
    console.table({ Fargate: await onFargate(lab), Lambda: await onLambda(lab) });
  } finally {
    await lab.stop();
  }
}

async function onFargate(lab: PackageLab): Promise<Found> {
  const start = () =>
    startPackedWorker({
      folder: lab.folder,
      env: lab.workerEnv('fargate-build'),
      logFile: join(lab.workDir, 'main.log'),
    });
  const first = await start();
  await makeCurrent(lab.client, 'fargate-build');
  await endPackedWorker(first);
  await lab.openQuietly('F-90');
  const startMs = performance.now();
  const worker = await start();
  const coldMs = await untilMail(lab, 'F-90', startMs);
  const warm = await onWarm(lab, 'F', [worker.pid]);
  await endPackedWorker(worker);
  return { coldMs, ...warm };
}

async function onLambda(lab: PackageLab): Promise<Found> {
  const first = startFunctions(lab);
  await makeCurrent(lab.client, 'lambda-build');
  first.end();
  await lab.openQuietly('L-90');
  const startMs = performance.now();
  const functions = startFunctions(lab);
  const coldMs = await untilMail(lab, 'L-90', startMs);
  const warm = await onWarm(lab, 'L', functions.pids);
  await functions.returned();
  await lab.openQuietly('L-91');
  const againMs = performance.now();
  functions.callAgain();
  const calledAgainMs = await untilMail(lab, 'L-91', againMs);
  functions.end();
  return { coldMs, calledAgainMs, ...warm };
}

/** One life after the other; the processes are awake. */
async function onWarm(
  lab: PackageLab,
  series: string,
  pids: readonly number[],
): Promise<Omit<Found, 'coldMs'>> {
  const messages: number[] = [];
  const payments: number[] = [];
  const before = total(pids.map(cpuMsOfProcess));
  for (let index = 0; index < LIVES; index += 1) {
    const id = `${series}-${index}`;
    const openMs = performance.now();
    await lab.openQuietly(id);
    messages.push(await untilMail(lab, id, openMs));
    await sleep(BETWEEN_MS); // the case has written down that it was sent
    const payMs = performance.now();
    await lab.pay(id);
    await lab.ending(id);
    payments.push(Math.round(performance.now() - payMs));
  }
  const cpuMs = Math.round((total(pids.map(cpuMsOfProcess)) - before) / LIVES);
  const rssMb = Math.round(total(pids.map(rssKbOf)) / 1_000);
  return {
    ...{
      messageMs: medianOf(messages),
      paymentMs: medianOf(payments),
      paymentWorstMs: Math.max(...payments),
    },
    ...{ cpuMs, rssMb },
  };
}

/** @returns Whole milliseconds since `sinceMs` until the local SES has the mail. */
async function untilMail({ servers }: PackageLab, account: string, sinceMs: number): Promise<number> {
  for (;;) {
    const mails = await sentMails(servers.aws);
    if (mails.some(({ To }) => To.includes(mailOf(account)))) return Math.round(performance.now() - sinceMs);
    if (performance.now() - sinceMs > PATIENCE_MS)
      throw new Error(`No mail to ${account} within ${PATIENCE_MS} ms`);
    await sleep(LOOK_MS);
  }
}

interface Functions {
  readonly pids: readonly number[];
  /** Settles when both have returned from their call. */
  returned(): Promise<unknown>;
  /** Calls both once more, in the same processes. */
  callAgain(): void;
  end(): void;
}

/** Both functions, each in a process of its own that has nothing but the package, and called at once. */
function startFunctions({ folder, workerEnv }: PackageLab): Functions {
  const children = ['accounts', 'sending'].map((queue) => {
    const env = {
      ...{ PATH: process.env['PATH'], NODE_ENV: 'production', LAMBDA_TASK_ROOT: folder },
      ...{ ...workerEnv('lambda-build'), RECOBRO_WORKER_QUEUE: queue },
    };
    const args = [RUNTIME, folder, queue, String(INVOCATION_MS), 'stay'];
    return spawn(process.execPath, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'inherit'] });
  });
  const returns = children.map(returnOf);
  return {
    pids: children.map(({ pid = 0 }) => pid),
    returned: () => Promise.all(returns),
    callAgain: () => children.forEach(({ stdin }) => void stdin.write('again\n')),
    end: () => children.forEach((child) => void child.kill()),
  };
}

/** Settles when the first call has returned; rejects when it failed. */
function returnOf({ stdout }: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes('"error":')) reject(new Error(line));
      if (line.includes('"leftMs":')) resolve();
    });
  });
}

const rssKbOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
