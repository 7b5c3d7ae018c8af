import type { CaseEvent, SkipReason, Turn } from './events';
import { unchanged } from './events';
import type { CaseState } from './state';
import { progressOf, withFields, withProgress } from './state';
import type { CaseView } from './view';

/** Marks steps of an anchor as skipped and says so. A touch that waits for one of them waits no longer. */
export function skipSteps(
  state: CaseState,
  { at, today }: Pick<CaseView, 'at' | 'today'>,
  anchor: string,
  steps: readonly string[],
  reason: SkipReason,
  law: { readonly rule?: string; readonly lawVersion?: string } = {},
): Turn {
  if (steps.length === 0) return unchanged(state);
  const skipped = [...progressOf(state, anchor).skipped, ...steps];
  const isWaiting = state.waiting?.anchor === anchor && steps.includes(state.waiting.step);
  const events = steps.map((step): CaseEvent => ({
    at,
    on: today,
    type: 'step_skipped',
    step,
    anchor,
    reason,
    ...law,
  }));
  const waiting = isWaiting ? null : state.waiting;
  return { state: withProgress(withFields(state, { waiting }), anchor, { skipped }), events };
}
