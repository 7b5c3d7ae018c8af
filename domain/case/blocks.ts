import type { Day } from '../time/calendar';
import type { CaseState, Hold } from './state';
import { isOpenSettlement, offersOf } from './state';

/**
 * Whether a hold blocks on local date `today`: from its making, or the later date it was planned for, to the day before
 * `until`, or to its release.
 */
export const blocksOn = ({ released, from, until }: Hold, today: Day): boolean =>
  released === null && (from === undefined || from <= today) && (until === null || today < until);

/** Holds, open promises and settlements, and stop facts keep everything from running; steps stay pending. */
export function isBlocked(state: CaseState, today: Day): boolean {
  return (
    state.stops.length > 0 ||
    isOnHold(state, today) ||
    state.promises.some((promise) => promise.state === 'open') ||
    offersOf(state).some(isOpenSettlement)
  );
}

export const isOnHold = (state: CaseState, today: Day): boolean =>
  state.holds.some((hold) => blocksOn(hold, today));

/** Local dates on which a hold that is not released begins or ends by itself; past ones may be among them. */
export const holdDates = (state: CaseState): Day[] =>
  state.holds.flatMap(({ released, from, until }) =>
    released === null ? [from ?? [], until ?? []].flat() : [],
  );
