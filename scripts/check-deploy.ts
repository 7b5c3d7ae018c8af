/**
 * The deployment, end to end, without AWS and without Docker: the CDK stacks go into the local cloud, whose API, bus, queues,
 * streams and functions they are; the worker is the packaged one, started by the image's command, on a real Temporal
 * server. Loans come in, mails go out, feedback and payments come back, an update is deployed, everything is destroyed.
 * The last line says what was done; exit code 1 when something was not as it should be. See docs/operate/deploy.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../local/deploy/deployment';
import { Heard } from '../local/deploy/heard';
import { endPackedWorker } from '../local/deploy/packaged-worker';
import {
  feedbackArrives,
  ledgerHasAll,
  loansComeIn,
  paymentsComeIn,
  updateIsLive,
} from '../local/deploy/story';
import type { LocalEnvironment } from '../local/environment';
import { startLocal } from '../local/environment';
import { stopAll } from '../local/process';
import { searchAttributeTypes } from '../workflows/search-attributes';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'; // Node 20 is supported on purpose

const startMs = Date.now();
const seconds = (): number => Math.round((Date.now() - startMs) / 1_000);
const tell = (line: string): void =>
  void process.stdout.write(`${String(seconds()).padStart(4)} s  ${line}\n`);

/** @returns What was done, in one line. */
async function check(workDir: string): Promise<string> {
  const deployment = new Deployment(workDir);
  const starting = startLocal({ searchAttributes: searchAttributeTypes, stateDir: workDir, progress: tell });
  const [servers] = await Promise.all([starting, deployment.build('first')]);
  tell('a Temporal server and a local AWS run; stacks are synthesised, the worker is packed');
  Object.assign(process.env, servers.aws.env);
  try {
    return await live(deployment, servers);
  } finally {
    await stopAll(); // workers first would be polite, but after a failure nothing is owed to them
    await servers.stop();
  }
}

async function live(deployment: Deployment, servers: LocalEnvironment): Promise<string> {
  const { deployed, behind, release, stacks, bus } = await deployment.create(servers, 'first');
  tell(`${stacks} stacks are deployed; the worker of build ${release.buildId} polls and is the current one`);
  const cast = {
    deployed,
    behind,
    cloud: servers.aws,
    heard: new Heard(bus),
    workerLog: release.worker.logFile,
    tell,
  };
  await cast.heard.begin();
  const mails = await loansComeIn(cast);
  await feedbackArrives(cast, mails);
  const latency = await paymentsComeIn(cast);
  const entries = await ledgerHasAll(cast);

  deployment.change();
  await deployment.build('second');
  const next = await deployment.update(servers, 'second', behind);
  tell(`an update is deployed; the worker of build ${next.buildId} is the current one`);
  await updateIsLive(cast, release.buildId, next.buildId);
  await Promise.all([release, next].map(({ worker }) => endPackedWorker(worker)));
  tell('both workers have ended when they were told to');

  await cast.heard.end();
  await behind.close();
  await deployed.forget();
  const gone = await deployment.destroy(servers);
  tell('everything is destroyed; nothing is left');
  return [
    `deployed ${stacks} stacks, opened 3 accounts by API and bus, sent ${mails.length + 1} mails and an SMS`,
    `a signed webhook closed one as paid (acceptance to workflow ${latency.cold} ms cold, ${latency.warm} ms warm)`,
    `${entries} ledger entries hold, updated ${release.buildId} to ${next.buildId}`,
    `destroyed ${gone} things, none left: ${seconds()} s`,
  ].join('; ');
}

process.exitCode = 1; // until everything was as it should be; also when this process ends for want of anything to wait for
const workDir = mkdtempSync(join(tmpdir(), 'recobro-deploy-'));
check(workDir).then(
  (line) => {
    rmSync(workDir, { recursive: true, force: true });
    process.exitCode = 0;
    process.stdout.write(`${line}\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.stdout.write(`check:deploy failed after ${seconds()} s; templates and logs are in ${workDir}\n`);
  },
);
