import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';

const CLI = join(__dirname, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');
/** The one account and region that the local AWS knows. */
const PLACE = 'aws://000000000000/us-east-1';
/** A deploy takes half a minute; one that hangs is ended after this long. */
const PATIENCE_MS = 300_000;

export interface CdkSetting {
  /** Folder with `cdk.json`. */
  readonly checkout: string;
  /** Names the templates and what is said of them, so that an older version can still be taken away. */
  readonly version: string;
  /** Where templates, outputs and what CDK said go. */
  readonly workDir: string;
  /** Addresses and credentials of the local AWS. */
  readonly env: Readonly<Record<string, string>>;
}

/** Outputs of a stack by their names. */
export type StackOutputs = Readonly<Record<string, string>>;

/** The CDK command line against the local AWS. Every command throws with what CDK said when it fails or hangs. */
export function createCdk({ checkout, version, workDir, env }: CdkSetting) {
  const out = join(workDir, `cdk-${version}.out`);
  const outputs = join(workDir, 'outputs.json');

  /** Synthesises all stacks anew, for the local AWS; the command line never mixes it with a deploy. */
  async function synth(): Promise<void> {
    rmSync(out, { recursive: true, force: true });
    await cdk('synth', '--quiet', '-c', 'target=emulator', '-o', out);
  }

  const bootstrap = (): Promise<void> => cdk('bootstrap', PLACE, '--app', out);

  /** Deploys what was synthesised. @returns The outputs by the names of the stacks. */
  async function deploy(): Promise<Readonly<Record<string, StackOutputs>>> {
    const how = ['--require-approval', 'never', '--progress', 'events', '--outputs-file', outputs];
    await cdk('deploy', '--all', '--app', out, ...how);
    return JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, StackOutputs>; // CDK's own format
  }

  /** @param stack That one only; absent: all. */
  const destroy = (stack?: string): Promise<void> =>
    cdk('destroy', ...(stack === undefined ? ['--all'] : [stack, '--exclusively']), '--force', '--app', out);

  async function cdk(verb: string, ...args: string[]): Promise<void> {
    const { ok, output } = await run(process.execPath, [CLI, verb, ...args, '--no-notices', '--no-color'], {
      cwd: checkout,
      env: { ...process.env, ...env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      timeoutMs: PATIENCE_MS,
    });
    const log = join(workDir, `cdk-${version}-${verb}.log`);
    writeFileSync(log, output);
    if (!ok) throw new Error(`cdk ${verb} failed; see ${log}\n${tellingLines(output)}`);
  }

  /** How many stacks were synthesised. */
  const countStacks = (): number => readdirSync(out).filter((file) => file.endsWith('.template.json')).length;

  return { synth, bootstrap, deploy, destroy, countStacks };
}

/** What failed, without the hundreds of lines of what went well. */
function tellingLines(output: string): string {
  const lines = output.split('\n');
  const telling = lines.filter((line) => /FAILED|❌|[Ee]rror|Cannot|refuse/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-20).join('\n');
}
