/**
 * Bundles every module of `functions/lambda/` into a folder of its own: `node -r tsx/cjs infra/constructs/function-bundles.ts
 * FOLDER`. The strategies and the law go beside them, read and checked, so that functions need no reader of YAML. A program, because
 * constructs are made in one go while plugins of esbuild take their time.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import type { LawData } from '../../policy/law/compile';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import { loadStrategyFolder } from '../../policy/strategy/parse';

const load = createRequire(__filename);
const ROOT = join(__dirname, '..', '..');
const MODULES = join(ROOT, 'functions', 'lambda');

/** Ways to credentials that Lambda has no use for: it hands them over in the environment, which is looked at first. */
const UNUSED_CREDENTIALS = ['http', 'ini', 'login', 'process', 'sso', 'web-identity']
  .map((name) => `@aws-sdk/credential-provider-${name}`)
  .concat('@aws-sdk/nested-clients', '@aws-sdk/token-providers', '@smithy/credential-provider-imds');

/** What protobufjs knows of a part of the protocol. */
interface Described {
  readonly nested?: Record<string, Described>;
  readonly methods?: Record<string, { options?: unknown; parsedOptions?: unknown }>;
}

/** Temporal's client without the description of Temporal Cloud's own service, and of how methods look over HTTP. */
const leanProtocol: Plugin = {
  name: 'lean-protocol',
  setup: (bundler) => {
    bundler.onLoad({ filter: /@temporalio[\\/]proto[\\/]protos[\\/]json-module\.js$/ }, ({ path }) => {
      const [, name] = /\$protobuf\.roots\["([^"]+)"\]/.exec(readFileSync(path, 'utf8')) ?? [];
      // What the module exports is a root of protobufjs.
      const root = (load(path) as { toJSON(): unknown }).toJSON() as Described;
      const { nested = {} } = JSON.parse(JSON.stringify(root)) as Described;
      if (name === undefined || !nested['temporal']?.nested?.['api']?.nested?.['cloud'])
        throw new Error('Cannot make the protocol lean: @temporalio/proto is not laid out as expected');
      delete nested['temporal'].nested['api'].nested['cloud'];
      dropMethodOptions({ nested });
      const key = JSON.stringify(name);
      const contents = `const { Root, roots } = require('protobufjs/light');
        module.exports = (roots[${key}] ??= new Root()).addJSON(${JSON.stringify(nested)});`;
      return { contents, loader: 'js' };
    });
  },
};

function dropMethodOptions({ nested = {}, methods = {} }: Described): void {
  for (const method of Object.values(methods)) {
    delete method.options;
    delete method.parsedOptions;
  }
  Object.values(nested).forEach(dropMethodOptions);
}

/** The modules that are functions. */
const functionModules = (): readonly string[] =>
  readdirSync(MODULES)
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((module) => module !== 'root');

async function bundleFunctions(outdir: string): Promise<void> {
  const entries = functionModules().flatMap((module) => [
    [`${module}/index`, join(MODULES, `${module}.ts`)],
    // The Temporal client loads it by path, from beside the code.
    [`${module}/failure-converter`, join(ROOT, 'temporal', 'failure-converter.ts')],
  ]);
  await build({
    entryPoints: Object.fromEntries(entries),
    outdir,
    absWorkingDir: ROOT, // the source map, and with it the hash of the asset, names no machine
    bundle: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'], // what is not used can be seen in modules only
    external: UNUSED_CREDENTIALS,
    plugins: [leanProtocol],
    format: 'cjs',
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  });
  const { packs, calendars } = loadLaw();
  const law: LawData = { packs, calendars, platforms: PRODUCT_PLATFORMS };
  writeFileSync(join(outdir, 'law.json'), JSON.stringify(law));
  const strategies = loadStrategyFolder(join(ROOT, 'strategies'));
  writeFileSync(join(outdir, 'strategies.json'), JSON.stringify(strategies));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Cannot bundle: name the folder');
bundleFunctions(folder).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
