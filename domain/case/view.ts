import type { MinorUnits } from '../money';
import { strategyFor } from '../segment/in-force';
import type { StageName, Strategy } from '../strategy';
import { FIRST_STAGE } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { localDay } from '../time/zones';
import { anchorOn, hasOpenDispute, owesAnything } from './anchor';
import type { Books, Claim } from './books';
import { keepBooks } from './books';
import { delinquentDays, frozenSpans, pastDueDays } from './days';
import type { CaseState, Outcome } from './state';

/** The anchor of a day with both of its day counts. */
export interface AnchorDays {
  readonly claim: Claim;
  readonly pastDue: number;
  /** Delinquent days: stage and cadence use these. */
  readonly n: number;
}

/** Everything that an evaluation derives from the state at one instant. */
export interface CaseView {
  readonly at: Instant;
  readonly today: Day;
  readonly books: Books;
  readonly anchor: AnchorDays | null;
}

/** What a view is derived from. The last one is kept: one evaluation asks for the same view a dozen times. */
interface Derived extends Pick<CaseState, 'booked' | 'holds' | 'zone' | 'currency'> {
  readonly strategy: Strategy;
  readonly view: CaseView;
}
let last: Derived | null = null;

/** Derives books, anchor and days of a case at an instant, under the strategy that is in force for it. */
export const viewAt = (state: CaseState, strategy: Strategy, at: Instant): CaseView =>
  viewOf(state, strategyFor(strategy, state), at);

/** The same under just this strategy, whatever the segment of the case. */
export function viewOf(state: CaseState, strategy: Strategy, at: Instant): CaseView {
  const { booked, holds, zone, currency } = state;
  const isSame = last?.booked === booked && last.holds === holds && last.strategy === strategy;
  const known = isSame && last?.zone === zone && last.currency === currency ? last.view : null;
  if (known?.at === at) return known;
  const today = localDay(at, zone);
  const view =
    known?.today === today
      ? { at, today, books: known.books, anchor: known.anchor }
      : derive(state, strategy.tolerance[currency] ?? 0, at, today);
  last = { booked, holds, zone, currency, strategy, view };
  return view;
}

/** Only `at` depends on the instant; everything else is the same all day long. */
function derive(state: CaseState, tolerance: MinorUnits, at: Instant, today: Day): CaseView {
  const books = keepBooks(state.booked);
  const claim = anchorOn(books, today, tolerance);
  return { at, today, books, anchor: claim && countDays(state, claim, today) };
}

export function countDays(state: CaseState, claim: Claim, today: Day): AnchorDays {
  const frozen = frozenSpans(claim, state.holds, state.booked, state.zone);
  return { claim, pastDue: pastDueDays(claim, today), n: delinquentDays(claim, today, frozen) };
}

/** The last stage whose `from` is at most `n`; below the first one's `from`, the first stage. */
export function stageIndex(strategy: Strategy, n: number): number {
  const { stages } = strategy;
  let index = 0;
  while (index + 1 < stages.length && (stages[index + 1]?.from ?? Infinity) <= n) index += 1;
  return index;
}

/** Name of the stage at `n` delinquent days. After handoff a case stays judicial. */
export function stageAt(strategy: Strategy, n: number): StageName {
  return strategy.stages[stageIndex(strategy, n)]?.name ?? FIRST_STAGE;
}

/** Where the case stands: derived from books and marks (READINGS 7, 9 and 28). */
export function outcomeOf(state: CaseState, view: CaseView): Outcome {
  if (state.ended) return state.ended;
  if (state.handedOff) return owesAnything(view.books) ? 'handed_off' : settledOutcome(view.books);
  return view.anchor === null && !hasOpenDispute(view.books) ? settledOutcome(view.books) : 'open';
}

/** Nothing is left to ask for: it was paid, unless some of it was written off. Both are undone by what comes later. */
const settledOutcome = ({ debts }: Books): Outcome =>
  debts.some(({ lost = 0 }) => lost > 0) ? 'written_off' : 'paid';
