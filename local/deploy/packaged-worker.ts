import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess } from '../process';
import { startServer, until } from '../process';
import { run } from '../run';

/** Rust's names of the platforms that Temporal's core is released for. */
const releases: Readonly<Record<string, string>> = {
  'linux x64': 'x86_64-unknown-linux-gnu',
  'linux arm64': 'aarch64-unknown-linux-gnu',
  'darwin x64': 'x86_64-apple-darwin',
  'darwin arm64': 'aarch64-apple-darwin',
};

/**
 * Builds the worker's package as a deploy does, but for the platform of this machine.
 *
 * @param checkout Folder with `scripts/build-worker.ts`.
 * @param folder Is emptied and filled.
 * @throws {Error} With what the build said.
 */
export async function packWorker(checkout: string, folder: string): Promise<void> {
  const release = releases[`${process.platform} ${process.arch}`];
  if (release === undefined) throw new Error(`Temporal has no core for ${process.platform} ${process.arch}`);
  rmSync(folder, { recursive: true, force: true });
  const script = join(checkout, 'scripts', 'build-worker.ts');
  const args = ['-r', 'tsx/cjs', script, folder, release];
  const { ok, output } = await run(process.execPath, args, { cwd: checkout });
  if (!ok) throw new Error(`Cannot build the worker's package:\n${output}`);
}

/** The bytes of all files below a folder. */
export function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** What the image of a package would run: the last `CMD` and the `ENV` lines of its Dockerfile. */
export function startCommandOf(folder: string): { command: string[]; env: Record<string, string> } {
  const lines = readFileSync(join(folder, 'Dockerfile'), 'utf8').split('\n');
  const cmd = lines.findLast((line) => line.startsWith('CMD '));
  if (cmd === undefined) throw new Error(`${folder}/Dockerfile has no CMD`);
  const settings = lines.filter((line) => line.startsWith('ENV ')).map((line) => line.slice('ENV '.length));
  const env = Object.fromEntries(
    settings.map((setting) => [nameOf(setting), setting.slice(nameOf(setting).length + 1)]),
  );
  // The JSON form of CMD, which needs no shell: Docker refuses anything but texts in it.
  return { command: JSON.parse(cmd.slice('CMD '.length)) as string[], env };
}

const nameOf = (setting: string): string => setting.slice(0, setting.indexOf('='));

export interface WorkerStart {
  /** From `packWorker`. */
  readonly folder: string;
  /** What the task would have in its environment; nothing else of this process but the path is handed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Starts the worker with the command of the Dockerfile, in the folder that the image would hold. */
export function startPackedWorker({ folder, env, logFile }: WorkerStart): Promise<ServerProcess> {
  const { command, env: imageEnv } = startCommandOf(folder);
  const [program = 'node', ...args] = command;
  return startServer({
    name: 'worker',
    command: program === 'node' ? process.execPath : program,
    args,
    cwd: folder,
    env: { PATH: process.env['PATH'], ...imageEnv, ...env },
    logFile,
  });
}

/** Longer than the worker gives what it began. */
const END_WITHIN_MS = 45_000;

/** Ends a worker as ECS does: TERM, and it finishes what it began. @returns Milliseconds until it had ended. */
export async function endPackedWorker(worker: ServerProcess): Promise<number> {
  const startMs = Date.now();
  process.kill(worker.pid, 'SIGTERM');
  const isOver = await until(() => worker.ended(), END_WITHIN_MS);
  await worker.stop();
  if (!isOver)
    throw new Error(
      `The worker did not end within ${END_WITHIN_MS / 1000} s after SIGTERM; see ${worker.logFile}`,
    );
  return Date.now() - startMs;
}
