/**
 * The bars of evidence, offline: 1,000 random changes of one byte in a pack are all found; 1,000 replays of the recorded
 * histories show no difference; a deliberately changed rule is caught. The last line is `N passed, N failed`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import { differenceText, isAddedState } from '../evidence/replay/difference';
import type { RecordedRun, ReplayFinding } from '../evidence/replay/replay';
import { withoutSourceMap } from '../evidence/replay/bundle';
import { replayRuns } from '../evidence/replay/replay';
import { verifyPack } from '../evidence/verify/verify';
import { createPayloadCodec } from '../temporal/codec';
import { namespaceOf } from '../temporal/connection';
import { decodedHistory } from '../temporal/histories';
import { keyRingFromEnv } from '../temporal/key-ring';
import { quietRuntime } from '../temporal/quiet-runtime';
import { HISTORY_ENV, readCases } from '../test/workflows/histories';
import { bundleWorkflows } from '../worker/bundle';

const PACK = join(__dirname, '..', 'test', 'fixtures', 'evidence', 'pack-v1.zip');
const ROUNDS = 1_000;
const VERSIONS = ['v1'];

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

/** Every run of the recorded versions, decrypted, again and again until there are enough. */
async function recordedRuns(): Promise<RecordedRun[]> {
  const namespace = namespaceOf(HISTORY_ENV);
  const codec = createPayloadCodec(keyRingFromEnv(HISTORY_ENV), namespace);
  const runs: RecordedRun[] = [];
  for (const { name, recorded } of VERSIONS.flatMap(readCases)) {
    const { workflowId } = recorded;
    for (const [number, history] of recorded.runs.entries()) {
      const decoded = await decodedHistory(codec, history, { namespace, workflowId });
      runs.push({ workflowId, runId: `${name} ${number}`, history: decoded });
    }
  }
  return runs;
}

async function findingsOf(code: string, runs: readonly RecordedRun[]): Promise<ReplayFinding[]> {
  const findings: ReplayFinding[] = [];
  for await (const replayed of replayRuns(code, runs))
    findings.push(...replayed.findings.filter(altersDecisions));
  return findings;
}

/** Newer code may keep more about a case than the recorded version did. */
const altersDecisions = ({ error, differences }: ReplayFinding): boolean =>
  error !== undefined || !differences.every(isAddedState);

const words = ({ runId, eventId, what, error, differences }: ReplayFinding): string =>
  `  ${runId}, event ${eventId}, ${what}: ${error ?? differences.map(differenceText).join('; ')}`;

async function replays(code: string, runs: readonly RecordedRun[]): Promise<boolean> {
  const many = Array.from({ length: ROUNDS }, (_, index) => runs[index % runs.length]).filter(
    (run) => run !== undefined,
  );
  const start = Date.now();
  const findings = await findingsOf(code, many);
  const first = new Map(findings.map((finding) => [`${finding.runId} ${finding.eventId}`, finding]));
  [...first.values()].forEach((finding) => tell(words(finding)));
  tell(
    `${many.length} replays of ${runs.length} histories: ${findings.length} differences, ${Date.now() - start} ms`,
  );
  return findings.length === 0;
}

/** A rule that counts days otherwise by one, as somebody might change it by mistake. */
const RULE = /(function localDay\([^)]*\)[^{]*\{\s*return )/;

async function changedRule(code: string, runs: readonly RecordedRun[]): Promise<boolean> {
  const changed = code.replace(RULE, '$1 1 + ');
  if (changed === code)
    throw new Error('Cannot change the rule: localDay() is not in the bundle as expected');
  const findings = await findingsOf(changed, runs);
  tell(`a local date that is one day late: ${findings.length} differences, such as`);
  findings.slice(0, 3).forEach((finding) => tell(words(finding)));
  return findings.length > 0;
}

async function check(): Promise<void> {
  quietRuntime();
  const code = withoutSourceMap((await bundleWorkflows()).code);
  const runs = await recordedRuns();
  const results = [await byteChanges(), await replays(code, runs), await changedRule(code, runs)];
  const failed = results.filter((holds) => !holds).length;
  tell(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

void check();
