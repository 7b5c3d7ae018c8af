import type { Client } from '@temporalio/client';
import type { CaseFact } from '../domain/case/facts';
import type { Strategy } from '../domain/strategy';
import type { Intake } from '../functions/intake';
import { createIntake } from '../functions/intake';
import { inParallel } from '../local/in-parallel';
import type { Store } from '../store/store';
import type { OpenAccount } from '../store/types';
import { accountWorkflowId } from '../workflows/messages';
import { BARE_ACCOUNTS_QUEUE } from './bare-queues';
import type { BareInput } from './bare-workflow';
import { cpuMsOfGroup, cpuMsOfProcess } from './cpu';
import { factDuring, sampleCase, sampleStrategy } from './sample-account';
import type { Touching } from './worker-child';
import { TENANT } from './worker-child';

/** Lifecycles on their way at once. */
const AT_ONCE = 10;

/** Processes whose CPU is counted. `aws` is the local cloud with the store. */
export interface Measured {
  readonly server: number;
  readonly worker: number;
  readonly aws: number;
}

/** What a batch of lifecycles took, per lifecycle: CPU by process, and wall time, in milliseconds. */
export interface Batch {
  readonly server: number;
  readonly worker: number;
  readonly aws: number;
  readonly wall: number;
}

/** A workflow that has ended, with its first run. */
export interface Lived {
  readonly workflowId: string;
  readonly firstRunId: string;
}

export type Live = (id: string) => Promise<Lived>;

/** A way to live, and the processes that it uses. */
export interface Measurable {
  readonly live: Live;
  readonly pids: Measured;
}

/** Runs so many lifecycles and says what each took. */
export async function measure({ live, pids }: Measurable, name: string, lifecycles: number): Promise<Batch> {
  const ids = Array.from({ length: lifecycles }, (_, index) => `${name}-${String(index).padStart(4, '0')}`);
  const before = reading(pids);
  await inParallel(ids, AT_ONCE, live);
  const after = reading(pids);
  const took = (key: keyof Batch): number => (after[key] - before[key]) / lifecycles;
  return { server: took('server'), worker: took('worker'), aws: took('aws'), wall: took('wall') };
}

const reading = ({ server, worker, aws }: Measured): Batch => ({
  server: cpuMsOfGroup(server),
  worker: cpuMsOfProcess(worker),
  aws: cpuMsOfGroup(aws),
  wall: performance.now(),
});

/** Lives accounts: opened as a book opens them; facts come through the intake while touches are on their way. */
export function accounts(client: Client, intake: Intake): Live {
  const strategy: Strategy = sampleStrategy();
  return async (account) => {
    await intake.openQuietly(sampleCase(TENANT, account, strategy));
    return ended(client, accountWorkflowId(TENANT, account));
  };
}

/** Lives bare workflows by a plan. */
export function bare(client: Client, input: BareInput): Live {
  return async (id) => {
    const workflowId = accountWorkflowId(TENANT, id);
    await client.workflow.start('bareWorkflow', {
      workflowId,
      taskQueue: BARE_ACCOUNTS_QUEUE,
      args: [input],
    });
    return ended(client, workflowId);
  };
}

/** Waits until the case is paid. */
export async function ended(client: Client, workflowId: string): Promise<Lived> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const outcome: unknown = await handle.result();
  if (outcome !== 'paid')
    throw new Error(`${workflowId} ended as ${String(outcome)}, not paid: the sample account is broken`);
  return { workflowId, firstRunId: runId };
}

/**
 * Puts the fact in that belongs to a touch, once: a local activity is made again when its workflow task fails, and a fact
 * that came with every try would fail every task. A bare workflow gets the very same, though it has no use for it.
 */
export function factGiver(intake: Intake): (touching: Touching) => Promise<void> {
  const given = new Set<string>();
  return async ({ workflowId, step, at }) => {
    if (given.has(`${workflowId}/${step}`)) return;
    given.add(`${workflowId}/${step}`);
    const fact: CaseFact | undefined = factDuring(step, at);
    const accountId = workflowId.split('/').at(-1) ?? '';
    if (fact) await intake.acceptFact({ tenant: TENANT, accountId }, `${accountId}/${step}`, fact);
  };
}

/** The intake with a store that only counts: its work is not the workflow's. */
export function idleIntake(client: Client): Intake {
  const seqs = new Map<string, number>();
  const store = {
    openAccount: async ({ person }: OpenAccount) => ({ created: true, personId: person.id, merged: [] }),
    getPerson: async () => undefined,
    acceptFact: async ({ accountId }: { accountId: string }) => {
      const seq = (seqs.get(accountId) ?? 0) + 1;
      seqs.set(accountId, seq);
      return { seq, repeated: false };
    },
  };
  // The three that opening an account and accepting a fact for a running case use.
  return createIntake({ store: store as Pick<Store, keyof typeof store> as Store, client });
}
