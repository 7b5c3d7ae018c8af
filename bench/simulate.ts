/**
 * `npm run bench:simulate [-- ACCOUNTS [STRATEGY.yaml]]`: the back-test of 1,000,000 generated accounts over 120 days
 * on all cores, law checks on, by a strategy of twelve steps; then a profile of one core: where the time goes.
 * The bar is for two cores: 150 s, goal 60 s, 4 GB.
 */
import { buildSync } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type * as JobModule from '../simulator/job';
import type { Job } from '../simulator/job';
import { prepare } from '../simulator/prepare';
import { generatedPopulation } from '../simulator/population';
import { totalOf } from '../simulator/report';
import { simulate } from '../simulator/simulate';

const ROOT = join(__dirname, '..');
const ACCOUNTS = 1_000_000;
const DAYS = 120;
const PROFILED_ACCOUNTS = 20_000;
const BAR = { seconds: 150, goal: 60, bytes: 4 * 1024 ** 3 } as const;
/** Lines of each part of the profile. */
const SHOWN = 18;

const jobOf = (accounts: number, strategy: string): Job =>
  prepare({
    ...{ strategy, accounts, days: DAYS, seed: 1, start: null, wantsContacts: false },
    read: (file) => readFileSync(file),
  }).job;

async function measure(accounts: number, strategy: string): Promise<void> {
  const job = jobOf(accounts, strategy);
  const threads = availableParallelism();
  const load = loadavg()[0] ?? 0;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const { figures } = await simulate(job, { threads, progress: tell() });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpu = (user + system) / 1e6;
  const { maxRSS } = process.resourceUsage();
  const found = figures[0]?.total;
  const decisions = found?.decisions ?? 0;
  const rows: readonly (readonly [string, string])[] = [
    ['strategy', `${basename(strategy)}, ${job.strategies[0].steps.length} steps`],
    ['accounts × days', `${whole(accounts)} × ${DAYS}`],
    ['threads; load of the machine before', `${threads}; ${load.toFixed(1)}`],
    ['wall time', `${seconds.toFixed(1)} s`],
    ['processor time', `${cpu.toFixed(1)} s, ${((1e6 * cpu) / accounts).toFixed(0)} µs an account`],
    ['accounts a second', whole(accounts / seconds)],
    ['decisions a second (evaluations and law)', whole(decisions / seconds)],
    ['messages', whole(totalOf(found?.contacts ?? {}))],
    ['peak memory', `${(maxRSS / 1024 / 1024).toFixed(2)} GB`],
    ...verdict(accounts, seconds, cpu / threads, maxRSS * 1024),
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(42)} ${value}`);
}

/** Scaled to the bar's million; processor time over threads is what an otherwise idle machine would need at least. */
function verdict(
  accounts: number,
  seconds: number,
  idle: number,
  bytes: number,
): readonly (readonly [string, string])[] {
  const scale = ACCOUNTS / accounts;
  const wall = seconds * scale;
  return [
    [`for ${whole(ACCOUNTS)}, wall (bar ${BAR.seconds} s, goal ${BAR.goal} s)`, `${wall.toFixed(0)} s`],
    ['… processor time over threads', `${(idle * scale).toFixed(0)} s`],
    ['bar of time', wall <= BAR.seconds ? 'holds' : 'DOES NOT HOLD'],
    ['bar of memory', bytes <= BAR.bytes ? 'holds' : 'DOES NOT HOLD'],
  ];
}

function tell(): (done: number, of: number) => void {
  let shown = 0;
  return (done, of) => {
    const tenth = Math.floor((10 * done) / of);
    if (tenth > shown) process.stderr.write(`${tenth * 10} % `);
    if (done === of && shown < 10) process.stderr.write('\n');
    shown = Math.max(shown, tenth);
  };
}

/** Profiles one thread on the very bundle that the threads run. */
async function profile(strategy: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'recobro-profile-'));
  try {
    const outfile = join(folder, 'job.js');
    buildSync({
      entryPoints: [join(ROOT, 'simulator', 'job.ts')],
      ...{ outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'silent' },
    });
    // The bundle is made of this very module.
    const { chunkRunner } = module.require(outfile) as typeof JobModule;
    const job = jobOf(PROFILED_ACCOUNTS, strategy);
    const run = chunkRunner(job);
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    run({ index: 0, from: 0, to: generatedPopulation(job).size });
    const { profile: taken } = await session.post('Profiler.stop');
    session.disconnect();
    printProfile(taken, filesOf(readFileSync(outfile, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bundler says in a comment where each file begins. */
function filesOf(bundle: string): (line: number) => string {
  const files: string[] = [];
  let current = 'node';
  for (const text of bundle.split('\n')) {
    const match = /^\/\/ (\S+\.[tj]s)$/.exec(text);
    if (match?.[1] !== undefined) current = match[1];
    files.push(current);
  }
  return (line) => files[line] ?? 'node';
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

type Frame = Profile['nodes'][number]['callFrame'];
interface Spent {
  readonly name: string;
  readonly share: number;
}

function printProfile(profile: Profile, fileOf: (line: number) => string): void {
  const isOurs = ({ url }: Frame): boolean => url.includes('recobro-profile-');
  const own = ({ functionName }: Frame): string => functionName || 'node';
  const file = (frame: Frame): string => (isOurs(frame) ? short(fileOf(frame.lineNumber)) : own(frame));
  const fn = (frame: Frame): string =>
    isOurs(frame)
      ? `${frame.functionName || '(anonymous)'} · ${short(fileOf(frame.lineNumber))}`
      : own(frame);
  const byFile = spentBy(profile, file);
  const collector = byFile.find(({ name }) => name === '(garbage collector)')?.share ?? 0;
  console.log(`\nWhere the time goes (${whole(PROFILED_ACCOUNTS)} accounts, one thread, own time)`);
  console.log(`garbage collector: ${percent(collector).trim()}`);
  print('by file', byFile);
  print('by function', spentBy(profile, fn));
}

/** Own time by the name of the frame, as a share of all; most first. */
function spentBy(
  { nodes, samples = [], timeDeltas = [] }: Profile,
  nameOf: (frame: Frame) => string,
): readonly Spent[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? 'node';
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  const total = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return [...spent]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((one, other) => other.share - one.share);
}

function print(title: string, spent: readonly Spent[]): void {
  console.log(`  ${title}`);
  for (const { name, share } of spent.slice(0, SHOWN)) console.log(`${percent(share)}  ${name}`);
}

const percent = (share: number): string => `${(100 * share).toFixed(1).padStart(8)} %`;
const short = (file: string): string => file.replace(/^.*\/(domain|simulator)\//, '$1/');

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

async function main(accounts: number, strategy: string): Promise<void> {
  await measure(accounts, strategy);
  await profile(strategy);
}

main(Number(process.argv[2] ?? ACCOUNTS), process.argv[3] ?? join(ROOT, 'strategies', 'servicios.yaml')).then(
  undefined,
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
