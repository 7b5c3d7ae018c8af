import type { Strategy } from '../strategy';
import { versionOf } from '../strategy';
import type { Instant } from '../time/calendar';
import { agendaFor, stepsLeftBehind } from './agenda';
import type { Turn } from './events';
import { then, unchanged } from './events';
import { evaluate } from './evaluate';
import type { Next } from './next';
import { advance } from './next';
import { findSegment } from './segment';
import { skipSteps } from './skip';
import type { CaseState } from './state';
import { progressOf, withFields } from './state';
import { strategyFor } from '../segment/in-force';
import { viewAt } from './view';

/**
 * Moves an open case to another strategy, or another version of its own. What is done stays done and skipped stays
 * skipped, by step id; days do not change, because they are of the debts. Steps that only the new strategy has pending
 * and whose day has passed are skipped (`strategy_moved`), required ones and handoffs excepted, so that a move by itself
 * sends nothing late. A case that is over keeps its strategy: nothing happens.
 */
export function moveStrategy(
  state: CaseState,
  from: Strategy,
  to: Strategy,
  at: Instant,
  approval: { readonly by?: string; readonly report?: string } = {},
): Turn {
  if (state.outcome !== 'open') return unchanged(state);
  const instant = Math.max(at, state.evaluatedAt);
  const view = viewAt(state, from, instant);
  const moved: Turn = {
    state: withFields(state, { waiting: null }),
    events: [
      {
        at: instant,
        on: view.today,
        type: 'strategy_moved',
        from: versionOf(from),
        to: versionOf(to),
        ...approval,
      },
    ],
  };
  const had = pendingIds(state, from, instant);
  const found = then(moved, (before) => findSegment(before, to, instant));
  const passed = then(found, (before) => passOver(before, to, instant, had));
  return then(passed, (before) => evaluate(before, to, instant));
}

function passOver(state: CaseState, to: Strategy, at: Instant, had: ReadonlySet<string>): Turn {
  const view = viewAt(state, to, at);
  if (!view.anchor) return unchanged(state);
  const { id } = view.anchor.claim;
  const behind = stepsLeftBehind(strategyFor(to, state), progressOf(state, id), view.anchor);
  const news = behind.map((step) => step.id).filter((step) => !had.has(step));
  return skipSteps(state, view, id, news, 'strategy_moved');
}

function pendingIds(state: CaseState, given: Strategy, at: Instant): ReadonlySet<string> {
  const { anchor } = viewAt(state, given, at);
  if (!anchor) return new Set();
  const own = strategyFor(given, state);
  const late = stepsLeftBehind(own, progressOf(state, anchor.claim.id), anchor);
  return new Set([...late, ...agendaFor(state, own, anchor).queue].map(({ id }) => id));
}

/** What a move would change for one case; instants in case time. */
export interface MovePreview {
  readonly stage: { readonly from: string | null; readonly to: string | null };
  readonly segment: { readonly from: string | null; readonly to: string | null };
  readonly next: { readonly from: NextWords; readonly to: NextWords };
  /** Steps that the move passes over. */
  readonly skipped: readonly string[];
}

/** `at` null = nothing before the next fact. `step` is the message that would go out then, where one is due. */
export interface NextWords {
  readonly at: Instant | null;
  readonly step: string | null;
}

/** Plays the move without making it. */
export function previewMove(state: CaseState, from: Strategy, to: Strategy, at: Instant): MovePreview {
  const stays = advance(state, from, Math.max(at, state.evaluatedAt));
  const moved = moveStrategy(state, from, to, at);
  const goes = advance(moved.state, to, Math.max(at, moved.state.evaluatedAt));
  const skipped = [...moved.events, ...goes.events].flatMap((event) =>
    event.type === 'step_skipped' ? [event.step] : [],
  );
  return {
    stage: { from: stays.state.stage, to: goes.state.stage },
    segment: { from: stays.state.rare?.segment ?? null, to: goes.state.rare?.segment ?? null },
    next: { from: nextWords(stays.next), to: nextWords(goes.next) },
    skipped,
  };
}

const nextWords = (next: Next): NextWords =>
  next.kind === 'touch' ? { at: next.touch.at, step: next.touch.step } : { at: next.until, step: null };
