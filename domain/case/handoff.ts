import type { Strategy } from '../strategy';
import type { Rejection } from './events';
import type { CaseFact } from './facts';
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
