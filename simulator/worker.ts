import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk, Job } from './job';
import { chunkRunner } from './job';

/** One processor's share of a run: chunks come in, results go out (see pool.ts). */
// The pool starts this file with the job as its data, and sends nothing but chunks.
const run = chunkRunner(workerData as Job);
parentPort?.on('message', (chunk: Chunk) => parentPort?.postMessage(run(chunk)));
