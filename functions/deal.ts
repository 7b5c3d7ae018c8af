import type { Assignment } from '../domain/experiment/assign';
import { assignArm, HOLDOUT } from '../domain/experiment/assign';
import type { Strategy } from '../domain/strategy';
import { sha256Hex } from '../store/store';

export interface Dealt {
  readonly strategy: Strategy;
  readonly assignment?: Assignment;
}

/**
 * The strategy that a new account follows: its own, or the arm of its experiment that the person falls into;
 * those held out keep the champion's days.
 *
 * @param id As the source names it; undefined: the default.
 */
export function deal(
  strategyOf: (id: string | undefined) => Strategy,
  id: string | undefined,
  person: string,
): Dealt {
  const champion = strategyOf(id);
  if (!champion.experiment) return { strategy: champion };
  const assignment = assignArm(champion.experiment, person, sha256Hex);
  return { strategy: assignment.arm === HOLDOUT ? champion : strategyOf(assignment.arm), assignment };
}
