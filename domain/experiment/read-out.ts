import type { MinorUnits } from '../money';
import { bootstrapDifference, mean } from '../stats/bootstrap';
import type { Interval, RateComparison } from '../stats/rates';
import { compareRates } from '../stats/rates';
import type { RatioCheck } from '../stats/sample-ratio';
import { checkSampleRatio } from '../stats/sample-ratio';

/** What has come of one person, by assignment, whatever has really been done (intention to treat). */
export interface Subject {
  readonly person: string;
  readonly arm: string;
  readonly hasPaid: boolean;
  readonly cash: MinorUnits;
  readonly cost: MinorUnits;
}

export interface ReadOutPlan {
  /** The first one is the champion, which the others are compared with. Weights need not add up to 1. */
  readonly arms: readonly { readonly arm: string; readonly weight: number }[];
  /** Chance of calling a difference where there is none, over all comparisons together. */
  readonly alpha: number;
  readonly seed: number;
  readonly rounds: number;
  /** Persons that each arm was planned with; fewer is too early to say anything. */
  readonly plannedSize?: number;
}

export interface ArmResult {
  readonly arm: string;
  readonly weight: number;
  readonly persons: number;
  readonly paid: number;
  readonly cash: MinorUnits;
  readonly cost: MinorUnits;
  /** Cash minus cost, per person, in minor units. */
  readonly netPerPerson: number;
}

export type Verdict = 'better' | 'worse' | 'no_difference';

export interface ArmComparison {
  readonly arm: string;
  /** Share of persons who paid, arm minus champion. */
  readonly rate: RateComparison;
  /** Net value per person in minor units, arm minus champion. */
  readonly net: { readonly difference: number; readonly interval: Interval; readonly verdict: Verdict };
  readonly rateVerdict: Verdict;
}

export interface ReadOut {
  readonly arms: readonly ArmResult[];
  readonly ratio: RatioCheck;
  /** Error of one interval: alpha shared out over the comparisons (Bonferroni). */
  readonly alphaEach: number;
  /** Why there are no comparisons: the split is not what was planned, an arm is empty or smaller than planned. */
  readonly withheld: 'sample_ratio' | 'empty_arm' | 'too_early' | null;
  readonly comparisons: readonly ArmComparison[];
}

/** Reads an experiment out, one subject a person. Withholds every comparison where it would mislead. */
export function readOut(subjects: readonly Subject[], plan: ReadOutPlan): ReadOut {
  const groups = plan.arms.map(({ arm }) => subjects.filter((subject) => subject.arm === arm));
  const arms = plan.arms.map(({ arm, weight }, index) => resultOf(arm, weight, groups[index] ?? []));
  const ratio = checkSampleRatio(arms.map(({ persons, weight }) => ({ size: persons, share: weight })));
  const alphaEach = plan.alpha / Math.max(1, arms.length - 1);
  const withheld = reasonToWithhold(arms, ratio, plan);
  const [champion = [], ...others] = groups;
  const comparisons = withheld
    ? []
    : others.map((group, index) =>
        compare(plan.arms[index + 1]?.arm ?? '', group, champion, { ...plan, alpha: alphaEach }),
      );
  return { arms, ratio, alphaEach, withheld, comparisons };
}

function reasonToWithhold(
  arms: readonly ArmResult[],
  ratio: RatioCheck,
  { plannedSize = 0 }: ReadOutPlan,
): ReadOut['withheld'] {
  if (!ratio.isSound) return 'sample_ratio';
  if (arms.some(({ persons }) => persons === 0)) return 'empty_arm';
  return arms.some(({ persons }) => persons < plannedSize) ? 'too_early' : null;
}

function resultOf(arm: string, weight: number, group: readonly Subject[]): ArmResult {
  return {
    arm,
    weight,
    persons: group.length,
    paid: group.filter(({ hasPaid }) => hasPaid).length,
    cash: group.reduce((sum, { cash }) => sum + cash, 0),
    cost: group.reduce((sum, { cost }) => sum + cost, 0),
    netPerPerson: mean(group.map(netOf)),
  };
}

function compare(
  arm: string,
  group: readonly Subject[],
  champion: readonly Subject[],
  plan: ReadOutPlan,
): ArmComparison {
  const rate = compareRates(countOf(group), countOf(champion), plan.alpha);
  const [ours, theirs] = [group.map(netOf), champion.map(netOf)];
  const interval = bootstrapDifference(ours, theirs, plan);
  const difference = mean(ours) - mean(theirs);
  return {
    arm,
    rate,
    rateVerdict: verdictOf(rate.interval),
    net: { difference, interval, verdict: verdictOf(interval) },
  };
}

const netOf = ({ cash, cost }: Subject): number => cash - cost;

const countOf = (group: readonly Subject[]) => ({
  hits: group.filter(({ hasPaid }) => hasPaid).length,
  of: group.length,
});

function verdictOf({ low, high }: Interval): Verdict {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'no_difference';
}
