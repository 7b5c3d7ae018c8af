import { keepBooks } from '../../../domain/case/books';
import type { CaseFact } from '../../../domain/case/facts';
import { billAt } from '../../../domain/case/bill';
import type { Incentive, Strategy } from '../../../domain/strategy';
import { aDebt, anOpening, aNewDebt, aPayment, aReversal, aStrategy, aTouch, at, day } from '../../builders';
import { dispute, hold, lines, plan, promise, resolve } from './asked';
import { aLife, live } from './driver';

const incentive: Incentive = {
  ...{ id: 'pronto', share: 0.1, of: 'balance', withinDays: 10, fromDay: 3, once: true },
};
const incentives = [incentive];
const offered = '2026-03-13 offer 90000 of 100000 until 2026-03-23';
const sent = ['2026-03-11 sent b email', offered, '2026-03-18 sent c email'];

const told = (
  facts: readonly CaseFact[],
  until = '2026-03-30',
  change: Partial<Strategy> = {},
  opening = anOpening(),
): string[] => lines(facts, until, { incentives, ...change }, opening);

describe('a discount for paying early', () => {
  test.each([
    { when: 'nobody pays', facts: [], then: [...sent, '2026-03-24 offer lapsed expired'] },
    {
      when: 'the amount comes in on the last day',
      facts: [aPayment('2026-03-23 23:59', 90_000)],
      then: [...sent, '2026-03-23 offer kept -10000', '2026-03-23 paid'],
    },
    {
      when: 'the amount comes in a minute late',
      facts: [aPayment('2026-03-24 00:00', 90_000)],
      then: [...sent, '2026-03-24 offer lapsed expired'],
    },
    {
      when: 'it comes in two parts',
      facts: [aPayment('2026-03-14 09:00', 40_000), aPayment('2026-03-16 09:00', 50_000, { id: 'p-2' })],
      then: [...sent.slice(0, 2), '2026-03-16 offer kept -10000', '2026-03-16 paid'],
    },
    {
      when: 'only a part comes in',
      facts: [aPayment('2026-03-14 09:00', 89_999)],
      then: [...sent, '2026-03-24 offer lapsed expired'],
    },
    {
      when: 'a part was paid before the offer, which is about the rest',
      facts: [aPayment('2026-03-12 09:00', 50_000), aPayment('2026-03-14 09:00', 45_000, { id: 'p-2' })],
      then: [
        sent[0],
        '2026-03-13 offer 45000 of 50000 until 2026-03-23',
        '2026-03-14 offer kept -5000',
        '2026-03-14 paid',
      ],
    },
    {
      when: 'the payment is reversed in time',
      facts: [aPayment('2026-03-14 09:00', 90_000), aReversal('2026-03-15 09:00')],
      then: [
        ...sent.slice(0, 2),
        '2026-03-14 offer kept -10000',
        '2026-03-14 paid',
        '2026-03-15 offer taken back, stands',
        '2026-03-15 open',
        sent[2],
        '2026-03-24 offer lapsed expired',
      ],
    },
    {
      when: 'the payment is reversed too late to pay again',
      facts: [aPayment('2026-03-14 09:00', 90_000), aReversal('2026-03-25 09:00')],
      then: [
        ...sent.slice(0, 2),
        '2026-03-14 offer kept -10000',
        '2026-03-14 paid',
        '2026-03-25 skipped c anchor_moved',
        '2026-03-25 offer taken back',
        '2026-03-25 open',
      ],
    },
    {
      when: 'the debt is disputed: it is another debt from then on',
      facts: [
        dispute('2026-03-14 09:00'),
        resolve('2026-03-15 09:00', 'rejected'),
        aPayment('2026-03-16 09:00', 90_000),
      ],
      then: [...sent.slice(0, 2), '2026-03-14 offer lapsed changed', sent[2]],
    },
    {
      when: 'a plan takes the place of the debt',
      facts: [plan('2026-03-14 09:00', 'pl-1', ['2026-04-14', 100_000])],
      then: [...sent.slice(0, 2), '2026-03-14 offer lapsed changed'],
    },
    {
      when: 'a hold blocks messages, not the offer',
      facts: [hold('2026-03-14 09:00'), aPayment('2026-03-20 09:00', 90_000)],
      then: [...sent.slice(0, 2), '2026-03-20 offer kept -10000', '2026-03-20 paid'],
    },
    {
      when: 'a promise is open: the payment counts for both',
      facts: [promise('2026-03-14 09:00', 90_000, '2026-03-20'), aPayment('2026-03-20 09:00', 90_000)],
      then: [
        ...sent.slice(0, 2),
        '2026-03-19 sent promise:pr-1 sms',
        '2026-03-20 offer kept -10000',
        '2026-03-20 paid',
      ],
    },
  ])('$when', ({ facts, then }) => {
    expect(told(facts)).toEqual(then);
  });

  test('no offer is made while the account is on hold, and the release makes it', () => {
    const release: CaseFact = { kind: 'release', id: 'h-1', at: at('2026-03-16 09:00') };
    expect(told([hold('2026-03-12 09:00'), release], '2026-03-17')).toContain(
      '2026-03-16 offer 90000 of 100000 until 2026-03-26',
    );
  });

  test('what is paid beyond the offer is credit, and a debt that came later is not touched', () => {
    const facts = [aNewDebt('2026-03-14 09:00', 'D2', '2026-05-10'), aPayment('2026-03-15 09:00', 95_000)];
    const life = aLife({ strategy: aStrategy({ incentives }), facts, until: at('2026-03-16 00:00') });
    const { debts } = keepBooks(live(life).state.booked);
    expect(debts).toMatchObject([
      { id: 'D1', amount: 90_000, paid: 90_000, waived: 10_000 },
      { id: 'D2', amount: 100_000, paid: 5_000 },
    ]);
  });

  test('money named to another debt earns nothing', () => {
    const two = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-06-10')] });
    expect(told([aPayment('2026-03-15 09:00', 90_000, { debt: 'D2' })], '2026-03-25', {}, two)).toEqual([
      ...sent,
      '2026-03-24 offer lapsed expired',
    ]);
  });

  test('once is once in a case; otherwise every anchor has its own', () => {
    const two = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-03-25')] });
    const facts = [aPayment('2026-03-14 09:00', 90_000)];
    const offers = (once: boolean): string[] =>
      told(
        facts,
        '2026-04-20',
        { incentives: [{ ...incentive, once }], steps: [aTouch('b', 60)] },
        two,
      ).filter((line) => line.includes(' of '));
    expect(offers(true)).toEqual([offered]);
    expect(offers(false)).toEqual([offered, '2026-03-28 offer 90000 of 100000 until 2026-04-07']);
  });

  test('the first incentive whose condition holds is offered', () => {
    const chosen = told([], '2026-03-14', {
      incentives: [
        { ...incentive, id: 'grande', share: 0.5, when: { field: 'balance', gt: 500_000 } },
        { ...incentive, id: 'chico', share: 0.2, when: { field: 'stage', eq: 'administrative' } },
        incentive,
      ],
    });
    expect(chosen).toContain('2026-03-13 offer 80000 of 100000 until 2026-03-23');
  });

  test.each([
    { interest: 30_000, fees: 5_000, paid: 0, offer: 85_000, of: 100_000 },
    { interest: 30_000, fees: 5_000, paid: 15_000, offer: 75_000, of: 85_000 },
    { interest: 30_000, fees: 5_000, paid: 34_999, offer: 65_000, of: 65_001 },
    { interest: 0, fees: 0, paid: 0, offer: null, of: null },
  ])(
    'half of the interest: of $interest with $fees of fees and $paid paid, $offer of $of',
    ({ interest, fees, paid, offer, of }) => {
      const opening = anOpening({ debts: [{ ...aDebt('D1', '2026-03-10'), interest, fees }] });
      const facts = paid > 0 ? [aPayment('2026-03-04 09:00', paid)] : [];
      const change = { incentives: [{ ...incentive, share: 0.5, of: 'interest' as const }] };
      const offers = told(facts, '2026-03-14', change, opening).filter((line) => line.includes(' of '));
      expect(offers).toEqual(offer === null ? [] : [`2026-03-13 offer ${offer} of ${of} until 2026-03-23`]);
    },
  );

  test('the saving is rounded in the favour of the debtor', () => {
    const opening = anOpening({ debts: [aDebt('D1', '2026-03-10', 99_999)] });
    expect(told([], '2026-03-14', {}, opening)).toContain('2026-03-13 offer 89999 of 99999 until 2026-03-23');
  });

  test('a message says what is left to pay of the offer, until when, and what it saves', () => {
    const strategy = aStrategy({ incentives });
    const facts = [aPayment('2026-03-14 09:00', 40_000)];
    const { state } = live(aLife({ strategy, facts, until: at('2026-03-16 00:00') }));
    expect(billAt(state, strategy, at('2026-03-16 10:00'), 'b')).toMatchObject({
      offerAmountMinor: 50_000,
      offerUntil: '2026-03-23',
      offerSavingMinor: 10_000,
      overdueMinor: 60_000,
    });
    expect(billAt(state, strategy, at('2026-03-24 10:00'), 'b')).not.toHaveProperty('offerAmountMinor');
  });

  test('a feed that states the old total again does not take the discount back', () => {
    const adjust = (amount: number): CaseFact => ({
      ...{ kind: 'adjust', at: at('2026-03-20 09:00'), debt: 'D1', amount },
    });
    const left = (amount: number): number | undefined => {
      const facts = [aPayment('2026-03-14 09:00', 90_000), adjust(amount)];
      const life = aLife({ strategy: aStrategy({ incentives }), facts, until: at('2026-03-21 00:00') });
      const [debt] = keepBooks(live(life).state.booked).debts;
      return debt && debt.amount - debt.paid;
    };
    expect([100_000, 130_000, 90_000, 70_000].map(left)).toEqual([0, 30_000, 0, 0]);
  });

  test('a reversal of an earlier payment leaves the discount, and only the discount, in place', () => {
    const facts = [
      aPayment('2026-03-12 09:00', 50_000),
      aPayment('2026-03-14 09:00', 45_000, { id: 'p-2' }),
      aReversal('2026-03-15 09:00', 'p-1'),
    ];
    const life = aLife({ strategy: aStrategy({ incentives }), facts, until: at('2026-03-16 00:00') });
    const [debt] = keepBooks(live(life).state.booked).debts;
    expect(debt).toMatchObject({ amount: 95_000, paid: 45_000, waived: 5_000, due: day('2026-03-10') });
  });
});
