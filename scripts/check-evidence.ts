/**
 * The bars of evidence, offline: 1,000 random changes of one byte in a pack are all found; 1,000 replays of the recorded
 * histories show no difference; a deliberately changed rule is caught. The last line is `N passed, N failed`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import { withoutSourceMap } from '../evidence/replay/bundle';
import type { Deviation, ReleasedRun } from '../evidence/replay/released';
import { deviationsOf, deviationText, DEVIATION_REMEDY } from '../evidence/replay/released';
import { verifyPack } from '../evidence/verify/verify';
import { quietRuntime } from '../temporal/quiet-runtime';
import { additions, recordedVersions, releasedRuns } from '../test/workflows/histories';
import { bundleWorkflows } from '../worker/bundle';

const PACK = join(__dirname, '..', 'test', 'fixtures', 'evidence', 'pack-v1.zip');
const ROUNDS = 1_000;

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** How many of the changes were found. */
async function byteChanges(): Promise<boolean> {
  const pack = readFileSync(PACK);
  const start = Date.now();
  const whole = await verifyPack(pack);
  tell(`the pack itself: ${whole.findings.length} findings, ${pack.length} bytes, ${Date.now() - start} ms`);
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const changed = Buffer.from(pack);
    const at = randomInt(pack.length);
    changed.writeUInt8(changed.readUInt8(at) ^ randomInt(1, 256), at);
    if ((await verifyPack(changed)).findings.length > 0) found += 1;
    else tell(`not found: byte ${at}`);
  }
  tell(`changes of one byte: ${found} of ${ROUNDS} found`);
  return whole.holds && found === ROUNDS;
}

async function replays(code: string, runs: readonly ReleasedRun[]): Promise<boolean> {
  const rounds = Math.ceil(ROUNDS / runs.length);
  const start = Date.now();
  let deviations: Deviation[] = [];
  for (let round = 0; round < rounds && deviations.length === 0; round += 1)
    deviations = await deviationsOf(code, runs, additions());
  deviations.forEach((deviation) => tell(`  ${deviationText(deviation)}`));
  if (deviations.length > 0) tell(DEVIATION_REMEDY);
  const versions = recordedVersions().join(', ');
  tell(
    `${rounds * runs.length} replays of ${runs.length} histories of ${versions}: ${deviations.length} differences, ${Date.now() - start} ms`,
  );
  return deviations.length === 0;
}

/** A rule that counts days otherwise by one, as somebody might change it by mistake. */
const RULE = /(function localDay\([^)]*\)[^{]*\{\s*return )/;

async function changedRule(code: string, runs: readonly ReleasedRun[]): Promise<boolean> {
  const changed = code.replace(RULE, '$1 1 + ');
  if (changed === code)
    throw new Error('Cannot change the rule: localDay() is not in the bundle as expected');
  const deviations = await deviationsOf(changed, runs, additions());
  tell(`a local date that is one day late: ${deviations.length} differences, such as`);
  deviations.slice(0, 3).forEach((deviation) => tell(`  ${deviationText(deviation)}`));
  return deviations.length > 0;
}

async function check(): Promise<void> {
  quietRuntime();
  const code = withoutSourceMap((await bundleWorkflows()).code);
  const runs = await releasedRuns();
  const results = [await byteChanges(), await replays(code, runs), await changedRule(code, runs)];
  const failed = results.filter((holds) => !holds).length;
  tell(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

void check();
