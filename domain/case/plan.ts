import type { Strategy } from '../strategy';
import type { Rejection, Turn } from './events';
import { unchanged } from './events';
import type { CaseFact } from './facts';
import { promiseTerms } from './promise';
import type { CaseState } from './state';
import type { CaseView } from './view';

/** First reason to refuse a plan (READINGS 26). The caller has excluded closed cases. */
export function refusePlan(fact: CaseFact & { kind: 'plan' }, view: CaseView): Rejection | null {
  if (!view.anchor) return 'nothing_due';
  if (view.books.plan) return 'plan_open';
  return fact.instalments.some((instalment) => instalment.due < view.today) ? 'past_date' : null;
}

/** Breaks the plan when an instalment is the anchor and late by more than the grace: the debts come back. */
export function breakPlan(state: CaseState, view: CaseView, strategy: Strategy): Turn {
  const { plan } = view.books;
  const anchor = view.anchor;
  const isInstalment = plan?.instalments.some((instalment) => instalment.id === anchor?.claim.id) ?? false;
  if (!plan || !anchor || !isInstalment || anchor.n <= promiseTerms(strategy).graceDays)
    return unchanged(state);
  return {
    state: { ...state, booked: [...state.booked, { kind: 'plan_broken', at: view.at, id: plan.id }] },
    events: [{ at: view.at, on: view.today, type: 'plan_broken', plan: plan.id }],
  };
}
