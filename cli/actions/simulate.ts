import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { SingleBar } from 'cli-progress';
import { RecobroError } from '../../domain/errors';
import { dayFromIso } from '../../domain/time/calendar';
import { csvOf } from '../../simulator/report-csv';
import { htmlOf } from '../../simulator/report-html';
import { reportOf } from '../../simulator/report';
import type { SimulationResult } from '../../simulator/simulate';
import { simulate } from '../../simulator/simulate';
import type { Prepared } from '../../simulator/prepare';
import { prepare } from '../../simulator/prepare';
import { FOUND, WRONG_USE } from '../failure';
import { printSimulation } from './simulate-print';

export interface SimulateFlags {
  readonly strategy: string;
  readonly against?: string;
  readonly accounts: number;
  readonly days: number;
  readonly seed: number;
  readonly start?: string;
  readonly book?: string;
  readonly map?: string;
  readonly sheet?: string;
  readonly asBooked?: true;
  readonly payments?: string;
  readonly behaviour?: string;
  readonly prices?: string;
  readonly contacts?: string;
  readonly csv?: string;
  readonly html?: string;
  readonly json?: true;
  readonly cores?: number;
}

const INTERRUPTED = 1;

/** Runs the back-test, writes the files that were asked for and prints the report. Answers the exit code. */
export async function runSimulate(flags: SimulateFlags): Promise<number> {
  const ready = prepared(flags);
  if (!ready) return WRONG_USE;
  for (const { row, column, message, remedy } of ready.rejected)
    note(`${flags.book ?? ''}, row ${row}, ${column}: ${message}; ${remedy}`);
  const [one, ...others] = ready.unmatched;
  if (one !== undefined)
    note(
      `${flags.payments ?? ''}: ${one}${others.length > 0 ? ` and ${others.length} other accounts` : ''} not in the book; their payments are left out`,
    );
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort(new Error('Interrupted.'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const result = await live(ready, flags, interrupted.signal);
    tell(ready, flags, result);
    return ready.rejected.length > 0 ? FOUND : 0;
  } catch (error) {
    if (flags.contacts !== undefined) rmSync(flags.contacts, { force: true });
    if (!interrupted.signal.aborted) throw error;
    note('Interrupted: nothing was written.');
    return INTERRUPTED;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Everything that is wrong use is found before anything runs, files that cannot be written included. */
function prepared(flags: SimulateFlags): Prepared | null {
  try {
    const ready = prepare({
      ...flags,
      start: flags.start === undefined ? null : dayFromIso(flags.start),
      wantsContacts: flags.contacts !== undefined,
      read: textOf,
    });
    for (const file of [flags.contacts, flags.csv, flags.html]) if (file !== undefined) begin(file);
    return ready;
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    note(error.message);
    return null;
  }
}

async function live(
  { job, debtors }: Prepared,
  flags: SimulateFlags,
  signal: AbortSignal,
): Promise<SimulationResult> {
  const bar = new SingleBar({
    stream: process.stderr,
    format: '  {bar} {percentage} % | {value}/{total} debtors | {eta_formatted} left',
    hideCursor: true,
  });
  const isShown = process.stderr.isTTY;
  const file = flags.contacts === undefined ? null : openSync(flags.contacts, 'w');
  try {
    return await simulate(job, {
      threads: flags.cores ?? availableParallelism(),
      signal,
      ...(debtors && { debtors }),
      ...(file !== null && { contacts: (lines: string) => void writeSync(file, lines) }),
      ...(isShown && {
        progress: (done: number, of: number) => (bar.isActive ? bar.update(done) : bar.start(of, done)),
      }),
    });
  } finally {
    bar.stop();
    if (file !== null) closeSync(file);
  }
}

function tell({ job, context }: Prepared, flags: SimulateFlags, result: SimulationResult): void {
  const report = reportOf(job, result, context);
  if (flags.csv !== undefined) writeFileSync(flags.csv, csvOf(report));
  if (flags.html !== undefined) writeFileSync(flags.html, htmlOf(report));
  process.stdout.write(`${flags.json ? JSON.stringify(report, null, 2) : printSimulation(report)}\n`);
}

function textOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const remedy = `name an existing file (${error instanceof Error ? error.message : String(error)})`;
    throw new RecobroError('book.unreadable', `Cannot read ${file}: ${remedy}`, { file });
  }
}

function begin(file: string): void {
  try {
    writeFileSync(file, '');
  } catch (error) {
    const message = `Cannot write ${file}: name a file in an existing folder (${String(error)})`;
    throw new RecobroError('simulation.badUse', message, { option: file });
  }
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);
