/**
 * `npm run check:nag`: the rules of AwsSolutions (cdk-nag) over all stacks, for every environment and both hosts of the
 * worker; the package of the worker is built, so that the policies of its image are seen too. A finding is mended, or
 * acknowledged beside its resource with the reason.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdkSettings from '../cdk.json';
import type { WorkerConfig } from '../infra/config';
import { environmentNames, environments } from '../infra/config';
import { recobro } from '../infra/recobro';

const lambda: WorkerConfig = {
  host: 'lambda',
  mostAtOnce: 3,
  memoryMiB: 1024,
  invokedBy: { principals: ['arn:aws:iam::111122223333:role/wci-lambda-invoke'], externalId: 'recobro' },
};

/** With an identity provider there is a function more. */
const people = { issuer: 'https://id.example', audience: 'recobro' };

const cases = environmentNames.flatMap((name) => [
  { name, host: 'fargate', config: { ...environments[name], people } },
  { name, host: 'lambda', config: { ...environments[name], worker: lambda } },
]);

let failed = 0;
for (const { name, host, config } of cases) {
  const outdir = mkdtempSync(join(tmpdir(), 'recobro-nag-'));
  const app = new App({ context: cdkSettings.context, outdir });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  recobro(app, { config, emulator: false });
  try {
    app.synth();
    console.log(`${name} on ${host}: clean`);
  } catch (error) {
    failed += 1;
    console.error(`${name} on ${host}: ${error instanceof Error ? error.message : String(error)}`);
  }
  rmSync(outdir, { recursive: true, force: true });
}
console.log(`${cases.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
