import type { LedgerEntry } from '../../domain/ledger';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import type { StoredAttempt, StoredFact } from '../../store/types';
import type { Run } from '../ports';
import type { ProofStep, SealedHead } from '../seal/merkle';
import type { Seal } from '../seal/seal';

/** What is known of a person, without name, addresses and contact log: ids, choices and their proofs. */
export type EvidencePerson = Omit<Person, 'name' | 'addresses' | 'contacts'> & {
  readonly accounts: readonly string[];
};

/** A seal that vouches for one head of an account's ledger. */
export interface SealProof {
  readonly seal: Seal;
  readonly head: SealedHead;
  readonly proof: readonly ProofStep[];
}

export interface AccountNote {
  readonly accountId: string;
  readonly personId: string;
  readonly workflowId: string;
  readonly strategy: { readonly id: string; readonly version: number; readonly hash: string };
  /** Head of the ledger when the pack was made. */
  readonly ledger: { readonly seq: number; readonly hash: string };
  /** False: only its ledger is here, because the law counts contacts per person. */
  readonly isSubject: boolean;
  /** Runs that are known to have been and that the server no longer had. */
  readonly missingRuns: readonly string[];
}

/** Everything about one account. What is beyond the ledger is empty when the account is not a subject. */
export interface AccountContent {
  readonly note: AccountNote;
  readonly ledger: readonly LedgerEntry[];
  readonly facts: readonly StoredFact[];
  readonly attempts: readonly StoredAttempt[];
  readonly runs: readonly Run[];
  readonly seals: readonly SealProof[];
}

/** A rule pack or calendar as its source file has it, by `id@version`. */
export type LawTexts = ReadonlyMap<string, string>;

/** What a pack is made of, before it is files, and after. */
export interface PackContent {
  readonly accounts: readonly AccountContent[];
  readonly persons: readonly EvidencePerson[];
  /** Rendered messages by their hash. */
  readonly messages: ReadonlyMap<string, string>;
  readonly packs: LawTexts;
  readonly calendars: LawTexts;
  /** By hash. */
  readonly strategies: ReadonlyMap<string, Strategy>;
  /** Files of the template library by path, by version of the library. */
  readonly templates: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** The code that ran, by the id of its build. */
  readonly bundles: ReadonlyMap<string, string>;
}
