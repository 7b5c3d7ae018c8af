import type { MinorUnits } from '../money';
import { shareOf } from '../money';
import type { NegotiationTerms, Strategy } from '../strategy';
import type { Day } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import { remaining } from './books';
import type { Rejection } from './events';
import type { CaseFact, OfferMade, OfferPart } from './facts';
import { openOfferIn, overdueClaims, partBy } from './offers';
import { dropPromises } from './promise';
import type { CaseState } from './state';
import { withFields } from './state';
import type { CaseView } from './view';

type SettlementFact = CaseFact & { kind: 'settlement' };

/** The id of a settlement's offer, under which its reminder and its broken task are written, too. */
export const settlementStep = (id: string): string => `settlement:${id}`;

/**
 * Step of the reminder of one instalment, from 0: `settlement:ID`, then `settlement:ID#2` and so on, as repeated steps are
 * called, because a step is sent once for its debt.
 */
export const reminderStep = (offer: string, part: number): string =>
  part === 0 ? offer : `${offer}#${part + 1}`;

/** Whether the step is the reminder of one of the offer's instalments. */
export const isReminderOf = ({ id, parts }: Pick<OfferMade, 'id' | 'parts'>, step: string): boolean =>
  parts.some((_, part) => reminderStep(id, part) === step);

export const isSettlementStep = (step: string): boolean => step.startsWith('settlement:');

/** First reason to refuse a settlement. The caller has excluded closed cases. */
export function refuseSettlement(strategy: Strategy, fact: SettlementFact, view: CaseView): Rejection | null {
  const { negotiation: terms } = strategy;
  if (!terms) return 'not_allowed';
  return refuseNow(view) ?? refuseDates(terms, fact, view.today) ?? refuseAmount(terms, fact, owedIn(view));
}

function refuseNow(view: CaseView): Rejection | null {
  if (view.books.plan) return 'plan_open';
  if (!view.anchor || owedIn(view) === 0) return 'nothing_due';
  return openOfferIn(view.books, view.at)?.by === 'settlement' ? 'settlement_open' : null;
}

function refuseDates(terms: NegotiationTerms, { instalments }: SettlementFact, today: Day): Rejection | null {
  if (instalments.some(({ due }) => due < today)) return 'past_date';
  if (instalments.some(({ due }) => due > today + terms.maxDaysAhead)) return 'too_far_ahead';
  return instalments.length > terms.maxInstalments ? 'too_many_instalments' : null;
}

function refuseAmount(
  { maxDiscount, approvalAbove }: NegotiationTerms,
  { instalments, approvedBy }: SettlementFact,
  owed: MinorUnits,
): Rejection | null {
  const discount = owed - amountOf(instalments);
  if (discount === owed || instalments.some(({ amount }) => amount < 1)) return 'too_small';
  if (discount <= 0) return 'no_discount';
  if (discount > shareOf(owed, maxDiscount, 'down')) return 'discount_too_high';
  const isApproved = approvedBy !== undefined || discount <= shareOf(owed, approvalAbove, 'down');
  return isApproved ? null : 'needs_approval';
}

/** It takes the place of open promises, which are not judged any more; `judgeOffers` says that it was made. */
export function makeSettlement(
  state: CaseState,
  { id, at, instalments }: SettlementFact,
  strategy: Strategy,
  view: CaseView,
): CaseState {
  const offer: OfferMade = {
    ...{ kind: 'offer', at, id: settlementStep(id), by: 'settlement' },
    ...{ debts: overdueClaims(view).map((claim) => claim.id), owed: owedIn(view) },
    amount: amountOf(instalments),
    parts: partsOf(instalments, strategy.negotiation?.graceDays ?? 0, state.zone),
  };
  return dropPromises(withFields(state, { booked: [...state.booked, offer] }));
}

function partsOf(instalments: SettlementFact['instalments'], graceDays: number, zone: ZoneId): OfferPart[] {
  const byDate = [...instalments].sort((a, b) => a.due - b.due);
  return byDate.map(({ due }, index) => partBy(due, amountOf(byDate.slice(0, index + 1)), zone, graceDays));
}

const amountOf = (instalments: SettlementFact['instalments']): MinorUnits =>
  instalments.reduce((total, { amount }) => total + amount, 0);

const owedIn = (view: CaseView): MinorUnits =>
  overdueClaims(view).reduce((total, claim) => total + remaining(claim), 0);
