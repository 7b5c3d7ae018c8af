import type { Sha256 } from '../../domain/ledger';
import { canonicalJson } from '../../domain/ledger';

/** Where the ledger of one account ended when the seal was made. */
export interface SealedHead {
  readonly account: string;
  readonly seq: number;
  readonly hash: string;
}

/** One step of the way from a leaf to the root: the neighbour's hash and the side it stands on. */
export interface ProofStep {
  readonly side: 'left' | 'right';
  readonly hash: string;
}

/** Root of a tree without leaves. */
export const EMPTY_ROOT = '0'.repeat(64);

// Leaves and nodes are hashed under different prefixes, so that no node can pass for a leaf (after RFC 6962, 2.1).
export const leafHash = (head: SealedHead, sha256: Sha256): string => sha256(`leaf:${canonicalJson(head)}`);
const nodeHash = (left: string, right: string, sha256: Sha256): string => sha256(`node:${left}${right}`);

/** Root over the heads in the order given. A hash without a neighbour moves up as it is. */
export function merkleRoot(heads: readonly SealedHead[], sha256: Sha256): string {
  return levelsOf(heads, sha256).at(-1)?.[0] ?? EMPTY_ROOT;
}

/** The way from one head to the root. */
export function proofFor(heads: readonly SealedHead[], index: number, sha256: Sha256): ProofStep[] {
  const steps: ProofStep[] = [];
  let at = index;
  for (const level of levelsOf(heads, sha256)) {
    const hash = level[at ^ 1];
    if (hash !== undefined && level.length > 1) steps.push({ side: at % 2 === 1 ? 'left' : 'right', hash });
    at = Math.floor(at / 2);
  }
  return steps;
}

/** The root to which a head and its proof lead. */
export const rootFrom = (head: SealedHead, proof: readonly ProofStep[], sha256: Sha256): string =>
  proof.reduce(
    (hash, step) =>
      step.side === 'left' ? nodeHash(step.hash, hash, sha256) : nodeHash(hash, step.hash, sha256),
    leafHash(head, sha256),
  );

function levelsOf(heads: readonly SealedHead[], sha256: Sha256): string[][] {
  const levels = [heads.map((head) => leafHash(head, sha256))];
  for (let level = levels[0] ?? []; level.length > 1;) {
    level = level.flatMap((left, index) => {
      const right = level[index + 1];
      if (index % 2 === 1) return [];
      return [right === undefined ? left : nodeHash(left, right, sha256)];
    });
    levels.push(level);
  }
  return levels;
}
