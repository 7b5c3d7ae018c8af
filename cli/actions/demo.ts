import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { writeOutboxPage } from '../../local/demo/outbox-page';
import { isClean, printReport } from '../../local/demo/print';
import type { DemoProgress } from '../../local/demo/run';
import { runDemo } from '../../local/demo/run';
import { writeDemoEvidence } from './demo-evidence';
import { startLocal } from '../../local/environment';
import { searchAttributeTypes } from '../../workflows/search-attributes';

export interface DemoFlags {
  readonly json?: true;
  readonly keep?: true;
  readonly contacts?: string;
  readonly evidence?: string;
  readonly debtors?: number;
}

/** Brings the local system up, lives the example book on it, prints the report and says where to look. */
export async function demo(flags: DemoFlags): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort(new Error('Interrupted.'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const environment = await startLocal({
    searchAttributes: searchAttributeTypes,
    ui: true,
    progress: note,
    signal: interrupted.signal,
  });
  const stops: (() => Promise<void>)[] = [() => environment.stop()];
  try {
    note('Living 120 days of examples/cartera.csv through the real workflows…');
    const progress = progressView();
    const { debtors, contacts } = flags;
    const run = await runDemo({
      env: environment.env,
      onProgress: progress.show,
      signal: interrupted.signal,
      ...(debtors !== undefined && { debtors }),
      ...(contacts !== undefined && { contacts }),
    });
    stops.unshift(() => run.cluster.stop());
    progress.end();
    write(flags.json ? JSON.stringify(run.report, null, 2) : printReport(run.report));
    const outbox = join('.recobro', 'demo', 'mensajes.html');
    await writeOutboxPage(run.cluster, run.accounts, outbox);
    process.exitCode = isClean(run.report) ? 0 : 1;
    if (flags.evidence !== undefined) note(await writeDemoEvidence(run, flags.evidence));
    note(`\nWhere to look\n  every message sent   ${outbox}`);
    await lookAround(flags, environment.urls['Temporal UI'], interrupted.signal);
  } finally {
    for (const stop of stops) await stop();
  }
}

/** In a terminal the system stays up, so that its cases can be looked at in the Temporal UI. */
async function lookAround({ keep }: DemoFlags, ui: string | undefined, signal: AbortSignal): Promise<void> {
  if (!keep && !process.stdout.isTTY) {
    note('  the cases            npm run demo -- --keep leaves the Temporal UI up');
    return;
  }
  note(`  the cases, decoded   ${ui ?? ''}\n\nEverything is still up. Ctrl-C ends it.`);
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** A bar in a terminal; a line every ten percent elsewhere. */
function progressView(): { show: (progress: DemoProgress) => void; end: () => void } {
  if (!process.stderr.isTTY) {
    let shown = -1;
    const show = ({ share, debtorsDone, debtors, messages }: DemoProgress): void => {
      const tenth = Math.floor(share * 10);
      if (tenth === shown) return;
      shown = tenth;
      note(
        `  ${tenth * 10} % of the time lived, ${debtorsDone} of ${debtors} debtors done, ${messages} messages sent`,
      );
    };
    return { show, end: () => undefined };
  }
  const bar = new SingleBar({
    format: '  {bar} {percentage} % | {done}/{debtors} debtors | {messages} messages | {duration_formatted}',
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(1000, 0, { done: 0, debtors: 0, messages: 0 });
  const show = ({ share, debtorsDone, debtors, messages }: DemoProgress): void =>
    bar.update(Math.floor(share * 1000), { done: debtorsDone, debtors, messages });
  return { show, end: () => bar.stop() };
}

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);
