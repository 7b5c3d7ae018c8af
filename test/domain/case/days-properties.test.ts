import fc from 'fast-check';
import { keepBooks, reversedPayments } from '../../../domain/case/books';
import { then, unchanged } from '../../../domain/case/events';
import type { CaseFact } from '../../../domain/case/facts';
import { evaluate } from '../../../domain/case/evaluate';
import { openCase } from '../../../domain/case/open';
import { receive } from '../../../domain/case/receive';
import { daysOn } from '../../../domain/case/report';
import type { CaseState } from '../../../domain/case/state';
import { viewAt } from '../../../domain/case/view';
import type { Life } from './driver';
import { live } from './driver';
import type { FactKind } from './arbitrary';
import { lives } from './arbitrary';
import { localDay, startOfDay } from '../../../domain/time/zones';

const RUNS = { numRuns: 400 };

/** Stories without discounts and settlements: an offer that was made stays made, whatever is taken back later. */
const livesWithoutOffers = (without: readonly FactKind[] = []): fc.Arbitrary<Life> =>
  lives([...without, 'settlement']).map((life) => ({
    ...life,
    strategy: { ...life.strategy, incentives: [] },
  }));

/** The case after all facts, with nothing sent on the way. */
const received = ({ opening, strategy }: Life, facts: readonly CaseFact[]): CaseState =>
  facts.reduce(
    (turn, fact) => then(turn, (state) => receive(state, strategy, fact)),
    openCase(opening, strategy),
  ).state;

const paymentFact = (at: number, amount: number): CaseFact & { kind: 'payment' } => ({
  kind: 'payment',
  id: 'extra',
  at,
  amount,
});

/** Every local date that the story touches, and some around it. */
function datesOf({ opening, until }: Life): number[] {
  const [first, last] = [localDay(opening.opened, opening.zone) - 70, localDay(until, opening.zone)];
  return Array.from({ length: last - first }, (_, index) => first + index);
}

const daysOfAll = (state: CaseState, life: Life) =>
  datesOf(life).map((date) => daysOn(state, life.strategy, date));

describe('money', () => {
  test('what has been paid and what is credit add up to the payments in force, and no debt has received more than its amount', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { booked } = live(life).state;
        const { debts, credit } = keepBooks(booked);
        const reversed = [...reversedPayments(booked)];
        const inForce = booked.flatMap((fact) =>
          fact.kind === 'payment' && !reversed.includes(fact.id) ? fact.amount : [],
        );
        const paid = debts.reduce((sum, debt) => sum + debt.paid, 0);
        expect(paid + credit).toBe(inForce.reduce((sum, part) => sum + part, 0));
        for (const debt of debts) expect(debt.paid >= 0 && debt.paid <= debt.amount).toBe(true);
      }),
      RUNS,
    );
  });

  const withPair = livesWithoutOffers(['plan']).chain((life) =>
    fc.record({
      life: fc.constant(life),
      position: fc.nat(life.facts.length),
      amount: fc.integer({ min: 1, max: 300_000 }),
      early: fc.boolean(),
    }),
  );

  test('a payment and its reversal, in either order, change neither balances nor anchor nor the days of any date', () => {
    fc.assert(
      fc.property(withPair, ({ life, position, amount, early }) => {
        const at = life.facts[position]?.at ?? life.until - 1;
        const pair: CaseFact[] = [
          paymentFact(at, amount),
          { kind: 'reversal', id: 'extra-r', of: 'extra', at },
        ];
        const nothing: CaseFact = { kind: 'person_changed', at };
        const around = (middle: readonly CaseFact[]) => [
          ...life.facts.slice(0, position),
          ...middle,
          ...life.facts.slice(position),
        ];
        const without = received(life, around([nothing]));
        const with_ = received(life, around(early ? pair.reverse() : pair));
        expect(keepBooks(with_.booked)).toEqual(keepBooks(without.booked));
        expect(with_.outcome).toBe(without.outcome);
        expect(daysOfAll(with_, life)).toEqual(daysOfAll(without, life));
      }),
      { numRuns: 300 },
    );
  });

  test('a reversal that comes before its payment leaves the same books as one that comes after', () => {
    fc.assert(
      fc.property(withPair, ({ life, position, amount }) => {
        const at = life.facts[position]?.at ?? life.until - 1;
        const payment = paymentFact(at, amount);
        const reversal: CaseFact = { kind: 'reversal', id: 'extra-r', of: 'extra', at };
        const around = (pair: readonly CaseFact[]) => [
          ...life.facts.slice(0, position),
          ...pair,
          ...life.facts.slice(position),
        ];
        const after = received(life, around([payment, reversal]));
        const before = received(life, around([reversal, payment]));
        expect(keepBooks(before.booked)).toEqual(keepBooks(after.booked));
      }),
      RUNS,
    );
  });
});

describe('days', () => {
  test('without a fact days go up by at most one a date and never down, as long as the anchor stays', () => {
    fc.assert(
      fc.property(lives(), ({ strategy, opening, facts, until }) => {
        let state = openCase(opening, strategy).state;
        const rest = [...facts];
        for (
          let day = localDay(opening.opened, opening.zone) + 1;
          startOfDay(day, opening.zone) < until;
          day += 1
        ) {
          const midnight = startOfDay(day, opening.zone);
          const before = viewAt(state, strategy, startOfDay(day - 1, opening.zone)).anchor;
          const today: CaseFact[] = [];
          for (let fact = rest[0]; fact && fact.at < midnight; fact = rest[0])
            today.push(...rest.splice(0, 1));
          state = today.reduce(
            (turn, fact) => then(turn, (known) => receive(known, strategy, fact)),
            unchanged(state),
          ).state;
          state = evaluate(state, strategy, midnight).state;
          const { anchor } = viewAt(state, strategy, midnight);
          if (today.length > 0 || !before || anchor?.claim.id !== before.claim.id) continue;
          if (anchor.pastDue !== before.pastDue + 1 || ![0, 1].includes(anchor.n - before.n))
            expect([day, anchor]).toEqual(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a frozen date is left out once, whatever freezes it, and every other date counts', () => {
    fc.assert(
      fc.property(lives(['write_off', 'withdraw']), (life) => {
        const { state } = live(life);
        const { anchor } = viewAt(state, life.strategy, life.until);
        if (!anchor) return;
        const dates = Array.from(
          { length: Math.max(0, anchor.pastDue) },
          (_, day) => anchor.claim.due + 1 + day,
        );
        const frozen = dates.filter((date) => isFrozen(state, anchor.claim.id, date)).length;
        expect(anchor.pastDue - anchor.n).toBe(frozen);
      }),
      RUNS,
    );
  });

  test('a plan that was broken or ended leaves money and days as if there had never been one', () => {
    fc.assert(
      fc.property(livesWithoutOffers(['reversal', 'reinstate', 'write_off', 'withdraw']), (life) => {
        const { state } = live(life);
        const ends = state.booked.filter(({ kind }) => kind === 'plan_broken' || kind === 'end_plan');
        const plans = state.booked.filter(({ kind }) => kind === 'plan');
        const last = ends.at(-1);
        if (!last || plans.length > ends.length) return; // the last one is open, or was kept
        const without = {
          ...state,
          booked: state.booked.filter((fact) => !ends.includes(fact) && !plans.includes(fact)),
        };
        expect(keepBooks(state.booked)).toEqual(keepBooks(without.booked));
        const since = localDay(last.at, life.opening.zone);
        const dates = datesOf(life).filter((date) => date >= since);
        expect(dates.map((date) => daysOn(state, life.strategy, date))).toEqual(
          dates.map((date) => daysOn(without, life.strategy, date)),
        );
      }),
      RUNS,
    );
  });

  test('delinquent days are never more than past-due days', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { state } = live(life);
        expect(daysOfAll(state, life).filter((days) => days && days.delinquent > days.pastDue)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** Read off the rules, date by date: something freezes the date at its first instant. */
function isFrozen({ holds, booked, zone }: CaseState, debt: string, date: number): boolean {
  const first = startOfDay(date, zone);
  const isHeld = holds.some(({ freeze, at, from, until, released }) => {
    const hasBegun = from === undefined ? at <= first : from <= date;
    const hasEnded = (until !== null && until <= date) || (released !== null && released <= first);
    return freeze && hasBegun && !hasEnded;
  });
  const isDisputed = booked.some((fact) => {
    if (fact.kind !== 'resolve' || fact.as !== 'rejected' || fact.freeze !== true) return false;
    const opened = booked.find((other) => other.kind === 'dispute' && other.id === fact.id);
    return opened?.kind === 'dispute' && opened.debt === debt && opened.at <= first && first < fact.at;
  });
  return isHeld || isDisputed;
}
