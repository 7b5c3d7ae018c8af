import { canonicalJson } from '../../domain/ledger';
import { sha256Hex } from '../../store/store';
import type { Signer } from '../ports';
import type { SignatureNote } from '../signature';
import { isSignedBy, noteOf } from '../signature';
import type { SealedHead } from './merkle';
import { merkleRoot } from './merkle';

/** What is signed once a day for all ledgers of a tenant. */
export interface SealBody {
  readonly format: 'recobro-seal/1';
  readonly tenant: string;
  /** 1 for the first; no number is left out. */
  readonly number: number;
  /** Day that it closes, in UTC: YYYY-MM-DD. */
  readonly day: string;
  /** When it was made, ISO 8601. */
  readonly at: string;
  readonly accounts: number;
  readonly entries: number;
  readonly root: string;
  /** SHA-256 of the body before; zeros for the first. */
  readonly prev: string;
  readonly signature: SignatureNote;
}

export interface Seal {
  readonly body: SealBody;
  /** Base64. */
  readonly signature: string;
}

export const FIRST_PREV = '0'.repeat(64);

export interface SealWish {
  readonly tenant: string;
  readonly day: string;
  readonly at: string;
  /** Ascending by account. */
  readonly heads: readonly SealedHead[];
  readonly before: Seal | undefined;
}

/** Seals the heads of all ledgers behind the seal before. */
export async function makeSeal({ tenant, day, at, heads, before }: SealWish, signer: Signer): Promise<Seal> {
  const body: SealBody = {
    format: 'recobro-seal/1',
    tenant,
    number: (before?.body.number ?? 0) + 1,
    day,
    at,
    accounts: heads.length,
    entries: heads.reduce((sum, { seq }) => sum + seq, 0),
    root: merkleRoot(heads, sha256Hex),
    prev: before ? sealHash(before) : FIRST_PREV,
    signature: noteOf(signer),
  };
  const signature = await signer.sign(Buffer.from(canonicalJson(body)));
  return { body, signature: signature.toString('base64') };
}

export const sealHash = ({ body }: Seal): string => sha256Hex(canonicalJson(body));

export const isSealSigned = ({ body, signature }: Seal): boolean =>
  isSignedBy(body.signature.publicKey, Buffer.from(canonicalJson(body)), Buffer.from(signature, 'base64'));

export interface SealFault {
  readonly number: number;
  readonly day: string;
  readonly fault: 'gap' | 'broken_link' | 'bad_signature' | 'other_key' | 'wrong_root' | 'went_back';
  /** Account that a later seal has lost or shortened. */
  readonly account?: string;
}

/** A seal with the heads under its root. */
export interface SealWithHeads {
  readonly seal: Seal;
  readonly heads: readonly SealedHead[];
}

/**
 * Checks the seals of a tenant, oldest first: numbers, links, signatures and roots, and that no account was lost or
 * shortened from one to the next. `publicKey`: the key that must have signed (base64 DER); without it that of the first.
 */
export function verifySeals(seals: readonly SealWithHeads[], publicKey?: string): SealFault[] {
  const faults: SealFault[] = [];
  const key = publicKey ?? seals[0]?.seal.body.signature.publicKey;
  let before: SealWithHeads | undefined;
  for (const one of seals) {
    const { number, day } = one.seal.body;
    const found = [...faultsOf(one, key), ...linkFaults(one.seal, before?.seal)];
    faults.push(...found.map((fault) => ({ number, day, fault })));
    faults.push(
      ...lostBetween(before, one).map((account) => ({ number, day, fault: 'went_back' as const, account })),
    );
    before = one;
  }
  return faults;
}

function faultsOf({ seal, heads }: SealWithHeads, key: string | undefined): SealFault['fault'][] {
  const faults: SealFault['fault'][] = [];
  if (!isSealSigned(seal)) faults.push('bad_signature');
  if (seal.body.signature.publicKey !== key) faults.push('other_key');
  if (merkleRoot(heads, sha256Hex) !== seal.body.root) faults.push('wrong_root');
  return faults;
}

function linkFaults(seal: Seal, before: Seal | undefined): SealFault['fault'][] {
  const faults: SealFault['fault'][] = [];
  if (seal.body.number !== (before?.body.number ?? 0) + 1) faults.push('gap');
  if (seal.body.prev !== (before ? sealHash(before) : FIRST_PREV)) faults.push('broken_link');
  return faults;
}

function lostBetween(before: SealWithHeads | undefined, { heads }: SealWithHeads): string[] {
  if (!before) return [];
  const now = new Map(heads.map((head) => [head.account, head.seq]));
  return before.heads
    .filter(({ account, seq }) => (now.get(account) ?? -1) < seq)
    .map(({ account }) => account);
}
