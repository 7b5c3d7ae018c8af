import type { Strategy } from '../strategy';
import type { Rejection } from './events';
import type { CaseFact } from './facts';
import type { CaseState } from './state';
import { progressOf, rareOf, withFields, withProgress, withRare } from './state';
import type { CaseView } from './view';

/** First reason to refuse an approval (READINGS 27). The caller has excluded closed cases. */
export function refuseApproval(
  strategy: Strategy,
  fact: CaseFact & { kind: 'approve' },
  view: CaseView,
): Rejection | null {
  const isHandoff = strategy.steps.some((step) => step.kind === 'handoff' && step.id === fact.step);
  if (!isHandoff) return 'unknown_step';
  return view.anchor ? null : 'nothing_due';
}

type Service = CaseFact & { kind: 'serve' };

/** First reason to refuse that a notice was served by hand. The caller has excluded closed cases. */
export function refuseService(
  state: CaseState,
  strategy: Strategy,
  { step: id, on }: Service,
  { today, anchor }: CaseView,
): Rejection | null {
  const isNotice = strategy.steps.some((step) => step.kind === 'touch' && step.required && step.id === id);
  if (!isNotice) return 'unknown_step';
  if (!anchor) return 'nothing_due';
  if (on > today) return 'future_date';
  return progressOf(state, anchor.claim.id).done.includes(id) ? 'already_done' : null;
}

/** The notice is done for the anchor, as if it had been sent; served today, it has this date for itself. */
export function serve(state: CaseState, { id, step, on }: Service, { today, anchor }: CaseView): CaseState {
  const claim = anchor?.claim.id ?? '';
  const after = withProgress(state, claim, { done: [...progressOf(state, claim).done, step] });
  const { served } = rareOf(state);
  const noted = withRare(after, { served: [...served, { id, step, anchor: claim, on }] });
  return on === today ? withFields(noted, { slot: { on, step } }) : noted;
}
