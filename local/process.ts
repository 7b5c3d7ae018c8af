import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RecobroError } from '../domain/errors';

export interface ServerCommand {
  /** Named in messages, such as `temporal`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the server. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Output and errors of the server go here. */
  readonly logFile: string;
  /** Working directory. */
  readonly cwd?: string;
  /** Removed when the server is stopped. */
  readonly temporaryDir?: string | undefined;
}

export interface ServerProcess {
  readonly name: string;
  /** Also the id of its process group. */
  readonly pid: number;
  readonly logFile: string;
  /** True once the process has ended, for whatever reason. */
  ended(): boolean;
  /** Settles when the process has ended. */
  readonly end: Promise<void>;
  /** Ends the whole process group: TERM, up to 5 seconds, KILL. Safe to call twice. */
  stop(): Promise<void>;
}

const STOP_WAIT_MS = 5_000;
const POLL_MS = 50;

// Ends the group when our end of its input closes, which the kernel does however we die; also after SIGKILL.
const GUARD = `read _; kill -TERM -"$1" 2>/dev/null || exit 0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do kill -0 -"$1" 2>/dev/null || exit 0; sleep 0.2; done
kill -KILL -"$1" 2>/dev/null`;

const running = new Set<ServerProcess>();

/**
 * Starts a server in a process group of its own. A guard process ends that group when this process is gone, so that no
 * server outlives a crashed test run.
 *
 * @throws {RecobroError} `local.notReady` when the command cannot be started.
 */
export async function startServer(server: ServerCommand): Promise<ServerProcess> {
  const child = await spawnDetached(server);
  const pid = child.pid ?? 0;
  const guard = startGuard(pid);
  let over = false;
  const end = once(child, 'exit').then(() => {
    over = true;
  });
  child.unref();
  const handle: ServerProcess = {
    name: server.name,
    pid,
    logFile: server.logFile,
    ended: () => over,
    end,
    async stop() {
      await stopGroup(pid);
      guard.kill('SIGKILL');
      running.delete(handle);
      if (server.temporaryDir) await rm(server.temporaryDir, { recursive: true, force: true });
    },
  };
  running.add(handle);
  return handle;
}

/** Ends every server that this process started and that still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()));
}

/** Ends a process group: TERM, up to 5 seconds, KILL. @param pgid Its id; nothing happens when it is gone. */
export async function stopGroup(pgid: number): Promise<void> {
  if (!signalGroup(pgid, 'SIGTERM')) return;
  if (await until(() => !signalGroup(pgid, 0), STOP_WAIT_MS)) return;
  signalGroup(pgid, 'SIGKILL');
  await until(() => !signalGroup(pgid, 0), STOP_WAIT_MS);
}

/**
 * Waits until a server answers.
 *
 * @param probe Answers whether it is ready; may throw while it is not.
 * @throws {RecobroError} `local.notReady` with the log's last lines, when the server ends or the time is over.
 */
export async function whenReady(
  server: ServerProcess,
  probe: () => Promise<boolean>,
  waitMs: number,
): Promise<void> {
  // A call to a server that is being stopped may hang in its retries: the end of the server ends the probe, too.
  const ended = server.end.then(() => true);
  let lastAnswer = 'not ready';
  const ask = () =>
    probe().catch((error: unknown) => {
      lastAnswer = String(error);
      return false;
    });
  const ready = await until(async () => server.ended() || (await Promise.race([ask(), ended])), waitMs);
  if (ready && !server.ended()) return;
  const problem = server.ended()
    ? 'it ended at once'
    : `it did not answer within ${waitMs / 1000} s (last: ${lastAnswer})`;
  const error = notReady(server.name, server.logFile, problem); // before the log may go
  await server.stop();
  throw error;
}

/** Looks every 50 ms. @returns False when `waitMs` pass and it has not become true. */
export async function until(isTrue: () => boolean | Promise<boolean>, waitMs: number): Promise<boolean> {
  const endMs = Date.now() + waitMs;
  while (!(await isTrue())) {
    if (Date.now() >= endMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}

async function spawnDetached({
  name,
  command,
  args,
  env,
  logFile,
  cwd,
}: ServerCommand): Promise<ChildProcess> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(command, args, {
      ...{ detached: true, env: { ...env }, stdio: ['ignore', log, log] },
      ...(cwd !== undefined && { cwd }),
    });
    await once(child, 'spawn').catch((error: unknown) => {
      throw notReady(name, logFile, `${command} cannot be run: ${String(error)}`);
    });
    return child;
  } finally {
    closeSync(log);
  }
}

function startGuard(pgid: number): ChildProcess {
  const guard = spawn('sh', ['-c', GUARD, 'recobro-guard', String(pgid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined); // without a shell there is no guard, and the orderly stop still works
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref(); // an open guard must not keep this process alive
  return guard;
}

/** @returns False when there is no such group. Signal 0 only asks. */
function signalGroup(pgid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pgid, signal);
    return true;
  } catch {
    return false;
  }
}

function notReady(service: string, logFile: string, problem: string): RecobroError {
  const tail = lastLines(logFile, 5);
  const message = `Cannot start ${service}: ${problem}; see ${logFile}${tail && `\n${tail}`}`;
  return new RecobroError('local.notReady', message, { service, logFile });
}

function lastLines(file: string, count: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
