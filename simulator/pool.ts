import { build } from 'esbuild';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Chunk, ChunkResult, Job } from './job';

/**
 * Runs chunks on so many threads and hands the results on in the order of the chunks, whatever order they end in. No
 * more than a few results wait for an earlier one, because a thread gets its next chunk only when it has answered.
 *
 * The threads run one bundle: quicker to start than compiling each source on load, and half as fast again, because
 * calls between modules become plain calls (docs/decisions/0030).
 */
export async function runOnThreads(
  job: Job,
  chunks: Iterator<Chunk>,
  threads: number,
  { take, signal }: { take: (result: ChunkResult) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  const code = await workerCode();
  const workers = Array.from({ length: threads }, () => new Worker(code, { eval: true, workerData: job }));
  const end = (): void => void Promise.all(workers.map((worker) => worker.terminate()));
  signal?.addEventListener('abort', end, { once: true });
  try {
    const inOrder = ordered(take);
    await Promise.all(workers.map((worker) => feed(worker, chunks, inOrder)));
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', end);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Gives one thread chunk after chunk until none is left. */
function feed(worker: Worker, chunks: Iterator<Chunk>, take: (result: ChunkResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      const next = chunks.next();
      if (next.done) resolve();
      else worker.postMessage(next.value);
    };
    worker.on('message', (result: ChunkResult) => {
      take(result);
      give();
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
    give();
  });
}

function ordered(take: (result: ChunkResult) => void): (result: ChunkResult) => void {
  const waiting = new Map<number, ChunkResult>();
  let next = 0;
  return (result) => {
    waiting.set(result.index, result);
    for (let ready = waiting.get(next); ready; ready = waiting.get(next)) {
      waiting.delete(next);
      next += 1;
      take(ready);
    }
  };
}

async function workerCode(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
