import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const BEAT_MS = 2_000;
const STALE_LOCK_MS = 60_000; // many beats: the owner may be kept from beating by a machine with other work

/** Where downloaded programs are kept: `$XDG_CACHE_HOME/recobro`, or `~/.cache/recobro`. */
export function cacheDir(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'recobro');
}

/**
 * Fills a directory of the cache once, also when several processes want it at the same time: one installs beside it and
 * renames, the others wait. The directory exists only complete.
 *
 * @param target The directory that will exist.
 * @param install Fills the empty directory it is given.
 */
export async function installOnce(
  target: string,
  install: (directory: string) => Promise<void>,
): Promise<string> {
  while (!existsSync(target)) {
    const release = await takeLock(`${target}.lock`);
    if (!release) {
      await sleep(POLL_MS);
      continue;
    }
    try {
      if (!existsSync(target)) await fill(target, install);
    } finally {
      await release();
    }
  }
  return target;
}

async function fill(target: string, install: (directory: string) => Promise<void>): Promise<void> {
  const unfinished = `${target}.part`; // whoever has the lock may take what a killed process left
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    await install(unfinished);
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** A directory is a lock that exactly one process can make; its age shows whether the owner still lives. */
async function takeLock(lock: string): Promise<(() => Promise<void>) | undefined> {
  await mkdir(join(lock, '..'), { recursive: true });
  try {
    await mkdir(lock);
  } catch {
    await dropStaleLock(lock);
    return undefined;
  }
  const beat = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  return async () => {
    clearInterval(beat);
    await rm(lock, { recursive: true, force: true });
  };
}

/** Renamed before it is removed: of several processes that find it stale only one can. */
async function dropStaleLock(lock: string): Promise<void> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age < STALE_LOCK_MS) return;
  const grave = `${lock}.stale-${process.pid}`;
  await rename(lock, grave).catch(() => undefined);
  await rm(grave, { recursive: true, force: true });
}
