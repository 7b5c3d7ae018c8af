import type { Cluster } from '../../local/cluster';
import { startCluster } from '../../local/cluster';
import type { LocalEnvironment } from '../../local/environment';
import { startLocal } from '../../local/environment';
import { inParallel } from '../../local/in-parallel';
import { Outbox } from '../../local/outbox';
import type { Story } from '../../local/scenario/load';
import { playOnTemporal } from '../../local/scenario/temporal';
import { searchAttributeTypes } from '../../workflows/search-attributes';
import type { Ended, Engine } from './scenario-engines';
import { endOf } from './scenario-engines';

/** Stories that run at once; two cores are busy with so many. */
const AT_ONCE = 8;

/** Real workflows on a local system that lives as long as the run; an interrupt ends both. */
export const onTemporal =
  (packsDirs: readonly string[], note: (text: string) => void): Engine =>
  async (stories, onEnd) => {
    const interruption = new Interruption();
    const stops: (() => Promise<void>)[] = [];
    try {
      const starting = { progress: note, signal: interruption.ofStart };
      const local = await startLocal({ searchAttributes: searchAttributeTypes, ...starting });
      stops.unshift(() => local.stop());
      const gateways = new Outbox().gateways;
      const cluster = await interruption.orElse(startCluster({ env: local.env, gateways, packsDirs }));
      stops.unshift(() => cluster.stop());
      interruption.isUp();
      const run = runAll(stories, cluster, { onEnd, note, signal: interruption.ofRun });
      const rests = await Promise.race([run.then(() => true), interruption.patience]);
      if (!rests) await endAtOnce(local, note);
    } catch (error) {
      // Whatever an interrupt makes fail is not the fault of what failed.
      interruption.ofRun.throwIfAborted();
      throw error;
    } finally {
      for (const stop of stops) await stop();
      interruption.release();
    }
  };

interface Run {
  readonly onEnd: (index: number, ended: Ended) => void;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What has begun ends, or stops at its next instant, before this settles: nobody uses the system afterwards. */
async function runAll(
  stories: readonly Story[],
  cluster: Cluster,
  { onEnd, note, signal }: Run,
): Promise<void> {
  let done = 0;
  await inParallel([...stories.entries()], AT_ONCE, async ([index, story]) => {
    signal.throwIfAborted();
    // Two files may hold stories of one id; each has the store to itself.
    const ended = await endOf(() => playOnTemporal(story, cluster, `${index + 1}-${story.id}`, signal));
    signal.throwIfAborted();
    onEnd(index, ended);
    done += 1;
    if (done % 10 === 0 || done === stories.length) note(`${done} of ${stories.length} stories have run`);
  });
}

/** A story does not come to rest: its calls would outlive a client that is closed, so the process ends with them. */
async function endAtOnce(local: LocalEnvironment, note: (text: string) => void): Promise<never> {
  await local.stop();
  note('Interrupted.');
  process.exit(1);
}

/** How long an interrupted run may take to come to rest; whoever waits for Ctrl-C does not wait for a stuck case. */
const PATIENCE_MS = 5_000;

/** Ctrl-C: before the system is up it ends the start, afterwards the run, so that all is stopped in order. */
class Interruption {
  private readonly start = new AbortController();
  private readonly run = new AbortController();
  private readonly error = new Error('Interrupted.');
  private up = false;
  /** Settles when an interrupted run has had its time to come to rest. */
  readonly patience: Promise<false>;
  private loseIt: () => void = () => undefined;

  constructor() {
    this.patience = new Promise((resolve) => {
      this.loseIt = () => resolve(false);
    });
    process.on('SIGINT', this.interrupt).on('SIGTERM', this.interrupt);
  }

  get ofStart(): AbortSignal {
    return this.start.signal;
  }

  get ofRun(): AbortSignal {
    return this.run.signal;
  }

  /** What is interrupted on its way is not waited for: its servers are going, and the process ends after it. */
  async orElse<T>(work: Promise<T>): Promise<T> {
    const interrupted = new Promise<never>((_resolve, reject) => {
      this.ofRun.addEventListener('abort', () => reject(this.error), { once: true });
    });
    interrupted.catch(() => undefined);
    work.catch(() => undefined);
    return Promise.race([work, interrupted]);
  }

  isUp(): void {
    this.run.signal.throwIfAborted();
    this.up = true;
  }

  release(): void {
    process.off('SIGINT', this.interrupt).off('SIGTERM', this.interrupt);
  }

  private readonly interrupt = (): void => {
    this.run.abort(this.error);
    if (!this.up) this.start.abort(this.error);
    setTimeout(this.loseIt, PATIENCE_MS).unref();
  };
}
