import fc from 'fast-check';
import { keepBooks, reversedPayments } from '../../../domain/case/books';
import { isMissed, savingOf, standingOf } from '../../../domain/case/offer-books';
import { variantsOf } from '../../../domain/segment/in-force';
import { lives } from './arbitrary';
import { live } from './driver';

const RUNS = { numRuns: 200 };

describe('offers', () => {
  test('what is paid, waived, written off and open adds up to what was booked, where no total was stated anew', () => {
    fc.assert(
      fc.property(lives(['adjust', 'resolve', 'plan']), (life) => {
        const { booked } = live(life).state;
        const owed = booked.reduce((sum, fact) => sum + (fact.kind === 'debt' ? fact.amount : 0), 0);
        const { debts } = keepBooks(booked);
        const told = debts.reduce((sum, { amount, waived = 0, lost = 0 }) => sum + amount + waived + lost, 0);
        expect(told).toBe(owed);
        for (const { amount, paid, waived = 0 } of debts)
          expect(paid >= 0 && paid <= amount && waived >= 0).toBe(true);
      }),
      RUNS,
    );
  });

  test('no more is waived than the offers that were earned save, and none is earned without its amount', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { debts, offers } = keepBooks(live(life).state.booked);
        const earned = offers.filter(({ is }) => is === 'earned');
        const waived = debts.reduce((sum, debt) => sum + (debt.waived ?? 0), 0);
        expect(waived).toBeLessThanOrEqual(earned.reduce((sum, offer) => sum + savingOf(offer), 0));
        for (const { received, amount } of earned) expect(received).toBe(amount);
      }),
      RUNS,
    );
  });

  test('an offer is never earned by money that came after its date, nor open after it', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { booked } = live(life).state;
        const reversed = reversedPayments(booked);
        for (const offer of keepBooks(booked).offers) {
          const last = offer.parts.at(-1)?.before ?? 0;
          const inTime = booked.slice(
            booked.findIndex(({ kind, at }) => kind === 'offer' && at === offer.at),
          );
          const paid = inTime.reduce(
            (sum, fact) =>
              fact.kind === 'payment' && fact.at < last && !reversed.has(fact.id) ? sum + fact.amount : sum,
            0,
          );
          if (offer.is === 'earned') expect(paid).toBeGreaterThanOrEqual(offer.amount);
          else expect(standingOf(offer, last)).toBe('lapsed');
          if (offer.is === 'open') expect(isMissed(offer, last)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('no discount is larger than the strategy or its segments allow', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const variants = variantsOf(life.strategy).map(({ strategy }) => strategy);
        const shares = variants.flatMap(({ incentives = [] }) => incentives.map(({ share }) => share));
        const limits = variants.flatMap(({ negotiation }) => negotiation?.maxDiscount ?? []);
        for (const offer of keepBooks(live(life).state.booked).offers) {
          const most = Math.max(...(offer.by === 'incentive' ? shares : limits));
          const rounding = offer.by === 'incentive' ? 1 : 0.001;
          expect(savingOf(offer)).toBeLessThan(most * offer.owed + rounding);
          expect(offer.amount).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });
});
