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
  writeFileSync(join(out, 'workflows.js'), withPortableMap(code));
  const packages = new Set<string>();
  for (const name of SHIPPED) collect(name, ROOT, packages);
  for (const folder of packages) copyPackage(folder, out, release);
  for (const folder of ['law', 'messages', 'tenants'])
    cpSync(join(ROOT, folder), join(out, folder), { recursive: true });
  cpSync(join(ROOT, 'worker', 'Dockerfile'), join(out, 'Dockerfile'));
}

const MAP = /\n\/\/# sourceMappingURL=data:[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/;

/** The worker refuses a bundle without a source map. Ours quotes no sources, and names them from the root of the checkout. */
function withPortableMap(code: string): string {
  const [comment = '', base64] = MAP.exec(code) ?? [];
  if (base64 === undefined) throw new Error('The bundle of the workflows has no source map');
  // As webpack writes it.
  const map = JSON.parse(Buffer.from(base64, 'base64').toString()) as { sources: string[] };
  const sources = map.sources.map((source) => source.replace(`${ROOT}/`, ''));
  const portable = JSON.stringify({ ...map, file: 'workflows.js', sources, sourcesContent: undefined });
  const inline = Buffer.from(portable).toString('base64');
  return `${code.slice(0, -comment.length)}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
}

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
