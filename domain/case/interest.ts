import type { Strategy } from '../strategy';
import type { Day } from '../time/calendar';
import { nextStepDay } from './agenda';
import { holdEnds } from './blocks';
import { judgementDay, promiseTerms } from './promise';
import type { CaseState } from './state';
import { progressOf } from './state';
import type { AnchorDays, CaseView } from './view';

/**
 * First local date after today whose evaluation can change anything, or null when only a fact can. On every date
 * between, evaluating changes nothing, so nobody needs to look (a property test compares with looking every day).
 */
export function nextDateOfInterest(state: CaseState, strategy: Strategy, view: CaseView): Day | null {
  if (state.outcome !== 'open') return null;
  const dates = [
    ...promiseDates(state, strategy),
    ...holdEnds(state, view.today),
    ...(view.anchor ? anchorDates(state, strategy, view, view.anchor) : []),
  ].filter((day) => day > view.today);
  return dates.length === 0 ? null : Math.min(...dates);
}

const promiseDates = (state: CaseState, strategy: Strategy): Day[] =>
  state.promises
    .filter((promise) => promise.state === 'open')
    .flatMap((promise) => [promise.due - 1, judgementDay(promise, strategy)]);

/** The due date's morrow, the next step, the next stage, the end of a plan's grace. */
function anchorDates(
  state: CaseState,
  strategy: Strategy,
  { today, books }: CaseView,
  anchor: AnchorDays,
): Day[] {
  const { claim, n } = anchor;
  // Below the first stage's `from` the stage is the first one already.
  const nextStage = strategy.stages.find((stage, index) => index > 0 && stage.from > n);
  const marks = [
    nextStepDay(strategy, progressOf(state, claim.id), anchor),
    nextStage?.from ?? null,
    books.plan ? promiseTerms(strategy).graceDays + 1 : null,
  ];
  const dates = marks.filter((mark) => mark !== null).map((mark) => today + mark - n);
  return [claim.due + 1, ...dates];
}
