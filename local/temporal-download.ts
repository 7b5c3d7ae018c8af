import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from './install';
import { run } from './run';

const ANSWER_WITHIN_MS = 5_000;
const DOWNLOAD_WITHIN_MS = 180_000;

// The SDK downloads only together with a start. In a process of its own, so that a slow download can be ended and the
// native runtime of this process stays untouched.
const SCRIPT = `
const [testing, downloadDir, version] = process.argv.slice(1);
require(testing).TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, version } },
}).then((environment) => environment.teardown()).then(() => process.exit(0), () => process.exit(1));
`;

/**
 * Lets the Temporal SDK download a release of the CLI from temporal.download.
 *
 * @param directory The directory that will hold the program.
 * @param version Such as `v1.9.1`.
 * @returns The program, or undefined where the site does not answer within 5 seconds or the download fails.
 */
export async function downloadWithSdk(directory: string, version: string): Promise<string | undefined> {
  if (!(await answers(version))) return undefined;
  try {
    await installOnce(directory, (unfinished) => download(unfinished, version));
    return join(directory, 'temporal');
  } catch {
    return undefined; // there is one more place to get it from
  }
}

async function download(directory: string, version: string): Promise<void> {
  const args = ['-e', SCRIPT, require.resolve('@temporalio/testing'), directory, version];
  await run(process.execPath, args, { timeoutMs: DOWNLOAD_WITHIN_MS });
  const downloaded = join(directory, `temporal-${version}`);
  if (!existsSync(downloaded)) throw new Error('The SDK downloaded nothing');
  await rename(downloaded, join(directory, 'temporal')); // the SDK forgets its downloads after a day, we do not
}

async function answers(version: string): Promise<boolean> {
  try {
    const url = `https://temporal.download/cli/${version}?arch=amd64&platform=linux`;
    return (await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })).ok;
  } catch {
    return false;
  }
}
