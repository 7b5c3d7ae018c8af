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
import { BARE_ACCOUNTS_QUEUE, BARE_SENDING_QUEUE } from './bare-queues';

export const TENANT = 'bench';

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
export interface ToWorker {
  readonly id: number;
}

export interface WorkerChild {
  readonly pid: number;
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
