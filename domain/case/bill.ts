import type { MinorUnits } from '../money';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import { isoFromDay } from '../time/calendar';
import { overdueBalance } from './anchor';
import { remaining } from './books';
import { promiseStep } from './promise';
import type { CaseState } from './state';
import { viewAt } from './view';

/** What a message may say about the debt: amounts in minor units, dates as local ISO dates. */
export interface Bill {
  readonly amountMinor: MinorUnits;
  readonly overdueMinor: MinorUnits;
  readonly currency: string;
  readonly dueDate: string;
  readonly daysPastDue: number;
  readonly promiseAmountMinor?: MinorUnits;
  readonly promiseDue?: string;
}

/** The figures of the anchor at an instant, for the message of `step`; null when nothing is due. */
export function billAt(state: CaseState, strategy: Strategy, at: Instant, step: string): Bill | null {
  const { anchor, books, today } = viewAt(state, strategy, at);
  if (!anchor) return null;
  const promise = state.promises.find(({ id }) => promiseStep(id) === step);
  return {
    amountMinor: remaining(anchor.claim),
    overdueMinor: overdueBalance(books, today),
    currency: state.currency,
    dueDate: isoFromDay(anchor.claim.due),
    daysPastDue: anchor.pastDue,
    ...(promise && { promiseAmountMinor: promise.amount, promiseDue: isoFromDay(promise.due) }),
  };
}
