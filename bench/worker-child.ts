import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  ACCOUNTS_DEPLOYMENT,
  ACCOUNTS_QUEUE,
  SENDING_DEPLOYMENT,
  SENDING_QUEUE,
} from '../workflows/contract';
import { KEY_KEPT_MS } from '../store/person-keys';
import { BARE_ACCOUNTS_QUEUE, BARE_SENDING_QUEUE } from './bare-queues';

export const TENANT = 'bench';

/** How many cases the worker of role `real` keeps in memory; absent: as many as it likes. */
export const CACHED_CASES = 'BENCH_CACHED_CASES';

/**
 * `account`: the account workflow with activities that do nothing; `bare`: the bare workflow with the same, from a bundle
 * of its own; `real`: the product as it is, with its activities and store.
 */
export const roles = {
  account: {
    buildId: 'bench-account',
    deployments: [ACCOUNTS_DEPLOYMENT, SENDING_DEPLOYMENT],
    queues: [ACCOUNTS_QUEUE, SENDING_QUEUE],
  },
  bare: {
    buildId: 'bench-bare',
    deployments: ['bare-accounts', 'bare-sending'],
    queues: [BARE_ACCOUNTS_QUEUE, BARE_SENDING_QUEUE],
  },
  real: {
    buildId: 'bench-real',
    deployments: [ACCOUNTS_DEPLOYMENT, SENDING_DEPLOYMENT],
    queues: [ACCOUNTS_QUEUE, SENDING_QUEUE],
  },
} as const;
export type WorkerRole = keyof typeof roles;

export const isRole = (text: string | undefined): text is WorkerRole => text !== undefined && text in roles;

/** A touch is on its way: the driver puts its fact in and answers with the id. */
export interface Touching {
  readonly kind: 'touching';
  readonly id: number;
  readonly workflowId: string;
  readonly step: string;
  /** Case time. */
  readonly at: number;
}
export type FromWorker = Touching | { readonly kind: 'ready' };
/** The fact of a touch is in; or so much time passes that nothing is left of what the store keeps in memory. */
export type ToWorker = { readonly id: number } | { readonly kind: 'later' };

/** Longer than an open key is kept. */
export const LATER_MS = 2 * KEY_KEPT_MS;

/** A clock that can be put forward, so that what is kept in memory for minutes is forgotten at once. */
export function laterClock(): { now: () => number; pass: () => void } {
  let ahead = 0;
  return { now: () => Date.now() + ahead, pass: () => void (ahead += LATER_MS) };
}

export interface WorkerChild {
  readonly pid: number;
  /** Lets its store forget what it keeps in memory. */
  later(): void;
  stop(): Promise<void>;
}

/** Starts the worker in a process of its own, so that its processor time can be told from the driver's. */
export async function startWorkerChild(
  role: WorkerRole,
  env: Readonly<Record<string, string>>,
  onTouching: (touching: Touching) => Promise<void>,
): Promise<WorkerChild> {
  const child = fork(join(__dirname, 'worker-process.ts'), [role], {
    execArgv: ['-r', 'tsx/cjs'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  await ready(child, onTouching);
  return {
    pid: child.pid ?? 0,
    later: () => void child.send({ kind: 'later' } satisfies ToWorker),
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function ready(child: ChildProcess, onTouching: (touching: Touching) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The worker of the benchmark ended with ${code}: see its output above`)),
    );
    child.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') return resolve();
      const answer: ToWorker = { id: message.id };
      onTouching(message).then(
        () => child.send(answer),
        (error: unknown) => {
          console.error(error);
          child.kill();
        },
      );
    });
  });
}
