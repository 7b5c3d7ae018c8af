import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cacheDir } from './install';
import { installPythonPackages } from './python';
import { run } from './run';

/** Tests an API against its OpenAPI document with generated requests (MIT), pinned with all that it needs. */
const VERSION = '4.30.1';
const LOCK_FILE = join(__dirname, 'requirements', 'schemathesis.txt');

export interface ApiUnderTest {
  /** Where the operations are, without `/v1`. */
  readonly url: string;
  /** The document, a file. */
  readonly document: string;
  /** TOML; see `scripts/check-api/schemathesis.toml`. */
  readonly configFile: string;
  /** Sent with each request. */
  readonly authorization: string;
}

/**
 * Runs Schemathesis with its output going to ours; it is installed if needed.
 *
 * @returns Its exit code: 0 = no fault, 1 = faults, which it has printed.
 * @throws {RecobroError} `local.missing` or `local.installFailed`, see `installPythonPackages`.
 */
export async function runSchemathesis(
  { url, document, configFile, authorization }: ApiUnderTest,
  progress: (line: string) => void,
): Promise<number> {
  const target = join(cacheDir(process.env), `schemathesis-${VERSION}`);
  const requirements = { lockFile: LOCK_FILE };
  const programs = await installPythonPackages(run, { name: 'Schemathesis', target, requirements }, progress);
  // Not its console script: that one names the directory in which it was installed before the renaming.
  const program = ['-m', 'schemathesis.cli', '--config-file', configFile];
  const args = [...program, 'run', document, '--url', url, '--no-color'];
  const child = spawn(join(programs, 'python'), args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, RECOBRO_API_AUTHORIZATION: authorization, PYTHONDONTWRITEBYTECODE: '1' },
  });
  await once(child, 'exit');
  return child.exitCode ?? 1;
}
