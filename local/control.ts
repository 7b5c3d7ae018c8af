import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { until, stopGroup } from './process';
import { isAlive } from './process-identity';
import { type LocalState, readLeftState, readState, removeState } from './state';
import type { SupervisorMessage } from './supervisor';

/** The hidden command under which the program runs as the supervisor. */
export const SUPERVISE_COMMAND = '__supervise';

const OTHERS_WAIT_MS = 300_000; // it may be installing
const STOP_WAIT_MS = 25_000; // services, Temporal and AWS may each take 5 s

export interface StartRequest {
  readonly stateDir: string;
  readonly dbFilename?: string;
  readonly progress: (line: string) => void;
  /** Ends the start; what has begun is stopped. */
  readonly signal: AbortSignal;
}

export type StartResult =
  | { readonly kind: 'started' | 'already running'; readonly state: LocalState }
  | { readonly kind: 'failed'; readonly message: string };

/** Starts the environment in a process that outlives this one, and waits until it is up or has failed. */
export async function startEnvironment(request: StartRequest): Promise<StartResult> {
  if (readState(request.stateDir)) return othersResult(request.stateDir);
  await stopLeftServers(request.stateDir);
  const supervisor = spawnSupervisor(request);
  const end = () => supervisor.kill('SIGTERM');
  request.signal.addEventListener('abort', end, { once: true });
  const result = await outcome(supervisor, request);
  request.signal.removeEventListener('abort', end);
  if (supervisor.connected) supervisor.disconnect();
  supervisor.unref();
  return result;
}

/** What becomes of the environment that another command has begun or is beginning. */
async function othersResult(stateDir: string): Promise<StartResult> {
  await until(() => readState(stateDir)?.status !== 'starting', OTHERS_WAIT_MS);
  const state = readState(stateDir);
  if (state) return { kind: 'already running', state };
  return { kind: 'failed', message: `Another start in this directory failed; see ${stateDir}` };
}

/**
 * Ends the environment with everything that belongs to it.
 *
 * @returns What ran, or undefined when nothing did.
 */
export async function stopEnvironment(stateDir: string): Promise<LocalState | undefined> {
  const left = await stopLeftServers(stateDir);
  const state = readState(stateDir);
  if (!state) return left;
  signal(state.supervisor.pid);
  await until(() => !isAlive(state.supervisor), STOP_WAIT_MS);
  if (isAlive(state.supervisor)) await stopGroup(state.supervisor.pid); // it leads a group of its own
  await stopServers(state);
  removeState(stateDir, state.supervisor);
  return state;
}

/** A supervisor that was killed has its servers ended by their guards; this makes sure and removes its state. */
async function stopLeftServers(stateDir: string): Promise<LocalState | undefined> {
  const left = readLeftState(stateDir);
  if (!left) return undefined;
  await stopServers(left);
  removeState(stateDir, left.supervisor);
  return left;
}

/** Never a process that merely got the same number. */
async function stopServers({ servers }: LocalState): Promise<void> {
  await Promise.all(servers.filter(isAlive).map(({ pid }) => stopGroup(pid)));
}

function spawnSupervisor({ stateDir, dbFilename }: StartRequest): ChildProcess {
  mkdirSync(stateDir, { recursive: true });
  const log = openSync(join(stateDir, 'supervisor.log'), 'a');
  const program = process.argv[1] ?? '';
  const database = dbFilename ? ['--db-filename', dbFilename] : [];
  const args = [...process.execArgv, program, SUPERVISE_COMMAND, '--state-dir', stateDir, ...database];
  const supervisor = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  return supervisor;
}

/** A supervisor that ends without a word has written to its log. */
function outcome(supervisor: ChildProcess, { progress, stateDir }: StartRequest): Promise<StartResult> {
  return new Promise((resolve) => {
    let failure: string | undefined;
    supervisor.on('message', (message: SupervisorMessage) => {
      if (message.kind === 'progress') progress(message.line);
      else if (message.kind === 'ready') resolve({ kind: 'started', state: message.state });
      else failure = message.message;
    });
    supervisor.on('error', (error) => resolve({ kind: 'failed', message: error.message }));
    supervisor.on('exit', () => {
      if (readState(stateDir)) return resolve(othersResult(stateDir)); // another start was faster
      const log = join(stateDir, 'supervisor.log');
      resolve({
        kind: 'failed',
        message: failure ?? `The local environment ended; see ${existsSync(log) ? log : stateDir}`,
      });
    });
  });
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // it has ended meanwhile
  }
}
