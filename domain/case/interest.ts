import { strategyFor } from '../segment/in-force';
import type { Strategy } from '../strategy';
import type { Day } from '../time/calendar';
import { nextStepDay } from './agenda';
import { holdDates } from './blocks';
import { hasNotices, noticeDates } from './notices';
import { offerDates } from './offers';
import { judgementDay, promiseTerms } from './promise';
import { segmentDates } from './segment';
import type { CaseState } from './state';
import { progressOf } from './state';
import type { AnchorDays, CaseView } from './view';

/**
 * First local date after today whose evaluation can change anything, or null when only a fact can. On every date
 * between, evaluating changes nothing, so nobody needs to look (a property test compares with looking every day).
 */
export function nextDateOfInterest(state: CaseState, given: Strategy, view: CaseView): Day | null {
  const { today } = view;
  if (last?.state === state && last.strategy === given && last.today === today) return last.next;
  const next = findNextDate(state, given, view);
  last = { state, strategy: given, today, next };
  return next;
}

/** The last answer: who has gone to sleep for it asks again on waking. */
let last: {
  readonly state: CaseState;
  readonly strategy: Strategy;
  readonly today: Day;
  readonly next: Day | null;
} | null = null;

function findNextDate(state: CaseState, given: Strategy, view: CaseView): Day | null {
  const strategy = strategyFor(given, state);
  const ofNotices = strategy.notices || hasNotices(state) ? noticeDates(state, strategy, view) : NO_DATES;
  if (state.outcome !== 'open') return finite(firstAfter(view.today, ofNotices));
  const ofAnchor = view.anchor ? nextOfAnchor(state, strategy, view, view.anchor) : Infinity;
  const others =
    state.promises.length + state.holds.length === 0
      ? NO_DATES
      : [...promiseDates(state, strategy), ...holdDates(state)];
  const ofSegments = strategy.segments ? segmentDates(state, strategy, view.today) : NO_DATES;
  const ofOffers =
    strategy.incentives || view.books.offers.length > 0 ? offerDates(state, strategy, view) : NO_DATES;
  const next = Math.min(
    firstAfter(view.today, ofOffers),
    ofAnchor,
    firstAfter(view.today, others),
    firstAfter(view.today, ofSegments),
    firstAfter(view.today, ofNotices),
  );
  return finite(next);
}

const finite = (day: Day): Day | null => (day === Infinity ? null : day);

const NO_DATES: readonly Day[] = [];

/** The earliest date after `today`; infinite when there is none. */
function firstAfter(today: Day, dates: readonly Day[]): Day {
  let first = Infinity;
  for (const date of dates) if (date > today && date < first) first = date;
  return first;
}

const promiseDates = (state: CaseState, strategy: Strategy): Day[] =>
  state.promises
    .filter((promise) => promise.state === 'open')
    .flatMap((promise) => [promise.due - 1, judgementDay(promise, strategy)]);

/** The first of: the due date's morrow, the next step, the next stage, the end of a plan's grace. */
function nextOfAnchor(
  state: CaseState,
  strategy: Strategy,
  { today, books }: CaseView,
  anchor: AnchorDays,
): Day {
  const { claim, n } = anchor;
  const step = nextStepDay(strategy, progressOf(state, claim.id), anchor) ?? Infinity;
  // Below the first stage's `from` the stage is the first one already.
  const stage = strategy.stages.find(({ from }, index) => index > 0 && from > n)?.from ?? Infinity;
  const ends = books.plan ? promiseTerms(strategy).graceDays + 1 : -Infinity;
  const next = today - n + Math.min(step, stage, ends > n ? ends : Infinity);
  return claim.due >= today ? Math.min(next, claim.due + 1) : next;
}
