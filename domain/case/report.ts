import { strategyFor } from '../segment/in-force';
import type { Strategy } from '../strategy';
import type { Day } from '../time/calendar';
import { localDay } from '../time/zones';
import { anchorOn } from './anchor';
import { replay } from './books';
import type { BookedFact } from './facts';
import type { CaseState } from './state';
import { countDays } from './view';

export interface DayCounts {
  readonly pastDue: number;
  readonly delinquent: number;
}

/**
 * Both day counts of a local date, with what is known now: facts effective on or before it (payments by `on`, others
 * by receipt), reversed payments never, all frozen dates known (READINGS 8). Null when there was no anchor.
 */
export function daysOn(state: CaseState, strategy: Strategy, date: Day): DayCounts | null {
  const books = replay(state.booked, (fact) => effectiveDay(fact, state) <= date);
  const claim = anchorOn(books, date, strategyFor(strategy, state).tolerance[state.currency] ?? 0);
  if (!claim) return null;
  const { pastDue, n } = countDays(state, claim, date);
  return { pastDue, delinquent: n };
}

function effectiveDay(fact: BookedFact, { zone }: CaseState): Day {
  const received = localDay(fact.at, zone);
  return fact.kind === 'payment' && fact.on !== undefined ? Math.min(fact.on, received) : received;
}
