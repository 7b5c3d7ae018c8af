import { chiSquareTail } from './tails';

/** Below this chance the split is not what was planned, and no difference between the groups means anything. */
export const RATIO_ALARM = 0.001;

export interface RatioCheck {
  readonly chiSquare: number;
  readonly pValue: number;
  readonly isSound: boolean;
}

/** Compares the sizes of groups with the shares they were to have. Shares need not add up to 1. */
export function checkSampleRatio(
  groups: readonly { readonly size: number; readonly share: number }[],
): RatioCheck {
  const all = groups.reduce((sum, { size }) => sum + size, 0);
  const shares = groups.reduce((sum, { share }) => sum + share, 0);
  const chiSquare = groups.reduce((sum, { size, share }) => sum + distance(size, (all * share) / shares), 0);
  const pValue = tailOf(chiSquare, groups.length - 1);
  return { chiSquare, pValue, isSound: pValue >= RATIO_ALARM };
}

function tailOf(chiSquare: number, freedom: number): number {
  if (freedom < 1) return 1;
  return chiSquare === Number.POSITIVE_INFINITY ? 0 : chiSquareTail(chiSquare, freedom);
}

/** Members of a group that was to have none are an alarm by themselves. */
function distance(size: number, expected: number): number {
  if (expected === 0) return size === 0 ? 0 : Number.POSITIVE_INFINITY;
  return (size - expected) ** 2 / expected;
}
