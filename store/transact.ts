import { randomUUID } from 'node:crypto';
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { execute, isTransactionCancelled } from 'dynamodb-toolbox/entity/actions/transactWrite';
import type {
  ExecuteTransactWriteInput,
  TransactionCancelledError,
} from 'dynamodb-toolbox/entity/actions/transactWrite';
import { StoreError } from './errors';

/** Waits before try number `tries + 1`; handed in, so that tests do not wait. */
export type Pause = (tries: number) => Promise<void>;

export const MAX_TRIES = 10;

/** Exponential back-off with full jitter: at most 25 ms after the first try, doubling up to one second. */
export const jitteredPause: Pause = (tries) =>
  new Promise((done) => setTimeout(done, Math.random() * Math.min(1_000, 25 * 2 ** (tries - 1))));

type Writes = Exclude<ExecuteTransactWriteInput, [unknown, ...unknown[]]>;

/** Why the writes were refused, in their order; a refused one has code ConditionalCheckFailed. */
export type Reasons<T extends Writes> = NonNullable<TransactionCancelledError<T>['CancellationReasons']>;

/** Reasons of a cancelled transaction that say nothing of its contents: another one was under way, or too many. */
const passing = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

const REFUSED = 'ConditionalCheckFailed';

export const isRefused = ({ Code }: CancellationReason): boolean => Code === REFUSED;

/** Runs a single write. @returns False when its condition did not hold. */
export async function isWritten(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/**
 * Runs all writes or none. Conflicts with other transactions are tried again; DynamoDB raises them for items that
 * are merely being written at the same time, and the SDK does not retry them.
 *
 * @returns Nothing when written; else why not, where at least one condition failed.
 * @throws {StoreError} `store.conflict` After ten conflicts.
 */
export async function transact<T extends Writes>(
  pause: Pause,
  ...writes: T
): Promise<Reasons<T> | undefined> {
  // A token of its own for every call and never one made of ids: a repeated claim must find the first one and be
  // refused, not be answered "written" a second time.
  let clientRequestToken = randomUUID();
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    try {
      await execute({ clientRequestToken }, ...writes);
      return undefined;
    } catch (error) {
      const reasons = passingReasons(error, writes);
      if (reasons.some(isRefused)) return reasons;
      // While the same request is still running its token must stay; a cancelled one needs a new one.
      if (!isInProgress(error)) clientRequestToken = randomUUID();
    }
    await pause(tries);
  }
  throw conflict('write a transaction');
}

/** Reads all items at one instant. Tried again when one of them is being written. */
export async function transactGet<T>(pause: Pause, read: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    try {
      return await read();
    } catch (error) {
      passingReasons(error, []);
    }
    await pause(tries);
  }
  throw conflict('read a transaction');
}

/**
 * Tries until there is an answer: for writes that are refused because somebody else has moved on since the read.
 *
 * @throws {StoreError} `store.conflict` After ten tries.
 */
export async function untilAnswered<T>(
  pause: Pause,
  action: string,
  once: () => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const answer = await once();
    if (answer !== undefined) return answer;
    await pause(tries);
  }
  throw conflict(action);
}

/** The reasons of a cancellation that may be tried again or that are refusals; any other error is thrown again. */
function passingReasons<T extends Writes>(error: unknown, writes: T): Reasons<T> {
  const reasons: readonly CancellationReason[] = isTransactionCancelled(error, ...writes)
    ? (error.CancellationReasons ?? [])
    : [];
  const passes = ({ Code = '' }: CancellationReason): boolean => Code === REFUSED || passing.has(Code);
  if (!isInProgress(error) && !reasons.some(passes)) throw error;
  return reasons as Reasons<T>; // DynamoDB gives one reason for each write, in their order
}

const isInProgress = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransactionInProgressException';

function conflict(action: string): StoreError<'store.conflict'> {
  const message = `Cannot ${action}: others wrote the same items ${MAX_TRIES} times in between; try again later`;
  return new StoreError('store.conflict', message, { action, tries: MAX_TRIES });
}
