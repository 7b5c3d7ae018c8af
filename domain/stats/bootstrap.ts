import { mulberry32 } from '../random';
import type { Interval } from './rates';

export interface BootstrapPlan {
  /** Chance of an interval that misses, both sides together. */
  readonly alpha: number;
  /** The same seed gives the same interval. */
  readonly seed: number;
  /** How often both groups are drawn anew; 2,000 is enough for an interval of 95 %. */
  readonly rounds: number;
}

/**
 * Percentile bootstrap of the difference of two means (first minus second), for amounts, whose tails are too heavy for
 * a normal interval. Each value is one unit of assignment (a person, not an account). Neither group may be empty.
 */
export function bootstrapDifference(
  first: readonly number[],
  second: readonly number[],
  { alpha, seed, rounds }: BootstrapPlan,
): Interval {
  const random = mulberry32(seed);
  const drawn = Array.from({ length: rounds }, () => drawMean(first, random) - drawMean(second, random));
  drawn.sort((a, b) => a - b);
  return { low: quantile(drawn, alpha / 2), high: quantile(drawn, 1 - alpha / 2) };
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function drawMean(values: readonly number[], random: () => number): number {
  let sum = 0;
  for (let draw = 0; draw < values.length; draw += 1)
    sum += values[Math.floor(random() * values.length)] ?? 0;
  return sum / values.length;
}

/** Of sorted values, between the two nearest ones (type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}
