import type { MinorUnits } from '../money';
import type { Day } from '../time/calendar';
import type { Books, Claim } from './books';
import { remaining } from './books';

/**
 * The anchor on local date `today` (READINGS 7): the tolerance is used up from the oldest overdue claim on; the
 * anchor is the first claim at which the running overdue total exceeds it, else the oldest one not yet overdue.
 */
export function anchorOn(books: Books, today: Day, tolerance: MinorUnits): Claim | null {
  let overdue = 0;
  for (const claim of books.open) {
    if (claim.due >= today) return claim;
    overdue += remaining(claim);
    if (overdue > tolerance) return claim;
  }
  return null;
}

/** What is overdue (due before `today`) and undisputed, in minor units. */
export function overdueBalance(books: Books, today: Day): MinorUnits {
  return books.open.reduce((sum, claim) => (claim.due < today ? sum + remaining(claim) : sum), 0);
}

/** Something undisputed or disputed is left to pay on any debt, whatever the tolerance. */
export const owesAnything = ({ debts }: Books): boolean => debts.some((debt) => remaining(debt) > 0);

/** Some debt is disputed and not paid. */
export const hasOpenDispute = ({ debts }: Books): boolean =>
  debts.some((debt) => debt.disputed && remaining(debt) > 0);
