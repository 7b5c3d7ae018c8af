import { normalQuantile, normalTail } from './tails';

/** `hits` of `of` cases; never a ratio, so that it can be added up. */
export interface Count {
  readonly hits: number;
  readonly of: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface RateComparison {
  /** Rate of the first minus rate of the second. */
  readonly difference: number;
  readonly interval: Interval;
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

export const rateOf = ({ hits, of }: Count): number => (of === 0 ? 0 : hits / of);

/**
 * Two independent proportions: z test with the pooled rate, and Newcombe's hybrid score interval of the difference.
 * Neither group may be empty.
 *
 * @param alpha Chance of an interval that misses, both sides together, such as 0.05.
 * @see Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10
 */
export function compareRates(first: Count, second: Count, alpha: number): RateComparison {
  const [a, b] = [rateOf(first), rateOf(second)];
  const [ofA, ofB] = [wilson(first, alpha), wilson(second, alpha)];
  const difference = a - b;
  const z = pooledZ(first, second);
  return {
    difference,
    interval: {
      low: difference - Math.hypot(a - ofA.low, ofB.high - b),
      high: difference + Math.hypot(ofA.high - a, b - ofB.low),
    },
    z,
    pValue: Math.min(1, 2 * normalTail(Math.abs(z))),
  };
}

/** Wilson's score interval of one rate. */
export function wilson({ hits, of }: Count, alpha: number): Interval {
  const z = normalQuantile(alpha / 2);
  const p = hits / of;
  const middle = p + (z * z) / (2 * of);
  const half = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/** 0 where nobody, or everybody, is a hit: then nothing tells the groups apart. */
function pooledZ(first: Count, second: Count): number {
  const pooled = (first.hits + second.hits) / (first.of + second.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  return error === 0 ? 0 : (rateOf(first) - rateOf(second)) / error;
}
