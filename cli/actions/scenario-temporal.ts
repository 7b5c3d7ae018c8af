import type { Cluster } from '../../local/cluster';
import { startCluster } from '../../local/cluster';
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
    const stops: (() => Promise<void>)[] = [() => interruption.release()];
    try {
      const local = await startLocal({
        searchAttributes: searchAttributeTypes,
        progress: note,
        signal: interruption.starting,
      });
      stops.unshift(local.stop);
      const cluster = await startCluster({ env: local.env, gateways: new Outbox().gateways, packsDirs });
      stops.unshift(cluster.stop);
      interruption.isUp();
      await Promise.race([runAll(stories, cluster, onEnd, note), interruption.happens]);
    } finally {
      for (const stop of stops) await stop();
    }
  };

async function runAll(
  stories: readonly Story[],
  cluster: Cluster,
  onEnd: (index: number, ended: Ended) => void,
  note: (text: string) => void,
): Promise<void> {
  let done = 0;
  await inParallel([...stories.entries()], AT_ONCE, async ([index, story]) => {
    // Two files may hold stories of one id; each has the store to itself.
    onEnd(index, await endOf(() => playOnTemporal(story, cluster, `${index + 1}-${story.id}`)));
    done += 1;
    if (done % 10 === 0 || done === stories.length) note(`${done} of ${stories.length} stories have run`);
  });
}

/** Ctrl-C: before the system is up it ends the start, afterwards the run. */
class Interruption {
  readonly happens: Promise<never>;
  private readonly start = new AbortController();
  private refuse: (error: Error) => void = () => undefined;
  private up = false;

  constructor() {
    this.happens = new Promise((_resolve, reject) => {
      this.refuse = reject;
    });
    this.happens.catch(() => undefined); // nobody may be listening yet
    process.on('SIGINT', this.interrupt).on('SIGTERM', this.interrupt);
  }

  get starting(): AbortSignal {
    return this.start.signal;
  }

  /** From here on the system is stopped in order, worker first. */
  isUp(): void {
    this.up = true;
  }

  async release(): Promise<void> {
    process.off('SIGINT', this.interrupt).off('SIGTERM', this.interrupt);
  }

  private readonly interrupt = (): void => {
    const error = new Error('Interrupted.');
    this.refuse(error);
    if (!this.up) this.start.abort(error);
  };
}
