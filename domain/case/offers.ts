import type { MinorUnits } from '../money';
import { shareOf } from '../money';
import type { Predicate } from '../segment/condition';
import { compileCondition, turningPoints } from '../segment/condition';
import { readerOf } from '../segment/facts';
import type { Incentive, Strategy } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import { isoFromDay } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import { localDay, startOfDay } from '../time/zones';
import { isBlocked } from './blocks';
import type { Books, Claim } from './books';
import { remaining, remainingInterest } from './books';
import type { CaseEvent, Turn } from './events';
import { REVIEW_QUEUE, unchanged } from './events';
import type { OfferMade, OfferPart } from './facts';
import type { OfferBooks, OfferStanding } from './offer-books';
import { savingOf, standingOf } from './offer-books';
import type { CaseState, KnownOffer } from './state';
import { offersOf, withFields, withRare } from './state';
import type { AnchorDays, CaseView } from './view';

/** The offer that may still be taken at an instant. */
export const openOfferIn = ({ offers }: Books, at: Instant): OfferBooks | undefined =>
  offers.find((offer) => standingOf(offer, at) === 'open');

/** The debts that an offer can be about: overdue and undisputed, oldest first. */
export const overdueClaims = ({ books, today }: Pick<CaseView, 'books' | 'today'>): readonly Claim[] =>
  books.open.filter((claim) => claim.due < today);

/** One payment by the end of local date `due`, and some days of grace. */
export const partBy = (due: Day, total: MinorUnits, zone: ZoneId, graceDays = 0): OfferPart => ({
  ...{ due, total },
  before: startOfDay(due + graceDays + 1, zone),
});

/** Compares what the books say of the offers with what was last written, and says what is new. */
export function judgeOffers(state: CaseState, { at, today, books }: CaseView): Turn {
  if (books.offers.length === 0 || state.ended !== null) return unchanged(state);
  const known = offersOf(state);
  const events: CaseEvent[] = [];
  const judged = books.offers.map((offer): KnownOffer => {
    const before = known.find(({ id }) => id === offer.id);
    const is = standingOf(offer, at);
    // In a case that is over nothing runs, so nothing lapses.
    const isIdle =
      before?.is === is || (before?.is === 'open' && is === 'lapsed' && state.outcome !== 'open');
    if (before && isIdle) return before;
    events.push(...newsOf(state, offer, before?.is, is).map((event) => ({ ...event, at, on: today })));
    return { id: offer.id, by: offer.by, is, reminded: before?.reminded ?? today };
  });
  return events.length === 0 ? unchanged(state) : { state: withRare(state, { offers: judged }), events };
}

type News = CaseEvent extends infer Event
  ? Event extends CaseEvent
    ? Omit<Event, 'at' | 'on'>
    : never
  : never;

function newsOf(
  state: CaseState,
  offer: OfferBooks,
  before: OfferStanding | undefined,
  is: OfferStanding,
): readonly News[] {
  const { id, by } = offer;
  const made = before === undefined ? [madeEvent(offer)] : [];
  if (before === 'kept') return [{ type: 'offer_taken_back', offer: id, by, stands: is === 'open' }];
  if (is === 'kept') return [...made, { type: 'offer_kept', offer: id, by, saving: savingOf(offer) }];
  if (is === 'open') return made;
  const reason = offer.is === 'changed' || offer.is === 'replaced' ? offer.is : 'expired';
  const lapsed: News = { type: 'offer_lapsed', offer: id, by, reason };
  if (by === 'incentive' || reason !== 'expired') return [...made, lapsed];
  const anchor = state.anchor?.id ?? '';
  const task = { step: id, anchor, kind: 'settlement_broken', queue: REVIEW_QUEUE };
  return [...made, lapsed, { type: 'task_opened', ...task }];
}

const madeEvent = (offer: OfferBooks): News => ({
  ...{ type: 'offer_made', offer: offer.id, by: offer.by, owed: offer.owed, amount: offer.amount },
  ...{ saving: savingOf(offer), until: isoFromDay(lastDue(offer)), debts: offer.debts },
});

/** Local date by which everything must have been paid. */
export const lastDue = ({ parts }: Pick<OfferMade, 'parts'>): Day => parts.at(-1)?.due ?? 0;

/**
 * Makes the first offer whose time has come: something is overdue, the case is neither blocked nor under a plan, and
 * nothing else is on offer. `judgeOffers` says so.
 */
export function makeOffer(state: CaseState, strategy: Strategy, view: CaseView): Turn {
  const { incentives = [] } = strategy;
  const { anchor, books, at, today } = view;
  if (incentives.length === 0 || state.outcome !== 'open' || !anchor || anchor.pastDue < 1)
    return unchanged(state);
  if (isBlocked(state, today) || books.plan || openOfferIn(books, at)) return unchanged(state);
  const read = readerOf({ state, base: strategy, view });
  for (const incentive of incentives) {
    if (anchor.n < incentive.fromDay || wasMade(books, incentive, anchor)) continue;
    if (!conditionOf(incentive)(read)) continue;
    const offer = offerOf(state, incentive, view, anchor);
    if (offer) return judgeAfter(withFields(state, { booked: [...state.booked, offer] }), view, offer);
  }
  return unchanged(state);
}

/** The books with the offer are those of before and the offer: no need to replay them. */
const judgeAfter = (state: CaseState, view: CaseView, offer: OfferMade): Turn =>
  judgeOffers(state, {
    ...view,
    books: { ...view.books, offers: [...view.books.offers, { ...offer, received: 0, is: 'open' }] },
  });

const wasMade = ({ offers }: Books, { id, once }: Incentive, { claim }: AnchorDays): boolean =>
  offers.some((offer) => offer.incentive === id && (once || offer.debts.includes(claim.id)));

const conditions = new WeakMap<Incentive, Predicate>();

function conditionOf(incentive: Incentive): Predicate {
  const known = conditions.get(incentive);
  if (known) return known;
  const made: Predicate = incentive.when ? compileCondition(incentive.when) : () => true;
  conditions.set(incentive, made);
  return made;
}

/** Null when there is nothing to take off: no interest is known, or the share is of next to nothing. */
function offerOf(
  { zone }: CaseState,
  { id, share, of, withinDays }: Incentive,
  view: CaseView,
  { claim: anchor }: AnchorDays,
): OfferMade | null {
  const claims = overdueClaims(view);
  const owed = sum(claims, remaining);
  const saving = Math.min(
    owed,
    shareOf(of === 'interest' ? sum(claims, remainingInterest) : owed, share, 'up'),
  );
  const amount = owed - saving;
  if (saving < 1 || amount < 1) return null;
  return {
    ...{ kind: 'offer', at: view.at, id: `offer:${id}:${anchor.id}`, by: 'incentive', incentive: id },
    ...{ debts: claims.map((claim) => claim.id), owed, amount },
    parts: [partBy(view.today + withinDays, amount, zone)],
  };
}

const sum = (claims: readonly Claim[], of: (claim: Claim) => MinorUnits): MinorUnits =>
  claims.reduce((total, claim) => total + of(claim), 0);

/** Local dates on which the clock alone may make, end or remind of an offer; past ones may be among them. */
export function offerDates(state: CaseState, strategy: Strategy, view: CaseView): readonly Day[] {
  const ends = view.books.offers.flatMap((offer) =>
    standingOf(offer, view.at) === 'open'
      ? offer.parts.flatMap((part) => datesOf(part, offer, state.zone))
      : [],
  );
  return [...ends, ...makingDates(strategy, view)];
}

const datesOf = ({ due, before }: OfferPart, { by }: OfferBooks, zone: ZoneId): Day[] => {
  const ended = localDay(before, zone);
  return by === 'settlement' ? [due - 1, ended] : [ended];
};

/** Of what may still be offered: another debt that falls due may make enough of it, or another anchor. */
function makingDates({ incentives = [], stages }: Strategy, view: CaseView): readonly Day[] {
  const { today, anchor, books } = view;
  if (!anchor) return [];
  const { n, claim } = anchor;
  const due = incentives.length > 0 ? books.open.map((open) => open.due + 1) : [];
  const own = incentives.flatMap((incentive) => {
    const { fromDay, when } = incentive;
    if (wasMade(books, incentive, anchor)) return [];
    const days = when ? [...turningPoints(when, 'days'), ...stages.map(({ from }) => from)] : [];
    const pastDue = when ? turningPoints(when, 'past_due').map((day) => claim.due + day) : [];
    return [...[fromDay, ...days].map((day) => today + day - n), ...pastDue];
  });
  return [...due, ...own];
}
