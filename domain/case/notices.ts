import type { Notice, NoticeEvent, Strategy } from '../strategy';
import { FIRST_STAGE } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { localDay } from '../time/zones';
import { isBlocked, isOnHold } from './blocks';
import { remaining, reversedPayments } from './books';
import type { CaseEvent, NoticeDropped, Turn } from './events';
import { unchanged } from './events';
import type { CaseFact } from './facts';
import type { PlannedTouch } from './next';
import type { CaseState, PendingNotice } from './state';
import { rareOf, withRare } from './state';
import type { CaseView } from './view';
import { outcomeOf, stageAt, viewAt } from './view';

/** Something that a person may be told of. `born` = the local date it is of. */
export interface News {
  readonly event: NoticeEvent;
  /** Id of the payment, reversal, promise, instalment or dispute. */
  readonly about: string;
  readonly born: Day;
}

/** The step name under which a notice is sent. Steps of strategies have no colon in theirs. */
export const noticeStep = (event: NoticeEvent, about: string): string => `notice:${event}:${about}`;

export const isNoticeStep = (step: string): boolean => step.startsWith('notice:');

export const hasNotices = ({ rare }: CaseState): boolean => rare !== undefined && rare.notices.length > 0;

export const noticeFor = ({ notices }: Strategy, event: NoticeEvent): Notice | undefined =>
  notices?.find(({ on }) => on === event);

/** Puts a notice into the queue, if the strategy has one for the event and it is still news on local date `today`. */
export function queueNotice(
  state: CaseState,
  strategy: Strategy,
  { event, about, born }: News,
  today: Day,
): CaseState {
  const notice = noticeFor(strategy, event);
  if (!notice) return state;
  return queue(state, { event, about, last: born + notice.freshDays }, today);
}

function queue(
  state: CaseState,
  { event, about, last }: Pick<PendingNotice, 'event' | 'about' | 'last'>,
  today: Day,
): CaseState {
  const step = noticeStep(event, about);
  const { notices } = rareOf(state);
  if (last < today || notices.some((known) => known.step === step)) return state;
  return withRare(state, { notices: [...notices, { step, event, about, last, notBefore: 0 }] });
}

/** Tells of a payment, a reversal or the answer to a dispute that has just been booked. */
export function noticeFact(
  before: CaseState,
  after: CaseState,
  strategy: Strategy,
  fact: CaseFact,
): CaseState {
  if (!strategy.notices || after.ended !== null) return after;
  const news = newsOf(before, after, fact);
  if (!news) return after;
  const view = viewAt(after, strategy, Math.max(fact.at, after.evaluatedAt));
  return outcomeOf(after, view) === 'handed_off' ? after : queueNotice(after, strategy, news, view.today);
}

function newsOf(before: CaseState, { booked, zone }: CaseState, fact: CaseFact): News | null {
  const received = localDay(fact.at, zone);
  switch (fact.kind) {
    case 'payment': {
      const born = Math.min(fact.on ?? received, received);
      return reversedPayments(booked).has(fact.id)
        ? null
        : { event: 'payment_received', about: fact.id, born };
    }
    case 'reversal': {
      const isKnown = before.booked.some((known) => known.kind === 'payment' && known.id === fact.of);
      const isNew = reversedPayments(booked).has(fact.of) && !reversedPayments(before.booked).has(fact.of);
      return isKnown && isNew ? { event: 'payment_reversed', about: fact.id, born: received } : null;
    }
    case 'resolve': {
      const isOpen = before.booked.some((known) => known.kind === 'dispute' && known.id === fact.id);
      return isOpen ? { event: 'dispute_answered', about: fact.id, born: received } : null;
    }
    default:
      return null;
  }
}

/** At an evaluation: tells of instalments that are near, and drops what is no news any more. */
export function keepNotices(state: CaseState, strategy: Strategy, view: CaseView): Turn {
  const told = tellInstalments(state, strategy, view);
  const { notices } = rareOf(told);
  if (notices.length === 0) return unchanged(told);
  const dropped = notices.flatMap((notice): readonly CaseEvent[] => {
    const reason = whyDropped(told, strategy, view, notice);
    return reason ? [{ type: 'notice_dropped', step: notice.step, reason, at: view.at, on: view.today }] : [];
  });
  if (dropped.length === 0) return unchanged(told);
  const isDropped = ({ step }: PendingNotice): boolean =>
    dropped.some((event) => event.type === 'notice_dropped' && event.step === step);
  return {
    state: withRare(told, { notices: notices.filter((notice) => !isDropped(notice)) }),
    events: dropped,
  };
}

/** Each unpaid instalment of the plan once, on its day; not if the plan was made that day or later. */
function tellInstalments(state: CaseState, strategy: Strategy, { today, books }: CaseView): CaseState {
  const notice = noticeFor(strategy, 'instalment_near');
  const { plan } = books;
  if (!notice || !plan || state.outcome !== 'open') return state;
  const made = state.booked.find((fact) => fact.kind === 'plan' && fact.id === plan.id);
  if (!made || localDay(made.at, state.zone) >= today) return state;
  const near = plan.instalments.filter(
    (claim) =>
      claim.due - notice.daysBefore === today &&
      remaining(claim) > 0 &&
      !rareOf(state).noticed.includes(claim.id),
  );
  return near.reduce((known, { id, due }) => {
    const last = Math.min(due, today + notice.freshDays);
    const told = queue(known, { event: 'instalment_near', about: id, last }, today);
    return withRare(told, { noticed: [...rareOf(told).noticed, id] });
  }, state);
}

/** The payment that a reversal is of. */
export function paymentOf({ booked }: CaseState, reversal: string): string {
  const found = booked.find((fact) => fact.kind === 'reversal' && fact.id === reversal);
  return found?.kind === 'reversal' ? found.of : '';
}

function whyDropped(
  state: CaseState,
  strategy: Strategy,
  { today, books }: CaseView,
  { event, about, last }: PendingNotice,
): NoticeDropped | null {
  if (state.ended !== null || state.outcome === 'handed_off') return 'closed';
  if (last < today) return 'stale';
  if (!noticeFor(strategy, event)) return 'undone';
  switch (event) {
    case 'payment_received':
      return reversedPayments(state.booked).has(about) ? 'undone' : null;
    case 'payment_reversed':
      return reversedPayments(state.booked).has(paymentOf(state, about)) ? null : 'undone';
    case 'instalment_near':
      return books.plan?.instalments.some((claim) => claim.id === about && remaining(claim) > 0)
        ? null
        : 'undone';
    default:
      return null;
  }
}

/** Local dates on which a notice falls due or stops being news; past ones may be among them. */
export function noticeDates({ rare }: CaseState, strategy: Strategy, { books }: CaseView): Day[] {
  const near = noticeFor(strategy, 'instalment_near');
  const instalments = near && books.plan ? books.plan.instalments : [];
  return [
    ...(rare?.notices ?? []).map(({ last }) => last + 1),
    ...instalments.map(({ due }) => due - (near?.daysBefore ?? 0)),
  ];
}

/**
 * The notice whose turn comes first, with the instant before which it must not go out; null when there is none. Stop facts
 * and holds keep notices back; an open promise does not, but for the reminder of an instalment.
 */
export function dueNotice(
  state: CaseState,
  strategy: Strategy,
  view: CaseView,
): { readonly kind: 'touch'; readonly touch: PlannedTouch; readonly notBefore: Instant } | null {
  if (!hasNotices(state) || state.stops.length > 0 || isOnHold(state, view.today)) return null;
  const isHeld = state.outcome !== 'open' || isBlocked(state, view.today);
  let first: PendingNotice | null = null;
  for (const notice of rareOf(state).notices) {
    if (isHeld && notice.event === 'instalment_near') continue;
    if (localDay(notice.notBefore, state.zone) > notice.last) continue;
    if (!first || notice.notBefore < first.notBefore) first = notice;
  }
  const found = first && noticeFor(strategy, first.event);
  if (!first || !found) return null;
  return {
    kind: 'touch',
    touch: planNotice(state, strategy, view, first.step, found),
    notBefore: first.notBefore,
  };
}

/** An account with nothing left to pay has no days: the law is asked with none past due. */
function planNotice(
  state: CaseState,
  strategy: Strategy,
  { at, anchor }: CaseView,
  step: string,
  { via, template }: Notice,
): PlannedTouch {
  const days = anchor
    ? { anchor: anchor.claim.id, stage: stageAt(strategy, anchor.n), days: anchor.n }
    : { anchor: '', stage: state.stage ?? FIRST_STAGE, days: 0 };
  return { step, at, via, template, ...days, dpd: anchor ? Math.min(anchor.n, anchor.pastDue) : 0 };
}

/** A fact may have opened what stood in the way: every notice asks again. */
export function askAgain(state: CaseState): CaseState {
  const { notices } = rareOf(state);
  return notices.every(({ notBefore }) => notBefore === 0)
    ? state
    : withRare(state, { notices: notices.map((notice) => ({ ...notice, notBefore: 0 })) });
}
