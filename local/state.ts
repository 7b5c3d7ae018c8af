import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RecobroError } from '../domain/errors';
import { type ProcessMark, isAlive } from './process-identity';

/** The directory with the state, the logs and the data of the local environment, below the working directory. */
export const STATE_DIRECTORY = '.recobro';

/** What `.recobro/local.json` says about the environment that `recobro start` began. */
export interface LocalState {
  readonly status: 'starting' | 'running';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The process that owns all others and ends them when it gets a TERM. */
  readonly supervisor: ProcessMark;
  /** Servers, each with a process group of its own. */
  readonly servers: readonly (ProcessMark & { readonly name: string })[];
  /** Names and addresses for people. */
  readonly urls: Readonly<Record<string, string>>;
  /** What a client, a worker or the AWS SDK needs to use this environment. Holds the local payload key. */
  readonly env: Readonly<Record<string, string>>;
}

/** The state directory of a working directory. */
export function stateDirOf(directory: string): string {
  return resolve(directory, STATE_DIRECTORY);
}

/** The running or starting environment; undefined when there is none, also when its supervisor died. */
export function readState(stateDir: string): LocalState | undefined {
  const state = parse(stateDir);
  return state && isAlive(state.supervisor) ? state : undefined;
}

/** What a dead supervisor left, so that it can be cleaned up. */
export function readLeftState(stateDir: string): LocalState | undefined {
  const state = parse(stateDir);
  return state && !isAlive(state.supervisor) ? state : undefined;
}

/**
 * Takes the directory for this environment; only one of several processes that try at once can.
 *
 * @throws {RecobroError} `local.running` when another environment has it.
 */
export function claimState(stateDir: string, state: LocalState): void {
  mkdirSync(stateDir, { recursive: true });
  const left = readLeftState(stateDir);
  if (left) removeState(stateDir, left.supervisor);
  try {
    writeFileSync(fileOf(stateDir), serialize(state), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const running = readState(stateDir);
    if (!running) throw error;
    throw alreadyRunning(running);
  }
}

/** Replaces the state as a whole: a reader sees the old one or the new one. */
export function writeState(stateDir: string, state: LocalState): void {
  const unfinished = `${fileOf(stateDir)}.${process.pid}`;
  writeFileSync(unfinished, serialize(state), { mode: 0o600 });
  renameSync(unfinished, fileOf(stateDir));
}

/** Removes the state of this supervisor; another one's stays. */
export function removeState(stateDir: string, supervisor: ProcessMark): void {
  const state = parse(stateDir);
  const own = state?.supervisor.pid === supervisor.pid && state.supervisor.began === supervisor.began;
  if (own) rmSync(fileOf(stateDir), { force: true });
}

function alreadyRunning({ supervisor, startedAt }: LocalState): RecobroError {
  const message = `Cannot start: the local environment of this directory runs since ${startedAt} (process ${supervisor.pid}); run recobro stop first`;
  return new RecobroError('local.running', message, { pid: supervisor.pid, startedAt });
}

function fileOf(stateDir: string): string {
  return join(stateDir, 'local.json');
}

function serialize(state: LocalState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** A file that is no state (cut off, written by hand) counts as left by nobody and is removed. */
function parse(stateDir: string): LocalState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(fileOf(stateDir), 'utf8'));
    if (isState(state)) return state;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined; // there is no file
  }
  rmSync(fileOf(stateDir), { force: true });
  return undefined;
}

function isState(value: unknown): value is LocalState {
  if (typeof value !== 'object' || value === null) return false;
  const fields = ['status', 'startedAt', 'supervisor', 'servers', 'urls', 'env'];
  return fields.every((field) => field in value);
}
