import type { Strategy } from '../strategy';
import type { Rejection, Turn } from './events';
import { unchanged } from './events';
import type { CaseFact } from './facts';
import { promiseTerms } from './promise';
import type { CaseState } from './state';
import { withFields } from './state';
import type { CaseView } from './view';

/** First reason to refuse a plan (READINGS 26). The caller has excluded closed cases. */
export function refusePlan(fact: CaseFact & { kind: 'plan' }, view: CaseView): Rejection | null {
  if (!view.anchor) return 'nothing_due';
  if (view.books.plan) return 'plan_open';
  return fact.instalments.some((instalment) => instalment.due < view.today) ? 'past_date' : null;
}

/** First reason to refuse the end of a plan. The caller has excluded closed cases. */
export const refusePlanEnd = (
  fact: CaseFact & { kind: 'end_plan' },
  { books }: CaseView,
): Rejection | null => (books.plan?.id === fact.plan ? null : 'unknown_plan');

/**
 * Breaks the plan when an instalment is the anchor and late by more than the grace: the debts come back. In a closed
 * case nothing runs, so nothing breaks.
 */
export function breakPlan(state: CaseState, view: CaseView, strategy: Strategy): Turn {
  const { plan } = view.books;
  const anchor = view.anchor;
  const isInstalment = plan?.instalments.some((instalment) => instalment.id === anchor?.claim.id) ?? false;
  const isLate = isInstalment && (anchor?.n ?? 0) > promiseTerms(strategy).graceDays;
  if (state.outcome !== 'open' || !plan || !isLate) return unchanged(state);
  return {
    state: withFields(state, {
      booked: [...state.booked, { kind: 'plan_broken', at: view.at, id: plan.id }],
    }),
    events: [{ at: view.at, on: view.today, type: 'plan_broken', plan: plan.id }],
  };
}
