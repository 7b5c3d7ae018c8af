import type { MinorUnits } from '../money';
import { shareOf } from '../money';
import type { PromiseTerms, Strategy } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { localDay } from '../time/zones';
import { overdueBalance } from './anchor';
import { remaining, reversedPayments } from './books';
import type { Rejection, Turn } from './events';
import { REVIEW_QUEUE, unchanged } from './events';
import type { CaseFact } from './facts';
import { queueNotice } from './notices';
import type { CaseState, PromiseToPay } from './state';
import { isOpenSettlement, offersOf, withFields } from './state';
import type { CaseView } from './view';

type PromiseFact = CaseFact & { kind: 'promise' };

/** A strategy without terms takes no promises: nothing is near enough. */
const NO_TERMS: PromiseTerms = {
  maxDaysAhead: -1,
  minShare: 0,
  maxOpen: 0,
  maxBroken: 0,
  graceDays: 0,
  keepShare: 1,
};

export const promiseTerms = (strategy: Strategy): PromiseTerms => strategy.promise ?? NO_TERMS;

/** First reason to refuse a promise, in the order of READINGS 24. The caller has excluded closed cases. */
export function refusePromise(
  state: CaseState,
  strategy: Strategy,
  fact: PromiseFact,
  view: CaseView,
): Rejection | null {
  const terms = promiseTerms(strategy);
  if (!view.anchor) return 'nothing_due';
  if (fact.due < view.today) return 'past_date';
  if (fact.due > view.today + terms.maxDaysAhead) return 'too_far_ahead';
  const owed = overdueBalance(view.books, view.today) || remaining(view.anchor.claim);
  if (fact.amount < shareOf(owed, terms.minShare, 'up')) return 'too_small';
  if (count(state, 'open') >= terms.maxOpen) return 'too_many_open';
  if (count(state, 'broken') >= terms.maxBroken) return 'too_many_broken';
  return offersOf(state).some(isOpenSettlement) ? 'settlement_open' : null;
}

export function makePromise(state: CaseState, { id, at, amount, due }: PromiseFact): CaseState {
  const reminder = localDay(at, state.zone) >= due - 1 ? 'done' : 'due';
  const promise: PromiseToPay = {
    id,
    at,
    bookedBefore: state.booked.length,
    amount,
    due,
    state: 'open',
    reminder,
  };
  return withFields(state, { promises: [...state.promises, promise] });
}

/** Judges the promises whose grace has run out on local date `today`. */
export function judgePromises(state: CaseState, strategy: Strategy, at: Instant, today: Day): Turn {
  if (state.promises.length === 0) return unchanged(state);
  const ripe = state.promises.filter(
    (promise) => promise.state === 'open' && judgementDay(promise, strategy) <= today,
  );
  return ripe.reduce<Turn>((turn, promise) => judge(turn, strategy, promise, at, today), unchanged(state));
}

function judge(
  { state, events }: Turn,
  strategy: Strategy,
  promise: PromiseToPay,
  at: Instant,
  on: Day,
): Turn {
  const kept = isKept(state, promise, promiseTerms(strategy));
  const judged = mark(state, promise.id, { state: kept ? 'kept' : 'broken' });
  const event = kept ? 'promise_kept' : 'promise_broken';
  const news = { event, about: promise.id, born: judgementDay(promise, strategy) } as const;
  const after = queueNotice(judged, strategy, news, on);
  if (kept)
    return { state: after, events: [...events, { at, on, type: 'promise_kept', promise: promise.id }] };
  const step = promiseStep(promise.id);
  return {
    state: after,
    events: [
      ...events,
      { at, on, type: 'promise_broken', promise: promise.id },
      {
        at,
        on,
        type: 'task_opened',
        step,
        anchor: state.anchor?.id ?? '',
        kind: 'promise_broken',
        queue: REVIEW_QUEUE,
      },
    ],
  };
}

/** Payments in force received after the promise and by the end of due + grace reach `keepShare` of it. */
export function isKept(state: CaseState, promise: PromiseToPay, terms: PromiseTerms): boolean {
  const asked = shareOf(promise.amount, terms.keepShare, 'up');
  return receivedSince(state, promise, promise.due + terms.graceDays) >= asked;
}

function receivedSince({ booked, zone }: CaseState, promise: PromiseToPay, last: Day): MinorUnits {
  const reversed = reversedPayments(booked);
  return booked.slice(promise.bookedBefore).reduce((sum, fact) => {
    const counts = fact.kind === 'payment' && localDay(fact.at, zone) <= last && !reversed.has(fact.id);
    return counts ? sum + fact.amount : sum;
  }, 0);
}

/** Local date at whose first instant the promise is judged. */
export const judgementDay = (promise: PromiseToPay, strategy: Strategy): Day =>
  promise.due + promiseTerms(strategy).graceDays + 1;

/** The open promise whose reminder belongs to local date `today` and has not gone out. */
export const reminderDue = (state: CaseState, strategy: Strategy, today: Day): PromiseToPay | undefined =>
  state.promises.find(
    (promise) =>
      promise.state === 'open' &&
      promise.reminder === 'due' &&
      promise.due - 1 === today &&
      !isKept(state, promise, promiseTerms(strategy)),
  );

export function mark(state: CaseState, id: string, change: Partial<PromiseToPay>): CaseState {
  const promises = state.promises.map((promise) => (promise.id === id ? { ...promise, ...change } : promise));
  return withFields(state, { promises });
}

/** Closing drops open promises unjudged. */
export function dropPromises(state: CaseState): CaseState {
  if (count(state, 'open') === 0) return state;
  const promises = state.promises.map((promise) =>
    promise.state === 'open' ? { ...promise, state: 'dropped' as const } : promise,
  );
  return withFields(state, { promises });
}

/** The step name under which a promise's reminder and its broken task are written. */
export const promiseStep = (id: string): string => `promise:${id}`;

const count = (state: CaseState, wanted: PromiseToPay['state']): number =>
  state.promises.filter((promise) => promise.state === wanted).length;
