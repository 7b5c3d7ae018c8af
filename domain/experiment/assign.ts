import type { Sha256 } from '../ledger';

/** Persons to whom nothing is sent, so that what would have been paid anyway can be seen. */
export const HOLDOUT = 'holdout';

/** A trial of strategies against each other. The first arm is the champion. */
export interface Experiment {
  readonly id: string;
  /** Another salt deals the persons out anew. */
  readonly salt: string;
  readonly arms: readonly { readonly strategy: string; readonly weight: number }[];
  /** Share of all persons, 0 to 1. */
  readonly holdout: number;
}

/** Where a person has been dealt to. Made at the opening of the first account and recorded with each one. */
export interface Assignment {
  readonly experiment: string;
  /** Id of a strategy, or {@link HOLDOUT}. */
  readonly arm: string;
}

/**
 * Deals a person, not an account, by hash of salt and id: the same person always gets the same arm, on every machine.
 * The hold-out is dealt first, from the far end.
 */
export function assignArm(
  { id, salt, arms, holdout }: Experiment,
  person: string,
  sha256: Sha256,
): Assignment {
  const place = unitOf(sha256(`${salt}|${person}`));
  if (place >= 1 - holdout) return { experiment: id, arm: HOLDOUT };
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let left = (place / (1 - holdout)) * total;
  const arm = arms.find(({ weight }) => (left -= weight) < 0) ?? arms.findLast(({ weight }) => weight > 0);
  return { experiment: id, arm: arm?.strategy ?? HOLDOUT };
}

/** Shares that the arms were to have of all persons, the hold-out last where there is one. */
export function plannedShares({
  arms,
  holdout,
}: Experiment): { readonly arm: string; readonly weight: number }[] {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  const shares = arms.map(({ strategy, weight }) => ({
    arm: strategy,
    weight: (weight / total) * (1 - holdout),
  }));
  return holdout > 0 ? [...shares, { arm: HOLDOUT, weight: holdout }] : shares;
}

/** 52 bits of a hash in hex as a number from 0 (included) to 1 (excluded). */
const unitOf = (hex: string): number => Number.parseInt(hex.slice(0, 13), 16) / 2 ** 52;
