/**
 * `npm run check:simulate [-- ACCOUNTS [SEED]]`: simulates so many accounts over 120 days (1,000,000 unless told) by the
 * example strategy with the most messages, writes every contact and judges each again with `check-contacts.ts`. Ends
 * with 1 when any was unlawful, or when two runs on different numbers of cores differ.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../simulator/job';
import { prepare } from '../simulator/prepare';
import { simulate } from '../simulator/simulate';
import { checkContacts } from './check-contacts';

const ACCOUNTS = 1_000_000;
/** Enough for several chunks a core; whole runs on one core would take too long. */
const SAME_BYTES_ACCOUNTS = 5_000;
const STRATEGY = join(__dirname, '..', 'strategies', 'consumo.yaml');

async function main(accounts: number, seed: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'recobro-contacts-'));
  try {
    const file = join(folder, 'contacts.jsonl');
    await simulateTo(file, jobOf(accounts, seed));
    const { lines, judged, violations, told } = await checkContacts(file);
    for (const problem of told) process.stderr.write(`${problem}\n`);
    const sums = [await bytesOn(1), await bytesOn(2), await bytesOn(3)];
    const isSame = sums.every((sum) => sum === sums[0]);
    console.log(
      `${lines} contacts of ${accounts} accounts (seed ${seed}), ${judged} judged again: ${violations} violations`,
    );
    console.log(`1, 2 and 3 threads give ${isSame ? 'the same bytes' : 'DIFFERENT BYTES'}`);
    return violations === 0 && judged > 0 && isSame ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const jobOf = (accounts: number, seed: number): Job =>
  prepare({
    strategy: STRATEGY,
    accounts,
    days: 120,
    seed,
    start: null,
    wantsContacts: true,
    read: () => Buffer.alloc(0),
  }).job;

async function simulateTo(file: string, job: Job): Promise<void> {
  const out = openSync(file, 'w');
  try {
    const contacts = (lines: string): void => void writeSync(out, lines);
    await simulate(job, { threads: availableParallelism(), contacts });
  } finally {
    closeSync(out);
  }
}

async function bytesOn(threads: number): Promise<string> {
  const hash = createHash('sha256');
  const result = await simulate(jobOf(SAME_BYTES_ACCOUNTS, 1), {
    threads,
    contacts: (lines) => void hash.update(lines),
  });
  return hash.update(String(result.figures[0]?.total.decisions)).digest('hex');
}

main(Number(process.argv[2] ?? ACCOUNTS), Number(process.argv[3] ?? 1)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
