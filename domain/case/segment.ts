import { compile, strategyFor } from '../segment/in-force';
import { readerOf } from '../segment/facts';
import type { Strategy } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { agendaFor, stepsLeftBehind } from './agenda';
import type { Turn } from './events';
import { then, unchanged } from './events';
import { skipSteps } from './skip';
import type { CaseState } from './state';
import { progressOf, segmentOf, withFields, withRare } from './state';
import type { CaseView } from './view';
import { viewOf } from './view';

/**
 * Finds the segment of a case: the first whose condition holds, seen under the base strategy, so that what a segment
 * overrides cannot change which one it is. A case that is closed, or has nothing to collect, keeps the one it has.
 *
 * What has been done keeps its standing by step id. Of the steps that only the new segment has pending, those of earlier
 * days are passed over (`segment_changed`), required ones and handoffs excepted: nobody gets one day's message twice.
 */
export function findSegment(state: CaseState, strategy: Strategy, at: Instant): Turn {
  if (state.outcome !== 'open') return unchanged(state);
  const { base, segments } = compile(strategy);
  const view = viewOf(state, base, at);
  if (!view.anchor) return unchanged(state);
  const read = readerOf({ state, base, view });
  const segment = segments.find(({ holds }) => holds(read))?.id ?? null;
  const from = segmentOf(state);
  if (segment === from) return unchanged(state);
  const changed: Turn = {
    state: withRare(withFields(state, { waiting: null }), { segment }),
    events: [{ at, on: view.today, type: 'segment_changed', segment, from }],
  };
  return state.anchor === null ? changed : then(changed, (after) => passOver(state, after, strategy, at));
}

function passOver(before: CaseState, after: CaseState, strategy: Strategy, at: Instant): Turn {
  const own = strategyFor(strategy, after);
  const view = viewOf(after, own, at);
  if (!view.anchor || view.anchor.claim.id !== before.anchor?.id) return unchanged(after);
  const had = pendingIds(before, strategyFor(strategy, before), view.anchor);
  const behind = stepsLeftBehind(own, progressOf(after, view.anchor.claim.id), view.anchor)
    .map(({ id }) => id)
    .filter((id) => !had.has(id));
  return skipSteps(after, view, view.anchor.claim.id, behind, 'segment_changed');
}

function pendingIds(
  state: CaseState,
  own: Strategy,
  anchor: NonNullable<CaseView['anchor']>,
): ReadonlySet<string> {
  const late = stepsLeftBehind(own, progressOf(state, anchor.claim.id), anchor);
  const now = agendaFor(state, own, anchor).queue;
  return new Set([...late, ...now].map(({ id }) => id));
}

/** Local dates on which the clock alone may bring a case into another segment. */
export function segmentDates(state: CaseState, strategy: Strategy, today: Day): readonly Day[] {
  const { base, days, pastDue, readsBalance } = compile(strategy);
  const view = viewOf(state, base, state.evaluatedAt);
  const { anchor } = view;
  if (!anchor) return [];
  // The base strategy's stages and due dates: a variant may have others.
  const marks = [...days, ...base.stages.map(({ from }) => from)].map((day) => today + day - anchor.n);
  const counted = pastDue.map((day) => anchor.claim.due + day);
  const due = readsBalance ? view.books.open.map((claim) => claim.due + 1) : [];
  return [...marks, ...counted, ...due, anchor.claim.due + 1];
}
