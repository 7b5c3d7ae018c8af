import { join } from 'node:path';
import { gamesOf } from '../simulator/job';
import { generatedPopulation } from '../simulator/population';
import { prepare } from '../simulator/prepare';
import { searchAttributeTypes } from '../workflows/search-attributes';
import { startCluster } from './cluster';
import { startLocal } from './environment';
import { inParallel } from './in-parallel';
import { Outbox } from './outbox';
import { playOnTemporal } from './scenario/temporal';
import { traceOf } from './scenario/trace';
import { differences, simulatedStory } from './simulated-story';

const STRATEGY = join(__dirname, '..', 'strategies', 'consumo.yaml');
const DAYS = 120;
const SEED = 11;
const AT_ONCE = 8;

export interface Agreement {
  readonly accounts: number;
  readonly touches: number;
  /** Person → what the two do not have in common. */
  readonly differing: ReadonlyMap<string, readonly string[]>;
}

/**
 * Lives generated debtors with so many accounts in the simulator and then on real workflows, with the same facts at the
 * same instants, and compares the traces row by row.
 */
export async function compareWithTemporal(
  accounts: number,
  {
    strategy = STRATEGY,
    progress = () => undefined,
  }: { readonly strategy?: string; readonly progress?: (done: number, of: number) => void } = {},
): Promise<Agreement> {
  const wish = { strategy, accounts, days: DAYS, seed: SEED, start: null, wantsContacts: false };
  const prepared = prepare({ ...wish, read: () => Buffer.alloc(0) }).job;
  // The servers here keep no platform's conditions: nobody has approved the templates of a test.
  const job = { ...prepared, platforms: [] };
  const [game] = gamesOf(job);
  if (!game) throw new Error('A job has a strategy');
  const population = generatedPopulation(job);
  const stories = Array.from({ length: population.size }, (_, index) =>
    simulatedStory(population.debtor(index), game),
  );
  const local = await startLocal({ searchAttributes: searchAttributeTypes });
  const cluster = await startCluster({ env: local.env, gateways: new Outbox().gateways });
  const differing = new Map<string, readonly string[]>();
  let done = 0;
  try {
    await inParallel(stories, AT_ONCE, async ({ story, trace }) => {
      const found = differences(trace, traceOf(story, 'temporal', await playOnTemporal(story, cluster)));
      if (found.length > 0) differing.set(story.id, found);
      progress((done += 1), stories.length);
    });
  } finally {
    await cluster.stop();
    await local.stop();
  }
  const touches = stories.reduce((sum, { trace }) => sum + trace.touches.length, 0);
  return { accounts, touches, differing };
}
