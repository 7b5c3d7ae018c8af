import type { Debtor } from './debtor';
import type { Differing } from './differing';
import { addDiffering } from './differing';
import type { Chunk, ChunkResult, Job } from './job';
import { chunkRunner } from './job';
import { runOnThreads } from './pool';
import { generatedPopulation } from './population';
import type { SideFigures } from './tallies';
import { addSideFigures, noSideFigures } from './tallies';

export interface SimulationOptions {
  /** The debtors of a book; without them the job's accounts are generated. */
  readonly debtors?: readonly Debtor[];
  /** Threads; 1 runs in this one. */
  readonly threads: number;
  /** Called with the persons done so far, in order. */
  readonly progress?: (done: number, of: number) => void;
  /** Takes the JSON lines of the contacts, in the order of the persons. */
  readonly contacts?: (lines: string) => void;
  readonly signal?: AbortSignal;
}

export interface SimulationResult {
  /** One per strategy. */
  readonly figures: readonly SideFigures[];
  readonly differing: Differing;
}

/** Persons of one chunk: small enough for a smooth progress bar, large enough not to feel the message. */
const CHUNK_PERSONS = 500;

/**
 * Runs a job over all its debtors. The result depends on the job and the debtors alone: not on the number of threads,
 * nor on the order in which they end.
 */
export async function simulate(job: Job, options: SimulationOptions): Promise<SimulationResult> {
  const { debtors, threads, progress, contacts, signal } = options;
  const size = debtors?.length ?? generatedPopulation(job).size;
  const sum = job.strategies.map(() => noSideFigures(job.days));
  const differing: Differing = { accounts: 0, examples: [] };
  let done = 0;
  const take = (result: ChunkResult): void => {
    result.figures.forEach((figures, index) => sum[index] && addSideFigures(sum[index], figures));
    addDiffering(differing, result.differing);
    if (result.contacts !== '') contacts?.(result.contacts);
    done = Math.min(size, done + CHUNK_PERSONS);
    progress?.(done, size);
  };
  const chunks = chunksOf(size, debtors);
  if (threads > 1 && size > CHUNK_PERSONS) await runOnThreads(job, chunks, threads, { take, signal });
  else await runHere(job, chunks, take, signal);
  return { figures: sum, differing };
}

function* chunksOf(size: number, debtors: readonly Debtor[] | undefined): Generator<Chunk> {
  for (let from = 0, index = 0; from < size; from += CHUNK_PERSONS, index += 1) {
    const to = Math.min(size, from + CHUNK_PERSONS);
    yield { index, from, to, ...(debtors && { debtors: debtors.slice(from, to) }) };
  }
}

async function runHere(
  job: Job,
  chunks: Iterable<Chunk>,
  take: (result: ChunkResult) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const run = chunkRunner(job);
  for (const chunk of chunks) {
    signal?.throwIfAborted();
    take(run(chunk));
    // Lets signals and the progress bar have their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
