import type { Day } from '../time/calendar';
import type { CaseState, Hold } from './state';

/** Whether a hold blocks on local date `today`: from its making to the day before `until`, or to its release. */
const blocksOn = (hold: Hold, today: Day): boolean =>
  hold.released === null && (hold.until === null || today < hold.until);

/** Holds, open promises and stop facts keep everything from running; steps stay pending. */
export function isBlocked(state: CaseState, today: Day): boolean {
  return (
    state.stops.length > 0 ||
    isOnHold(state, today) ||
    state.promises.some((promise) => promise.state === 'open')
  );
}

export const isOnHold = (state: CaseState, today: Day): boolean =>
  state.holds.some((hold) => blocksOn(hold, today));

/** First local dates after `today` on which a hold ends by itself. */
export const holdEnds = (state: CaseState, today: Day): Day[] =>
  state.holds.filter((hold) => blocksOn(hold, today)).flatMap((hold) => hold.until ?? []);
