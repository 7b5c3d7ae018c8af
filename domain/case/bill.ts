import type { MinorUnits } from '../money';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import { isoFromDay } from '../time/calendar';
import { overdueBalance } from './anchor';
import { remaining } from './books';
import type { NoticeFigures } from './notice-bill';
import { noticeFigures } from './notice-bill';
import { nextPart, savingOf } from './offer-books';
import { lastDue, openOfferIn } from './offers';
import { promiseStep } from './promise';
import { isReminderOf } from './settlement';
import type { CaseState, PendingNotice } from './state';
import { rareOf } from './state';
import type { CaseView } from './view';
import { viewAt } from './view';

/** What a message may say about the debt: amounts in minor units, dates as local ISO dates. */
export interface Bill extends NoticeFigures {
  readonly amountMinor: MinorUnits;
  readonly overdueMinor: MinorUnits;
  readonly currency: string;
  readonly dueDate: string;
  readonly daysPastDue: number;
  /** Only while there is an offer: what is left to pay of it, by when, and what is then no longer asked for. */
  readonly offerAmountMinor?: MinorUnits;
  readonly offerUntil?: string;
  readonly offerSavingMinor?: MinorUnits;
}

/**
 * The figures of the anchor at an instant, for the message of `step`. Null when nothing is due, unless the message is a
 * notice: one about an account that is paid has amounts of 0.
 */
export function billAt(state: CaseState, strategy: Strategy, at: Instant, step: string): Bill | null {
  const view = viewAt(state, strategy, at);
  const { anchor, books, today } = view;
  const notice = rareOf(state).notices.find((known) => known.step === step);
  if (notice) return noticeBill(state, view, notice);
  if (!anchor) return null;
  return {
    amountMinor: remaining(anchor.claim),
    overdueMinor: overdueBalance(books, today),
    currency: state.currency,
    dueDate: isoFromDay(anchor.claim.due),
    daysPastDue: anchor.pastDue,
    ...agreedFigures(state, view, step),
    ...offerFigures(view),
  };
}

/** Of a reminder: what was promised, or the next part of a settlement. */
function agreedFigures(
  state: CaseState,
  { books }: CaseView,
  step: string,
): Pick<Bill, 'promiseAmountMinor' | 'promiseDue'> {
  const promise = state.promises.find(({ id }) => promiseStep(id) === step);
  if (promise) return { promiseAmountMinor: promise.amount, promiseDue: isoFromDay(promise.due) };
  const offer = books.offers.find((known) => isReminderOf(known, step));
  const part = offer && nextPart(offer);
  return part ? { promiseAmountMinor: part.total - offer.received, promiseDue: isoFromDay(part.due) } : {};
}

function offerFigures({
  at,
  books,
}: CaseView): Pick<Bill, 'offerAmountMinor' | 'offerUntil' | 'offerSavingMinor'> {
  const offer = openOfferIn(books, at);
  if (!offer) return {};
  return {
    offerAmountMinor: offer.amount - offer.received,
    offerUntil: isoFromDay(lastDue(offer)),
    offerSavingMinor: savingOf(offer),
  };
}

function noticeBill(state: CaseState, view: CaseView, notice: PendingNotice): Bill {
  const { anchor, books, today } = view;
  return {
    amountMinor: anchor ? remaining(anchor.claim) : 0,
    overdueMinor: overdueBalance(books, today),
    currency: state.currency,
    dueDate: isoFromDay(anchor?.claim.due ?? books.debts.at(-1)?.due ?? today),
    daysPastDue: anchor?.pastDue ?? 0,
    ...noticeFigures(state, view, notice),
  };
}
