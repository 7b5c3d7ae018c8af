import type { Step, Strategy } from '../strategy';
import type { Claim } from './books';

interface Cadence {
  readonly byDay: readonly Step[];
  /** By the days from issue to due date; null when every step counts from the due date. */
  readonly byTerm: Map<number | null, readonly Step[]> | null;
}

const cadences = new WeakMap<Strategy, Cadence>();

/**
 * The steps of a strategy for one claim, by day and then in file order. Their `day` is in delinquent days whatever they
 * count from: day 3 of an invoice that has 30 days to be paid is day -27. A claim without an issue date (an instalment
 * of a plan, say) has none of the steps that count from it.
 */
export function stepsFor(
  strategy: Strategy,
  { due, issued }: Pick<Claim, 'due' | 'issued'>,
): readonly Step[] {
  const { byDay, byTerm } = cadenceOf(strategy);
  if (!byTerm) return byDay;
  const term = issued === undefined ? null : due - issued;
  const known = byTerm.get(term);
  if (known) return known;
  const steps = sorted(strategy.steps.flatMap((step) => inTerm(step, term) ?? []));
  byTerm.set(term, steps);
  return steps;
}

function cadenceOf(strategy: Strategy): Cadence {
  const known = cadences.get(strategy);
  if (known) return known;
  const countsFromIssue = strategy.steps.some((step) => step.countFrom === 'issue');
  const cadence = { byDay: sorted(strategy.steps), byTerm: countsFromIssue ? new Map() : null };
  cadences.set(strategy, cadence);
  return cadence;
}

function inTerm(step: Step, term: number | null): Step | null {
  if (step.countFrom !== 'issue') return step;
  return term === null ? null : { ...step, day: step.day - term };
}

const sorted = (steps: readonly Step[]): Step[] => [...steps].sort((a, b) => a.day - b.day);

/** Required touches and handoffs are never passed over for being late (READINGS 11). */
export const isSticky = (step: Step): boolean =>
  step.kind === 'handoff' || (step.kind === 'touch' && step.required);
