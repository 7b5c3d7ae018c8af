import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
/** What a worker is made of. Two checkouts of the same commit give the same build. */
const SOURCES = [
  'activities',
  'domain',
  'functions/report.ts',
  'law',
  'messages',
  'policy',
  'store',
  'temporal',
  'tenants',
  'traces',
  'worker',
  'workflows',
  'package-lock.json',
];
const ID_LETTERS = 12;

let made: string | undefined;

/** The id of the build that this checkout gives: a hash of the sources and of the versions of all packages. */
export function buildIdOf(root = ROOT): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesIn(join(root, source))))
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex').slice(0, ID_LETTERS);
}

/**
 * The folder with the worker's package, made once per process.
 *
 * @throws {Error} With what the build said.
 */
export function workerPackage(): string {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'recobro-worker-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const script = join(ROOT, 'scripts', 'build-worker.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', 'tsx/cjs', script, folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Cannot build the worker's package:\n${stdout}${stderr}`);
  made = folder;
  return folder;
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
