/**
 * Builds the worker's package into a folder: `node -r tsx/cjs scripts/build-worker.ts FOLDER [RELEASE]`. Both hosts run
 * the same files: `main.js` on Fargate, `lambda.js` on Lambda. RELEASE is the platform of Temporal's native core.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleWorkflows } from '../worker/bundle';

const ROOT = join(__dirname, '..');
const ARM_LINUX = 'aarch64-unknown-linux-gnu';
/** These load files from beside themselves, so they are shipped as they are. */
const SHIPPED = [
  '@temporalio/activity',
  '@temporalio/client',
  '@temporalio/common',
  '@temporalio/lambda-worker',
  '@temporalio/worker',
  'pdfkit',
];
/** Only needed to bundle workflows, which is done here. */
const BUILD_ONLY =
  /^(@swc\/(core|types|counter)|@parcel\/|terser|caniuse-lite|source-map-loader|swc-loader|browserslist$|electron-to-chromium|@types\/)/;
const NEVER_RUN = /(\.map|\.d\.ts|\.d\.mts|\.md)$/;

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function build(out: string, release: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  buildSync({
    entryPoints: {
      main: join(ROOT, 'worker', 'main.ts'),
      lambda: join(ROOT, 'worker', 'lambda.ts'),
      'failure-converter': join(ROOT, 'temporal', 'failure-converter.ts'),
    },
    outdir: out,
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    external: SHIPPED,
    logLevel: 'error',
  });
  const { code } = await bundleWorkflows();
  writeFileSync(join(out, 'workflows.js'), withoutSourceMap(code));
  const packages = new Set<string>();
  for (const name of SHIPPED) collect(name, ROOT, packages);
  for (const folder of packages) copyPackage(folder, out, release);
  for (const folder of ['law', 'messages', 'tenants'])
    cpSync(join(ROOT, folder), join(out, folder), { recursive: true });
  cpSync(join(ROOT, 'worker', 'Dockerfile'), join(out, 'Dockerfile'));
}

/** The map holds paths of this machine, and is as large as the code. */
const withoutSourceMap = (code: string): string =>
  code.replace(/\n\/\/# sourceMappingURL=data:[^\n]*\n?$/, '\n');

/** Adds the folder of a package and of all that it depends on. */
function collect(name: string, from: string, packages: Set<string>): void {
  if (BUILD_ONLY.test(name)) return;
  const folder = folderOf(name, from);
  if (folder === undefined || packages.has(folder)) return;
  packages.add(folder);
  // Every package has one of this shape.
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  for (const dependency of Object.keys(dependencies)) collect(dependency, folder, packages);
}

/** Where Node would find it: in the nearest `node_modules` upwards. */
function folderOf(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (at === ROOT || at === dirname(at)) return undefined;
  }
}

function copyPackage(folder: string, out: string, release: string): void {
  const place = join(out, relative(ROOT, folder));
  const isCore = folder.endsWith(join('@temporalio', 'core-bridge'));
  const skipped = isCore ? ['node_modules', 'sdk-core', 'src', 'bridge-macros', 'ts'] : ['node_modules'];
  const otherReleases = isCore
    ? readdirSync(join(folder, 'releases')).filter((name) => name !== release)
    : [];
  const left = [
    ...skipped.map((name) => join(folder, name)),
    ...otherReleases.map((name) => join(folder, 'releases', name)),
  ];
  cpSync(folder, place, {
    recursive: true,
    filter: (source) => !left.includes(source) && !NEVER_RUN.test(source),
  });
}

const [out, release = ARM_LINUX] = process.argv.slice(2);
if (out === undefined)
  throw new Error('Name the folder: node -r tsx/cjs scripts/build-worker.ts FOLDER [RELEASE]');
build(out, release).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
