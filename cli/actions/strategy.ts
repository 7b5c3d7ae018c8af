import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { RecobroError } from '../../domain/errors';
import { isoFromInstant } from '../../domain/time/calendar';
import type { MovedCase, MoveReport, PlannedMove } from '../../functions/move-strategy';
import { planMove, reportHash, runMove } from '../../functions/move-strategy';
import { strategyHash } from '../../policy/strategy/hash';
import { loadStrategy } from '../../policy/strategy/parse';
import type { PublishedStrategy } from '../../store/strategies';
import { StoreError } from '../../store/errors';
import { exitCodeOf, FOUND, WRONG_USE } from '../failure';
import type { OpenSystem } from './system';
import { openSystem } from './system';
import { versionOf } from '../../domain/strategy';

export interface PublishFlags {
  readonly tenant?: string;
  readonly by: string;
  readonly json?: true;
}

export interface MigrateFlags {
  readonly tenant?: string;
  readonly to: string;
  readonly from?: readonly string[];
  readonly dryRun?: true;
  readonly out?: string;
  readonly report?: string;
  readonly hash?: string;
  readonly approveBy?: string;
  readonly rate: number;
  readonly json?: true;
}

/** Wrong use of an option: told on stderr, exit code 2. */
class WrongOption extends Error {}

/** `strategy publish FILE`. */
export const publish = (file: string, flags: PublishFlags): Promise<void> =>
  answering(async () => {
    const content = loadStrategy(file);
    return withSystem(async (system) => {
      const { id, version } = content;
      const hash = strategyHash(content);
      const tenant = flags.tenant ?? system.tenant;
      const strategy = { tenant, id, version, hash, content, by: flags.by, at: Date.now() };
      const { isNew } = await system.store.publishStrategy(strategy);
      const text = `${versionOf(content)} ${hash}: ${isNew ? 'published' : 'already published, nothing changes'}\n`;
      process.stdout.write(flags.json ? `${JSON.stringify({ id, version, hash, isNew })}\n` : text);
      return 0;
    });
  });

/** `strategy migrate`: a dry run, or the move that somebody has approved. */
export const migrate = (flags: MigrateFlags): Promise<void> =>
  answering(async () => {
    const isRun = flags.approveBy !== undefined;
    if (isRun === (flags.dryRun === true))
      throw new WrongOption('say --dry-run, or --report FILE --hash HASH --approve-by NAME');
    return withSystem((system) => (isRun ? run(system, flags) : dryRun(system, flags)));
  });

async function dryRun(system: OpenSystem, flags: MigrateFlags): Promise<number> {
  const tenant = flags.tenant ?? system.tenant;
  const { content } = await published(system, tenant, flags.to);
  const report = await planMove({ ...system, now: Date.now }, tenant, content, flags.from);
  if (flags.out !== undefined) writeFileSync(flags.out, `${JSON.stringify(report, null, 2)}\n`);
  const hash = reportHash(report);
  process.stdout.write(
    flags.json ? `${JSON.stringify({ hash, report }, null, 2)}\n` : reportText(report, hash),
  );
  return 0;
}

async function run(system: OpenSystem, flags: MigrateFlags): Promise<number> {
  const report = readReport(flags);
  const { content, hash } = await published(system, report.tenant, flags.to);
  if (hash !== report.to.hash)
    throw new WrongOption(
      `the report is about ${versionOf(report.to)} ${report.to.hash}, not ${flags.to} ${hash}`,
    );
  const counts: Record<MovedCase['is'], number> = { moved: 0, gone: 0, other_strategy: 0 };
  const moves = runMove(
    { ...system, now: Date.now },
    { report, strategy: content, by: flags.approveBy ?? '', rate: flags.rate, pause },
  );
  for await (const { account, is } of moves) {
    counts[is] += 1;
    if (flags.json) process.stdout.write(`${JSON.stringify({ account, is })}\n`);
  }
  if (!flags.json)
    process.stdout.write(
      `${counts.moved} moved, ${counts.gone} closed meanwhile, ${counts.other_strategy} follow another strategy now and stay\n`,
    );
  return counts.other_strategy > 0 ? FOUND : 0;
}

/** What is approved is what is run: the file must have the hash that was approved. */
function readReport({ report: file, hash }: MigrateFlags): MoveReport {
  if (file === undefined || hash === undefined)
    throw new WrongOption('an approval names the report: --report FILE --hash HASH');
  const report = reportIn(file);
  const found = reportHash(report);
  if (found === hash) return report;
  throw new WrongOption(
    `the report ${file} has the hash ${found}, not the approved ${hash}: it is not what was approved`,
  );
}

function reportIn(file: string): MoveReport {
  const text = readFileSync(file, 'utf8');
  try {
    // Written by the dry run; its hash is compared with the approved one.
    return JSON.parse(text) as MoveReport;
  } catch {
    throw new WrongOption(`${file} is no report: name the file that --dry-run --out has written`);
  }
}

async function published({ store }: OpenSystem, tenant: string, name: string): Promise<PublishedStrategy> {
  const [id = '', version = ''] = name.split('@');
  if (!/^\d+$/.test(version)) throw new WrongOption(`--to ${name} must name a version, such as consumo@2`);
  const strategy = await store.readStrategy(tenant, { id, version: Number(version) });
  if (!strategy)
    throw new WrongOption(`${name} has not been published: run recobro strategy publish FILE first`);
  return strategy;
}

function reportText({ to, cases }: MoveReport, hash: string): string {
  const lines = cases.map(caseLine);
  return [`${cases.length} open cases would move to ${versionOf(to)}`, ...lines, `report ${hash}`, ''].join(
    '\n',
  );
}

function caseLine({ account, from, change: { stage, segment, next, skipped } }: PlannedMove): string {
  const moved = (name: string, was: string | null, is: string | null): string[] =>
    was === is ? [] : [`${name} ${was ?? '–'} → ${is ?? '–'}`];
  const when = ({ at, step }: PlannedMove['change']['next']['to']): string =>
    `${at === null ? 'next fact' : isoFromInstant(at)}${step === null ? '' : ` (${step})`}`;
  const parts = [
    ...moved('stage', stage.from, stage.to),
    ...moved('segment', segment.from, segment.to),
    ...moved('next', when(next.from), when(next.to)),
    ...(skipped.length > 0 ? [`skipped ${skipped.join(', ')}`] : []),
  ];
  return `  ${account} (${from}): ${parts.join('; ') || 'nothing changes'}`;
}

async function withSystem(use: (system: OpenSystem) => Promise<number>): Promise<number> {
  const system = await openSystem();
  try {
    return await use(system);
  } finally {
    await system.close();
  }
}

async function answering(answer: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await answer();
  } catch (error) {
    const isKnown =
      error instanceof WrongOption || error instanceof RecobroError || error instanceof StoreError;
    if (!isKnown) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof WrongOption ? WRONG_USE : exitCodeOf(error);
  }
}
