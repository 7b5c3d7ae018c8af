import type { LedgerEntry, LedgerFault, Sha256 } from '../../domain/ledger';
import { verifyChain } from '../../domain/ledger';
import type { SealedHead } from './merkle';
import type { SealWithHeads } from './seal';

/** What is wrong with the ledger of one account. */
export interface AccountFault {
  readonly account: string;
  /** Number of the entry; 0 = the ledger as a whole. */
  readonly seq: number;
  /**
   * `gap`, `broken_link`, `wrong_hash`: the chain itself. `other_head`: the account says that its ledger ends elsewhere.
   * `cut_off`: a sealed entry is gone. `forked`: another entry stands where a sealed one stood.
   */
  readonly fault: LedgerFault['fault'] | 'other_head' | 'cut_off' | 'forked';
  /** Day of the seal that gives it away. */
  readonly day?: string;
}

/** The heads that seals have for each account, each once, with the day of the first seal that has it. */
export type SealedHistory = ReadonlyMap<string, readonly (SealedHead & { readonly day: string })[]>;

export function sealedHistory(seals: readonly SealWithHeads[]): SealedHistory {
  const history = new Map<string, (SealedHead & { day: string })[]>();
  for (const { seal, heads } of seals) {
    for (const head of heads) {
      const known = history.get(head.account) ?? [];
      if (known.at(-1)?.hash !== head.hash)
        history.set(head.account, [...known, { ...head, day: seal.body.day }]);
    }
  }
  return history;
}

/** Checks one ledger, oldest entry first: its chain, its end, and everything that was ever sealed of it. */
export function auditLedger(
  account: string,
  entries: readonly LedgerEntry[],
  against: {
    readonly head?: { readonly seq: number; readonly hash: string };
    readonly sealed: SealedHistory;
  },
  sha256: Sha256,
): AccountFault[] {
  const faults: AccountFault[] = verifyChain(entries, sha256).map((fault) => ({ account, ...fault }));
  const last = entries.at(-1);
  const { head } = against;
  if (head && (last?.seq ?? 0) !== head.seq) faults.push({ account, seq: head.seq, fault: 'other_head' });
  else if (head && last && last.hash !== head.hash)
    faults.push({ account, seq: head.seq, fault: 'other_head' });
  for (const { seq, hash, day } of against.sealed.get(account) ?? []) {
    if (seq === 0) continue;
    const entry = entries[seq - 1];
    if (!entry) faults.push({ account, seq, fault: 'cut_off', day });
    else if (entry.hash !== hash) faults.push({ account, seq, fault: 'forked', day });
  }
  return faults;
}
