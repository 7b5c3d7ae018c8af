import { strategyFor } from '../segment/in-force';
import type { Strategy } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { agendaFor, stepsLeftBehind } from './agenda';
import { isBlocked } from './blocks';
import type { Turn } from './events';
import { after, then, unchanged } from './events';
import { hasNotices, keepNotices } from './notices';
import { judgeOffers, makeOffer } from './offers';
import { breakPlan } from './plan';
import { dropPromises, judgePromises } from './promise';
import { findSegment } from './segment';
import { skipSteps } from './skip';
import type { CaseState } from './state';
import { offersOf, progressOf, segmentOf, withFields, withProgress } from './state';
import type { AnchorDays, CaseView } from './view';
import { outcomeOf, stageAt, viewAt } from './view';

/**
 * Evaluates the case at one instant (READINGS 2): what the clock brings, the move of the anchor, the outcome, the
 * stage, and the steps that are passed over. Sends nothing; see `next.ts` for what is to be done then.
 */
export function evaluate(state: CaseState, strategy: Strategy, at: Instant): Turn {
  const { today } = viewAt(state, strategy, at);
  const stamped = state.evaluatedAt === at ? state : withFields(state, { evaluatedAt: at });
  const isSame =
    last?.strategy === strategy && last.today === today && hasSameGround(last.state, state, strategy);
  const turn = isSame
    ? passOver(stamped, strategy, viewAt(stamped, strategy, at))
    : evaluateAnew(stamped, strategy, at, today);
  last = { state: turn.state, strategy, today };
  return turn;
}

/**
 * Whether an evaluation would find what the last one left, the steps aside. It depends on the date, not on the time of
 * day, and a second one on the same date finds nothing left to change (a property test says so).
 */
function hasSameGround(one: CaseState, other: CaseState, strategy: Strategy): boolean {
  if (one === other) return true;
  const isSame =
    one.booked === other.booked &&
    one.promises === other.promises &&
    one.holds === other.holds &&
    one.stops === other.stops &&
    one.anchor === other.anchor &&
    one.stage === other.stage &&
    one.outcome === other.outcome &&
    one.ended === other.ended &&
    one.handedOff === other.handedOff &&
    one.zone === other.zone &&
    one.currency === other.currency;
  return isSame && (one.rare === other.rare || !(readsRare(strategy) || hasRare(one) || hasRare(other)));
}

const readsRare = ({ segments, notices, incentives }: Strategy): boolean =>
  segments !== undefined || notices !== undefined || incentives !== undefined;

const hasRare = (state: CaseState): boolean => hasNotices(state) || offersOf(state).length > 0;

/** The last evaluation. */
let last: { readonly state: CaseState; readonly strategy: Strategy; readonly today: Day } | null = null;

function evaluateAnew(state: CaseState, strategy: Strategy, at: Instant, today: Day): Turn {
  const look = ({ state: seen }: Turn): CaseView => viewAt(seen, strategy, at);
  const compared = compareAnchor(state, strategy, at);
  let turn = after(compared, judgeOffers(compared.state, look(compared)));
  turn = after(turn, writeOutcome(turn.state, look(turn)));
  turn = after(turn, judgePromises(turn.state, strategyFor(strategy, turn.state), at, today));
  turn = after(turn, breakPlan(turn.state, look(turn), strategyFor(strategy, turn.state)));
  if (turn.state !== compared.state) {
    turn = after(turn, compareAnchor(turn.state, strategy, at));
    // Under the terms of another segment other promises and plans may be ripe.
    const isOther = segmentOf(turn.state) !== segmentOf(compared.state);
    if (isOther) return after(turn, evaluateAnew(turn.state, strategy, at, today));
    turn = after(turn, writeOutcome(turn.state, look(turn)));
  }
  turn = after(turn, writeStage(turn.state, strategy, look(turn)));
  turn = after(turn, makeOffer(turn.state, strategyFor(strategy, turn.state), look(turn)));
  turn = after(turn, passOver(turn.state, strategy, look(turn)));
  const own = strategyFor(strategy, turn.state);
  if (!own.notices && !hasNotices(turn.state)) return turn;
  return after(turn, keepNotices(turn.state, own, look(turn)));
}

/**
 * Finds the segment, and compares the anchor with the last one; done after every fact, blocked or not. The steps that another debt leaves
 * behind are skipped (`anchor_moved`). The first anchor, and one that comes back after a dispute of everything, has
 * not moved (READINGS 10). A case that is over for good stays as it is: its anchor runs nothing.
 */
export function compareAnchor(state: CaseState, strategy: Strategy, at: Instant): Turn {
  if (state.ended !== null || state.handedOff) return unchanged(state);
  if (!strategy.segments) return moveAnchor(state, strategyFor(strategy, state), at);
  return then(findSegment(state, strategy, at), (before) =>
    moveAnchor(before, strategyFor(strategy, before), at),
  );
}

function moveAnchor(state: CaseState, strategy: Strategy, at: Instant): Turn {
  const view = viewAt(state, strategy, at);
  if (!view.anchor) return unchanged(leaveAnchor(state, view));
  const { claim } = view.anchor;
  const last = state.anchor;
  if (last?.id === claim.id && !last.left) return unchanged(state);
  const moved = withFields(state, { anchor: { id: claim.id, left: false }, waiting: null });
  if (last === null) return unchanged(moved);
  const behind = stepsLeftBehind(strategy, progressOf(state, claim.id), view.anchor).map((step) => step.id);
  return skipSteps(moved, view, claim.id, behind, 'anchor_moved');
}

/** With nothing left to ask for, the account forgets its anchor: whatever comes back is a new one. */
function leaveAnchor(state: CaseState, view: CaseView): CaseState {
  if (!state.anchor || state.anchor.left) return state;
  const outcome = outcomeOf(withFields(state, { ended: null }), view);
  return outcome === 'paid' || outcome === 'written_off'
    ? withFields(state, { anchor: { id: state.anchor.id, left: true } })
    : state;
}

function writeOutcome(state: CaseState, view: CaseView): Turn {
  const outcome = outcomeOf(state, view);
  if (outcome === state.outcome) return unchanged(state);
  const after = outcome === 'open' ? state : dropPromises(withFields(state, { waiting: null }));
  return {
    state: withFields(after, { outcome }),
    events: [{ at: view.at, on: view.today, type: 'outcome_changed', outcome }],
  };
}

/** A change is written when an evaluation finds a stage other than the last one written; closing writes none. */
function writeStage(state: CaseState, strategy: Strategy, view: CaseView): Turn {
  if (state.outcome !== 'open' || !view.anchor) return unchanged(state);
  const stage = stageAt(strategyFor(strategy, state), view.anchor.n);
  if (stage === state.stage) return unchanged(state);
  return {
    state: withFields(state, { stage }),
    events: [{ at: view.at, on: view.today, type: 'stage_changed', stage }],
  };
}

/** Marks what the rules of the steps pass over and what they have seen on its own day. */
function passOver(state: CaseState, strategy: Strategy, view: CaseView): Turn {
  if (state.outcome !== 'open' || !view.anchor || isBlocked(state, view.today)) return unchanged(state);
  const { skips, seen } = agendaFor(state, strategyFor(strategy, state), view.anchor);
  let turn = unchanged(noteSeen(state, anchorId(view.anchor), seen));
  for (const { step, reason } of skips)
    turn = after(turn, skipSteps(turn.state, view, anchorId(view.anchor), [step], reason));
  return turn;
}

const anchorId = (anchor: AnchorDays | null): string => anchor?.claim.id ?? '';

function noteSeen(state: CaseState, anchor: string, seen: readonly string[]): CaseState {
  if (seen.length === 0) return state;
  return withProgress(state, anchor, { seen: [...progressOf(state, anchor).seen, ...seen] });
}
