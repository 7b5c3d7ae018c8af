import type { MinorUnits } from '../money';
import type { Day } from '../time/calendar';
import { Bookkeeper } from './bookkeeper';
import type { BookedFact } from './facts';
import type { OfferBooks } from './offer-books';

/** Something that is owed at a date: a debt, or an instalment of a plan. */
export interface Claim {
  readonly id: string;
  readonly due: Day;
  /** Date of the invoice, where it is known. */
  readonly issued?: Day | undefined;
  readonly amount: MinorUnits;
  readonly paid: MinorUnits;
  readonly disputed: boolean;
  /** Id of the write-off in force; `amount` is then what had been paid, and `lost` the rest. */
  readonly writeOff?: string | undefined;
  readonly lost?: MinorUnits | undefined;
  /** Taken off `amount` by an offer that was kept. */
  readonly waived?: MinorUnits | undefined;
  /** Parts of the amount, where they are known. */
  readonly interest?: MinorUnits | undefined;
  readonly fees?: MinorUnits | undefined;
}

export interface PlanBooks {
  readonly id: string;
  readonly instalments: readonly Claim[];
}

/** What is owed and what has been paid, as the facts received so far say. */
export interface Books {
  /** Every debt, in order of receipt. */
  readonly debts: readonly Claim[];
  /** The plan in force, whose instalments stand in for `replaced` debts. */
  readonly plan: PlanBooks | null;
  readonly replaced: ReadonlySet<string>;
  /** Paid but not owed yet: goes to the next debt that has room. */
  readonly credit: MinorUnits;
  /** Claims that the cadence may run on: unpaid, undisputed, not replaced by a plan; oldest due first. */
  readonly open: readonly Claim[];
  /** Every discount and settlement that was ever offered. */
  readonly offers: readonly OfferBooks[];
}

const NONE: ReadonlySet<string> = new Set();

/** The last books made, oldest first: a case asks for the same ones again and again. */
const known: { readonly facts: readonly BookedFact[]; readonly books: Books }[] = [];
const KNOWN = 4;

/** The books after all facts (READINGS 5). Reversed payments count as if they had never been. */
export function keepBooks(facts: readonly BookedFact[]): Books {
  for (let index = known.length - 1; index >= 0; index -= 1) {
    const kept = known[index];
    if (kept?.facts === facts) return kept.books;
  }
  const books = replay(facts, () => true);
  if (known.length >= KNOWN) known.shift();
  known.push({ facts, books });
  return books;
}

/** The books from only those facts that `counts` lets in; a reversal outside the selection still undoes its payment. */
export function replay(facts: readonly BookedFact[], counts: (fact: BookedFact) => boolean): Books {
  const reversed = reversedPayments(facts);
  const bookkeeper = new Bookkeeper();
  for (const fact of facts) {
    if (counts(fact) && !(fact.kind === 'payment' && reversed.has(fact.id))) bookkeeper.book(fact);
  }
  return bookkeeper.books();
}

/** Payments that a reversal has undone which was not itself taken back, in whatever order the three came. */
export function reversedPayments(facts: readonly BookedFact[]): ReadonlySet<string> {
  if (!facts.some(({ kind }) => kind === 'reversal')) return NONE;
  const takenBack = new Set<string>();
  for (const fact of facts) if (fact.kind === 'reinstate') takenBack.add(fact.of);
  const reversed = new Set<string>();
  for (const fact of facts) if (fact.kind === 'reversal' && !takenBack.has(fact.id)) reversed.add(fact.of);
  return reversed;
}

/** What remains to be paid of a claim. */
export const remaining = (claim: Claim): MinorUnits => claim.amount - claim.paid;

/** Interest that remains to be paid: payments go to fees first, then interest, then principal. */
export function remainingInterest({ paid, amount, interest = 0, fees = 0 }: Claim): MinorUnits {
  const unpaid = interest - Math.min(interest, Math.max(0, paid - fees));
  return Math.min(unpaid, amount - paid);
}
