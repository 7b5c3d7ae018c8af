import type { MinorUnits } from '../money';
import type { Instant } from '../time/calendar';
import type { OfferMade, OfferPart } from './facts';

/** An offer as the books have it. `changed`: one of its debts is another now; `replaced`: by a later offer. */
export interface OfferBooks extends OfferMade {
  /** What its debts have received since it was made. */
  readonly received: MinorUnits;
  readonly is: 'open' | 'earned' | 'changed' | 'replaced';
}

/** Mutable only while one replay runs. */
export type OpenOffer = { -readonly [Key in 'received' | 'is']: OfferBooks[Key] } & Omit<
  OfferBooks,
  'received' | 'is'
>;

export const openOffer = (fact: OfferMade): OpenOffer => ({ ...fact, received: 0, is: 'open' });

/** What is no longer asked for once it is earned. */
export const savingOf = ({ owed, amount }: Pick<OfferMade, 'owed' | 'amount'>): MinorUnits => owed - amount;

/** Whether an instalment was not there in time: from then on nothing counts for the offer any more. */
export const isMissed = ({ parts, received }: Pick<OfferBooks, 'parts' | 'received'>, at: Instant): boolean =>
  parts.some(({ before, total }) => before <= at && received < total);

export type OfferStanding = 'open' | 'kept' | 'lapsed';

export function standingOf(offer: OfferBooks, at: Instant): OfferStanding {
  if (offer.is === 'earned') return 'kept';
  return offer.is === 'open' && !isMissed(offer, at) ? 'open' : 'lapsed';
}

/** The instalment that comes next; undefined when all have come in. */
export const nextPart = ({ parts, received }: OfferBooks): OfferPart | undefined =>
  parts.find(({ total }) => received < total);

/** What a payment to a debt counts for. */
export const offerFor = (offers: readonly OpenOffer[], debt: string, at: Instant): OpenOffer | undefined =>
  offers.find((offer) => offer.is === 'open' && offer.debts.includes(debt) && !isMissed(offer, at));

/** Ends the open offers on some debts. */
export function endOffers(
  offers: readonly OpenOffer[],
  debts: readonly string[],
  as: 'changed' | 'replaced',
): void {
  for (const offer of offers)
    if (offer.is === 'open' && offer.debts.some((debt) => debts.includes(debt))) offer.is = as;
}
