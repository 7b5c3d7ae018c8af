import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../simulator/job';
import type { Wish } from '../../simulator/prepare';
import { prepare } from '../../simulator/prepare';
import type { SimulationOptions } from '../../simulator/simulate';
import { simulate } from '../../simulator/simulate';

const STRATEGIES = join(__dirname, '..', '..', 'strategies');

export const strategyFile = (id: string): string => join(STRATEGIES, `${id}.yaml`);

/** A back-test of 300 accounts over 120 days by `consumo`, unless told otherwise. */
export const wish = (change: Partial<Wish> = {}): Wish => ({
  ...{
    strategy: strategyFile('consumo'),
    accounts: 300,
    days: 120,
    seed: 7,
    start: null,
    wantsContacts: true,
  },
  read: (file) => readFileSync(file),
  ...change,
});

export const jobOf = (change: Partial<Wish> = {}): Job => prepare(wish(change)).job;

/** Runs a job and keeps the contact log. */
export async function run(job: Job, options: Partial<SimulationOptions> = {}) {
  const lines: string[] = [];
  const result = await simulate(job, { threads: 1, contacts: (text) => void lines.push(text), ...options });
  return { ...result, contacts: lines.join('') };
}
