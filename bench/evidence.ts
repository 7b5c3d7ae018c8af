/**
 * How long the evidence of a case with 14 messages takes, as a person waits for it: each command in a process of its own,
 * from its start to its end, against a local system. The pack must be of at most 1 MB, and either command take at most 5 s.
 * `node -r tsx/cjs bench/evidence.ts [rounds]`
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuMsOfEndedChildren } from './cpu';
import { keepBuild } from '../evidence/builds/kept';
import { sealDay } from '../evidence/seal/seal-day';
import { localEvidence } from '../local/evidence';
import { releaseHere, softwareHere } from '../local/release';
import { LOCAL_TABLES } from '../local/tables';
import { tableEnvironment } from '../store/tables';
import { aStrategy, Lab, TENANT } from '../test/workflows/lab';

const ROOT = join(__dirname, '..');
const PACKS = join(ROOT, 'test', 'fixtures', 'scenarios', 'packs');
const ACCOUNT = 'A-14';
const MESSAGES = 14;
const ROUNDS = Number(process.argv[2] ?? 5);
const BARS = { seconds: 5, bytes: 1_000_000 };

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** One message every fourth day, over three stages, so that the case has four runs. */
const steps = Array.from({ length: MESSAGES }, (_, index) => ({
  id: `mensaje-${index + 1}`,
  day: -5 + 4 * index,
  via: index % 2 === 0 ? ['email'] : ['sms', 'email'],
  template: index === 0 ? 'aviso-previo' : 'recordatorio',
}));

async function liveCase(lab: Lab): Promise<number> {
  const one = await lab.open({ account: ACCOUNT, strategy: aStrategy({ steps }) });
  await one.liveUntil('2026-03-25 12:00');
  await one.pay('p-1', 30_000, '2026-03-26 09:00');
  await one.liveUntil('2026-05-20 12:00');
  return (await one.sent()).length;
}

interface Cost {
  readonly seconds: number;
  /** Processor time, which a loaded machine does not lengthen. */
  readonly cpuSeconds: number;
}

/** One run of the command, from nothing to its end. */
function costOf(args: readonly string[], env: NodeJS.ProcessEnv): Cost {
  const [start, cpu] = [performance.now(), cpuMsOfEndedChildren()];
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'cli', 'bin.js'), ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`recobro ${args.join(' ')} ended with ${status}:\n${stderr}`);
  const seconds = (performance.now() - start) / 1_000;
  return { seconds, cpuSeconds: (cpuMsOfEndedChildren() - cpu) / 1_000 };
}

function measured(name: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const costs = Array.from({ length: ROUNDS }, () => costOf(args, env));
  const [wall, cpu] = [costs.map(({ seconds }) => seconds), costs.map(({ cpuSeconds }) => cpuSeconds)];
  const [median, ofProcessor] = [medianOf(wall), medianOf(cpu)];
  const range = `${Math.min(...wall).toFixed(1)}–${Math.max(...wall).toFixed(1)} s, ${ROUNDS} rounds`;
  tell(
    `${name.padEnd(8)} ${median.toFixed(1)} s (${range}; ${ofProcessor.toFixed(1)} s of processor); bar ${BARS.seconds} s: ${verdict(median <= BARS.seconds)}`,
  );
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const verdict = (holds: boolean): string => (holds ? 'kept' : 'NOT KEPT');

async function bench(): Promise<void> {
  const lab = await Lab.start();
  const folder = mkdtempSync(join(tmpdir(), 'recobro-bench-'));
  try {
    const sent = await liveCase(lab);
    const { store, bundle, buildId } = lab.cluster;
    const keeping = await localEvidence();
    const software = softwareHere({});
    await keepBuild(
      keeping.archive,
      releaseHere({ buildId, code: bundle.code, software, packsDirs: [PACKS] }),
    );
    await sealDay({ store, ...keeping }, TENANT, Date.now());
    const pack = join(folder, 'caso.zip');
    const env = { ...process.env, ...tableEnvironment(LOCAL_TABLES), RECOBRO_TENANT: TENANT };
    tell(`a case of ${sent} messages; load of the machine ${loadavg()[0]?.toFixed(1)}`);
    measured('export', ['evidence', 'export', ACCOUNT, '-o', pack, '--packs', PACKS], env);
    measured('verify', ['evidence', 'verify', pack], env);
    const { size } = statSync(pack);
    tell(
      `pack     ${Math.ceil(size / 1024)} KB; bar ${BARS.bytes / 1_000} KB: ${verdict(size <= BARS.bytes)}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
    await lab.stop();
  }
}

void bench();
