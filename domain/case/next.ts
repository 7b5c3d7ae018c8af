import type { SendChannel } from '../channel';
import { compile, strategyFor, variantsOf } from '../segment/in-force';
import type { DailyWindow, StageName, Strategy } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { accountWindow, nextInWindow } from '../time/window';
import { localDay, startOfDay } from '../time/zones';
import type { Turn } from './events';
import { then, unchanged } from './events';
import { evaluate } from './evaluate';
import { nextDateOfInterest } from './interest';
import type { CaseState } from './state';
import { withFields } from './state';
import { dueNotice } from './notices';
import type { DueItem } from './turn-of';
import { dueItem, perform } from './turn-of';
import type { CaseView } from './view';
import { viewAt } from './view';

/** A message that is due: the sender looks over its channels at `at`. */
export interface PlannedTouch {
  readonly step: string;
  readonly anchor: string;
  readonly at: Instant;
  readonly via: readonly SendChannel[];
  readonly template: string;
  readonly stage: StageName;
  /** Delinquent days. */
  readonly days: number;
  /** For the law: the smaller of the two day counts. */
  readonly dpd: number;
}

/** `wait` until null = nothing to do before the next fact. */
export type Next =
  | { readonly kind: 'wait'; readonly until: Instant | null }
  | { readonly kind: 'touch'; readonly touch: PlannedTouch };

export interface Planned extends Turn {
  readonly next: Next;
}

/**
 * Brings the case to `now` and says what comes next. Tasks and handoffs whose turn has come are made on the way.
 *
 * The dates since the last evaluation are evaluated at their own first instants, as if someone had looked, up to
 * `plannedWake`: what lies between it and `now` was downtime, and is not made up for (READINGS 2).
 */
export function advance(
  state: CaseState,
  strategy: Strategy,
  now: Instant,
  plannedWake: Instant = now,
): Planned {
  if (state.downUntil !== null && now < state.downUntil) {
    return { state, events: [], next: { kind: 'wait', until: state.downUntil } };
  }
  const caughtUp =
    state.downUntil === null ? catchUp(state, strategy, Math.min(now, plannedWake)) : unchanged(state);
  const turn = then(caughtUp, (before) => evaluate(awake(before), strategy, now));
  return act(turn, strategy, now);
}

/** The state after a downtime. */
export const awake = (state: CaseState): CaseState =>
  state.downUntil === null ? state : withFields(state, { downUntil: null });

/** Evaluates at the first instants of the dates of interest after the last evaluation and before `until`. */
export function catchUp(state: CaseState, strategy: Strategy, until: Instant): Turn {
  let turn = unchanged(state);
  if (until <= startOfDay(localDay(state.evaluatedAt, state.zone) + 1, state.zone)) return turn;
  for (;;) {
    const midnight = nextMidnightOfInterest(turn.state, strategy);
    if (midnight === null || midnight >= until) return turn;
    turn = then(turn, (before) => evaluate(before, strategy, midnight));
  }
}

function nextMidnightOfInterest(state: CaseState, strategy: Strategy): Instant | null {
  const day = nextDateOfInterest(state, strategy, viewAt(state, strategy, state.evaluatedAt));
  return day === null ? null : startOfDay(day, state.zone);
}

/** Makes tasks and handoffs whose turn has come, until there is a touch to send or an instant to wait for. */
function act(turn: Turn, strategy: Strategy, now: Instant): Planned {
  let current = turn;
  for (;;) {
    const view = viewAt(current.state, strategy, now);
    const { sendWindow, jitterSeconds } = strategyFor(strategy, current.state);
    const window = accountWindow(sendWindow, jitterSeconds, current.state.account);
    const { state, events } = current;
    const { item, due } = firstDue(state, strategy, view, window);
    if (!item || due === null || due > now)
      return { state, events, next: waitFor(state, strategy, view, due) };
    if (item.kind === 'touch') return { state, events, next: { kind: 'touch', touch: item.touch } };
    current = then(
      then(current, (before) => perform(before, strategy, item, view)),
      (before) => evaluate(before, strategy, now),
    );
  }
}

/** What comes first, a notice or what the cadence has for now, with the instant at which it may go out. */
function firstDue(
  state: CaseState,
  strategy: Strategy,
  view: CaseView,
  window: DailyWindow,
): { readonly item: DueItem | null; readonly due: Instant | null } {
  const dueAt = (item: DueItem): Instant =>
    nextInWindow(Math.max(view.at, item.notBefore), window, state.zone);
  const item = dueItem(state, strategy, view);
  const due = item && dueAt(item);
  const notice = dueNotice(state, strategyFor(strategy, state), view);
  const noticeDue = notice && dueAt(notice);
  const isFirst = noticeDue !== null && (due === null || noticeDue <= due);
  return isFirst ? { item: notice, due: noticeDue } : { item, due };
}

/** The due item's instant, or the opening of the window on the next date of interest, whichever is first. */
function waitFor(state: CaseState, strategy: Strategy, view: CaseView, due: Instant | null): Next {
  const day = nextDateOfInterest(state, strategy, view);
  const opening = day === null ? null : firstOpening(state, strategy, day);
  if (due === null || opening === null) return { kind: 'wait', until: due ?? opening };
  return { kind: 'wait', until: Math.min(due, opening) };
}

/** On that date the case may come into another segment, whose window opens earlier. */
function firstOpening({ account, zone }: CaseState, strategy: Strategy, day: Day): Instant {
  const midnight = startOfDay(day, zone);
  const openingOf = ({ sendWindow, jitterSeconds }: Strategy): Instant =>
    nextInWindow(midnight, accountWindow(sendWindow, jitterSeconds, account), zone);
  if (!strategy.segments) return openingOf(strategy);
  return Math.min(...variantsOf(compile(strategy).base).map((variant) => openingOf(variant.strategy)));
}
