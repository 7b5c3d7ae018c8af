import type { Price } from './price-list';

/**
 * US dollars of so many units in a month; each step of `beyond` prices what lies above it. An estimate, so a plain number
 * and no amount of money that anything is booked with.
 */
export function usdOf({ usd, per, beyond = [] }: Price, quantity: number): number {
  const steps = [{ above: 0, usd }, ...beyond];
  return steps.reduce((sum, { above, usd: each }, index) => {
    const until = steps[index + 1]?.above ?? Infinity;
    const units = Math.max(0, Math.min(quantity, until) - above);
    return sum + (units * each) / per;
  }, 0);
}
