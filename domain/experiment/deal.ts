import type { Sha256 } from '../ledger';
import type { Strategy } from '../strategy';
import type { Assignment } from './assign';
import { assignArm, HOLDOUT } from './assign';

/** The strategy that an account follows, and where an experiment has dealt its person. */
export interface Dealt {
  readonly strategy: Strategy;
  /** Absent outside experiments. */
  readonly assignment?: Assignment;
}

/**
 * The strategy that a new account follows: its own, or the arm of its experiment that the person falls into;
 * those held out keep the champion's days.
 *
 * @param id As the source names it; undefined: the default.
 */
export function dealStrategy(
  strategyOf: (id: string | undefined) => Strategy,
  id: string | undefined,
  person: string,
  sha256: Sha256,
): Dealt {
  const champion = strategyOf(id);
  if (!champion.experiment) return { strategy: champion };
  const assignment = assignArm(champion.experiment, person, sha256);
  return { strategy: assignment.arm === HOLDOUT ? champion : strategyOf(assignment.arm), assignment };
}
