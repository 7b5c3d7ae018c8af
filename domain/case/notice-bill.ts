import type { MinorUnits } from '../money';
import { isoFromDay } from '../time/calendar';
import { localDay } from '../time/zones';
import { remaining } from './books';
import { paymentOf } from './notices';
import type { CaseState, PendingNotice } from './state';
import type { CaseView } from './view';

/** What only notices say; amounts in minor units, dates as local ISO dates. */
export interface NoticeFigures {
  /** Everything that is left to pay, due or not. */
  readonly balanceMinor?: MinorUnits;
  readonly paymentAmountMinor?: MinorUnits;
  readonly paymentDate?: string;
  readonly promiseAmountMinor?: MinorUnits;
  readonly promiseDue?: string;
  readonly instalmentAmountMinor?: MinorUnits;
  readonly instalmentDue?: string;
  /** What is left to pay of the debt that was disputed. */
  readonly disputedAmountMinor?: MinorUnits;
  /** Given when the dispute was accepted. */
  readonly disputeAccepted?: string;
}

/** The figures of what a notice is about. */
export function noticeFigures(
  state: CaseState,
  view: CaseView,
  { event, about }: PendingNotice,
): NoticeFigures {
  const balanceMinor = view.books.debts.reduce((sum, debt) => sum + remaining(debt), 0);
  switch (event) {
    case 'payment_received':
      return { balanceMinor, ...paymentFigures(state, about) };
    case 'payment_reversed':
      return { balanceMinor, ...paymentFigures(state, paymentOf(state, about)) };
    case 'promise_kept':
    case 'promise_broken':
      return { balanceMinor, ...promiseFigures(state, about) };
    case 'instalment_near':
      return { balanceMinor, ...instalmentFigures(view, about) };
    case 'dispute_answered':
      return { balanceMinor, ...disputeFigures(state, view, about) };
  }
}

function paymentFigures({ booked, zone }: CaseState, id: string): NoticeFigures {
  const payment = booked.find((fact) => fact.kind === 'payment' && fact.id === id);
  if (payment?.kind !== 'payment') return {};
  const received = localDay(payment.at, zone);
  const paymentDate = isoFromDay(Math.min(payment.on ?? received, received));
  return { paymentAmountMinor: payment.amount, paymentDate };
}

function promiseFigures({ promises }: CaseState, id: string): NoticeFigures {
  const promise = promises.find((known) => known.id === id);
  return promise ? { promiseAmountMinor: promise.amount, promiseDue: isoFromDay(promise.due) } : {};
}

function instalmentFigures({ books }: CaseView, id: string): NoticeFigures {
  const claim = books.plan?.instalments.find((known) => known.id === id);
  return claim ? { instalmentAmountMinor: remaining(claim), instalmentDue: isoFromDay(claim.due) } : {};
}

function disputeFigures({ booked }: CaseState, { books }: CaseView, id: string): NoticeFigures {
  const dispute = booked.find((fact) => fact.kind === 'dispute' && fact.id === id);
  const answer = booked.find((fact) => fact.kind === 'resolve' && fact.id === id);
  if (dispute?.kind !== 'dispute' || answer?.kind !== 'resolve') return {};
  const debt = books.debts.find((known) => known.id === dispute.debt);
  return {
    disputedAmountMinor: debt ? remaining(debt) : 0,
    ...(answer.as === 'accepted' && { disputeAccepted: answer.as }),
  };
}
