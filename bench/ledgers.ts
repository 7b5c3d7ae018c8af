/**
 * How long it takes to verify the ledgers of 10,000 accounts on one core: chains, ends, and the seals of 30 days. The
 * ledgers are in memory: reading them from DynamoDB is not measured. `node -r tsx/cjs bench/ledgers.ts [accounts]`
 */
import { chain, EMPTY_LEDGER } from '../domain/ledger';
import type { LedgerEntry } from '../domain/ledger';
import { auditLedger, sealedHistory } from '../evidence/seal/audit';
import type { SealWithHeads } from '../evidence/seal/seal';
import { makeSeal, verifySeals } from '../evidence/seal/seal';
import { temporarySigner } from '../evidence/signature';
import { contentV1 } from '../test/evidence/packs';
import { instantFromIso } from '../domain/time/calendar';
import { sha256Hex } from '../store/store';

const ACCOUNTS = Number(process.argv[2] ?? 10_000);
const DAYS = 30;

/** The ledger of the demo's richest case (38 entries, 12 touches), written again for another account. */
function ledgerOf(template: readonly LedgerEntry[], account: number): LedgerEntry[] {
  const [first] = template;
  const context = {
    strategyVersion: first?.strategyVersion ?? '',
    lawVersion: template[2]?.lawVersion ?? '',
    workflowId: `account/bench/A-${account}`,
    runId: `${account}`,
  };
  const drafts = template.map(({ at, type, actor, facts }) => ({
    at: instantFromIso(at),
    type,
    actor,
    facts,
  }));
  return chain(EMPTY_LEDGER, drafts, context, sha256Hex);
}

async function sealsOf(ledgers: readonly (readonly LedgerEntry[])[]): Promise<SealWithHeads[]> {
  const signer = temporarySigner();
  const seals: SealWithHeads[] = [];
  for (let day = 1; day <= DAYS; day += 1) {
    const heads = ledgers.map((ledger, index) => {
      const entry = ledger[Math.min(day, ledger.length) - 1];
      return { account: String(index).padStart(6, '0'), seq: entry?.seq ?? 0, hash: entry?.hash ?? '' };
    });
    const wish = { tenant: 'bench', day: `2026-03-${String(day).padStart(2, '0')}`, at: '', heads };
    seals.push({ seal: await makeSeal({ ...wish, before: seals.at(-1)?.seal }, signer), heads });
  }
  return seals;
}

async function bench(): Promise<void> {
  const [subject] = contentV1().content.accounts;
  const ledgers = Array.from({ length: ACCOUNTS }, (_, account) => ledgerOf(subject?.ledger ?? [], account));
  const seals = await sealsOf(ledgers);
  const start = performance.now();
  const sealFaults = verifySeals(seals).length;
  const sealed = sealedHistory(seals);
  const sealsMs = performance.now() - start;
  let [entries, faults] = [0, 0];
  for (const [index, ledger] of ledgers.entries()) {
    faults += auditLedger(String(index).padStart(6, '0'), ledger, { sealed }, sha256Hex).length;
    entries += ledger.length;
  }
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const line = `${ACCOUNTS} accounts, ${entries} entries, ${DAYS} seals: ${seconds} s (seals ${(sealsMs / 1_000).toFixed(1)} s), ${faults + sealFaults} faults`;
  process.stdout.write(`${line}\n`);
}

void bench();
