import type { SendChannel } from '../channel';
import type { Strategy } from '../strategy';
import { isOnHold } from './blocks';
import { nextPart, standingOf } from './offer-books';
import { mark, promiseStep, promiseTerms, reminderDue } from './promise';
import { isSettlementStep, reminderStep } from './settlement';
import type { CaseState } from './state';
import { offersOf, withRare } from './state';
import type { CaseView } from './view';

/** A message on the day before a promise or a settlement falls due: no step, and gone with its day (READINGS 25). */
export interface Reminder {
  readonly id: string;
  readonly via: readonly SendChannel[];
  readonly template: string;
}

/** The reminder that belongs to the day of the view; null under a hold or a stop fact. */
export function dueReminder(state: CaseState, strategy: Strategy, view: CaseView): Reminder | null {
  if (state.stops.length > 0 || isOnHold(state, view.today)) return null;
  return promiseReminder(state, strategy, view) ?? settlementReminder(state, strategy, view);
}

function promiseReminder(state: CaseState, strategy: Strategy, { today }: CaseView): Reminder | null {
  const promise = reminderDue(state, strategy, today);
  const { reminder } = promiseTerms(strategy);
  return promise && reminder ? { id: promiseStep(promise.id), ...reminder } : null;
}

function settlementReminder(
  state: CaseState,
  { negotiation }: Strategy,
  { at, today, books }: CaseView,
): Reminder | null {
  const reminder = negotiation?.reminder;
  if (!reminder) return null;
  const offer = books.offers.find((known) => known.by === 'settlement' && standingOf(known, at) === 'open');
  const known = offersOf(state).find(({ id }) => id === offer?.id);
  const next = offer && nextPart(offer);
  if (!next || !known || known.reminded >= today || next.due !== today + 1) return null;
  return { id: reminderStep(offer.id, offer.parts.indexOf(next)), ...reminder };
}

/** Whether a step name is that of a reminder. */
export const isReminderStep = (state: CaseState, step: string): boolean =>
  isSettlementStep(step) || state.promises.some(({ id }) => promiseStep(id) === step);

/** The reminder of today has gone out, or never will. */
export function reminded(state: CaseState, step: string, today: number): CaseState {
  if (!isSettlementStep(step)) {
    const promise = state.promises.find(({ id }) => promiseStep(id) === step);
    return promise ? mark(state, promise.id, { reminder: 'done' }) : state;
  }
  const isMeant = (id: string): boolean => step === id || step.startsWith(`${id}#`);
  const offers = offersOf(state).map((known) => (isMeant(known.id) ? { ...known, reminded: today } : known));
  return withRare(state, { offers });
}
