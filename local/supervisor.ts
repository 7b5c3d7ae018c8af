import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAYLOAD_KEYS_VARIABLE } from '../temporal/key-ring';
import { type LocalEnvironment, newPayloadKeys, startLocal } from './environment';
import { type ProcessMark, markProcess } from './process-identity';
import type { LocalSetup } from './services';
import { type LocalState, claimState, removeState, writeState } from './state';

/** What the supervisor tells the command that started it. */
export type SupervisorMessage =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly state: LocalState }
  | { readonly kind: 'failed'; readonly message: string };

export interface SupervisorOptions {
  readonly stateDir: string;
  readonly dbFilename?: string;
}

/**
 * Owns the local environment: starts it, writes the state, waits until it is told to end (TERM, INT, HUP, or the command
 * that started it goes away before it is ready) or until a server ends by itself, then stops everything and removes the state.
 *
 * @param tell Reaches the command that started it.
 * @returns Whether it came up and was ended on purpose.
 */
export async function supervise(
  options: SupervisorOptions,
  setup: LocalSetup,
  tell: (message: SupervisorMessage) => void,
): Promise<boolean> {
  const asked = new AbortController();
  const release = onAskedToEnd(() => asked.abort(new Error('it was told to end')));
  const starting = startingState();
  try {
    claimState(options.stateDir, starting);
    const environment = await startLocal({ ...setup, ...localOptions(options, tell), signal: asked.signal });
    return await run(options.stateDir, starting, environment, asked.signal, tell);
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    return false;
  } finally {
    removeState(options.stateDir, starting.supervisor);
    release();
  }
}

async function run(
  stateDir: string,
  starting: LocalState,
  environment: LocalEnvironment,
  signal: AbortSignal,
  tell: (message: SupervisorMessage) => void,
): Promise<boolean> {
  try {
    signal.throwIfAborted();
    const state = runningState(starting, environment);
    writeState(stateDir, state);
    tell({ kind: 'ready', state });
    const ended = await Promise.race([aborted(signal), environment.end]);
    if (ended) console.error(`${ended} ended by itself; stopping the rest`);
    return !ended;
  } finally {
    await environment.stop();
  }
}

function startingState(): LocalState {
  const startedAt = new Date().toISOString();
  return { status: 'starting', startedAt, supervisor: mark(process.pid), servers: [], urls: {}, env: {} };
}

function runningState(starting: LocalState, { temporal, aws, urls, env }: LocalEnvironment): LocalState {
  const servers = [
    { name: 'temporal', ...mark(temporal.pid) },
    { name: 'aws', ...mark(aws.pid) },
  ];
  return { ...starting, status: 'running', servers, urls, env };
}

function mark(pid: number): ProcessMark {
  return markProcess(pid) ?? { pid, began: 'unknown' };
}

function localOptions(
  { stateDir, dbFilename }: SupervisorOptions,
  tell: (message: SupervisorMessage) => void,
) {
  return {
    stateDir,
    ui: true,
    usualPorts: true,
    progress: (line: string) => tell({ kind: 'progress', line }),
    ...(dbFilename && { dbFilename, payloadKeys: keptPayloadKeys(stateDir) }),
  };
}

/** Workflows that outlive the environment need their key again. */
function keptPayloadKeys(stateDir: string): string {
  const given = process.env[PAYLOAD_KEYS_VARIABLE];
  if (given) return given;
  const file = join(stateDir, 'payload-keys');
  mkdirSync(stateDir, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, newPayloadKeys(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}

/** @returns Stops listening. */
function onAskedToEnd(end: () => void): () => void {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
