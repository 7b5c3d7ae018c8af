import type { CaseFact } from '../../../domain/case/facts';
import type { NegotiationTerms, Strategy } from '../../../domain/strategy';
import { aDebt, anOpening, aPayment, aReversal, at } from '../../builders';
import { dispute, lines, plan, promise, settlement } from './asked';

const terms: NegotiationTerms = {
  ...{ maxDiscount: 0.4, maxDaysAhead: 15, approvalAbove: 0.2, maxInstalments: 2, graceDays: 0 },
  reminder: { via: ['sms'], template: 'recordatorio-promesa' },
};

const told = (
  facts: readonly CaseFact[],
  until = '2026-03-30',
  change: Partial<Strategy> = {},
  opening = anOpening(),
): string[] => lines(facts, until, { negotiation: terms, ...change }, opening);

const agreed = settlement('2026-03-12 09:00', [['2026-03-20', 80_000]]);
const made = ['2026-03-11 sent b email', '2026-03-12 offer 80000 of 100000 until 2026-03-20'];
const reminded = '2026-03-19 sent settlement:s-1 sms';

describe('a settlement', () => {
  test.each([
    {
      when: 'it is paid at once: the account is paid, and nothing more is sent',
      facts: [agreed, aPayment('2026-03-13 09:00', 80_000)],
      then: [...made, '2026-03-13 offer kept -20000', '2026-03-13 paid'],
    },
    {
      when: 'it is not paid: the full debt with all its days, a task, and the cadence goes on',
      facts: [agreed],
      then: [
        ...made,
        reminded,
        '2026-03-21 offer lapsed expired',
        '2026-03-21 task settlement:s-1 settlement_broken',
        '2026-03-21 sent c email',
      ],
    },
    {
      when: 'it is paid but for one unit',
      facts: [agreed, aPayment('2026-03-20 09:00', 79_999)],
      then: [
        ...made,
        reminded,
        '2026-03-21 offer lapsed expired',
        '2026-03-21 task settlement:s-1 settlement_broken',
        '2026-03-21 sent c email',
      ],
    },
    {
      when: 'the payment that kept it is reversed after its date',
      facts: [agreed, aPayment('2026-03-13 09:00', 80_000), aReversal('2026-03-25 09:00')],
      then: [
        ...made,
        '2026-03-13 offer kept -20000',
        '2026-03-13 paid',
        '2026-03-25 skipped c anchor_moved',
        '2026-03-25 offer taken back',
        '2026-03-25 open',
      ],
    },
    {
      when: 'a promise was open: the settlement takes its place, and the promise is not judged',
      facts: [promise('2026-03-12 08:00', 50_000, '2026-03-13'), agreed],
      then: [
        ...made,
        reminded,
        '2026-03-21 offer lapsed expired',
        '2026-03-21 task settlement:s-1 settlement_broken',
        '2026-03-21 sent c email',
      ],
    },
    {
      when: 'the debt is disputed meanwhile: no task, the settlement is about another debt',
      facts: [agreed, dispute('2026-03-14 09:00')],
      then: [...made, '2026-03-14 offer lapsed changed'],
    },
  ])('when $when', ({ facts, then }) => {
    expect(told(facts)).toEqual(then);
  });

  test('in two instalments each has its date; the first that is missed breaks it', () => {
    const two = settlement('2026-03-12 09:00', [
      ['2026-03-26', 40_000],
      ['2026-03-20', 45_000],
    ]);
    const first = aPayment('2026-03-20 09:00', 45_000);
    const offer = '2026-03-12 offer 85000 of 100000 until 2026-03-26';
    expect(told([two, first, aPayment('2026-03-26 09:00', 40_000, { id: 'p-2' })])).toEqual([
      ...[made[0], offer, reminded, '2026-03-25 sent settlement:s-1#2 sms'],
      ...['2026-03-26 offer kept -15000', '2026-03-26 paid'],
    ]);
    expect(told([two, aPayment('2026-03-21 09:00', 85_000)])).toEqual([
      ...[made[0], offer, reminded],
      ...['2026-03-21 offer lapsed expired', '2026-03-21 task settlement:s-1 settlement_broken'],
      '2026-03-21 sent c email',
    ]);
  });

  test('grace lets a payment be late, and the date that is told stays', () => {
    const facts = [agreed, aPayment('2026-03-22 23:59', 80_000)];
    expect(told(facts, '2026-03-30', { negotiation: { ...terms, graceDays: 2 } })).toEqual([
      ...[...made, reminded],
      ...['2026-03-22 offer kept -20000', '2026-03-22 paid'],
    ]);
  });

  test('it takes the place of a discount on offer', () => {
    const incentives = [
      { ...{ id: 'pronto', share: 0.1, of: 'balance' as const }, withinDays: 20, fromDay: 1, once: true },
    ];
    expect(told([agreed, aPayment('2026-03-13 09:00', 80_000)], '2026-03-14', { incentives })).toEqual([
      '2026-03-11 offer 90000 of 100000 until 2026-03-31',
      made[0],
      '2026-03-12 offer lapsed replaced',
      made[1],
      ...['2026-03-13 offer kept -20000', '2026-03-13 paid'],
    ]);
  });

  test.each([
    { why: 'not_allowed', facts: [agreed], without: true },
    { why: 'nothing_due', facts: [settlement('2026-03-09 09:00', [['2026-03-20', 80_000]])] },
    { why: 'plan_open', facts: [plan('2026-03-12 08:00', 'pl-1', ['2026-04-14', 100_000]), agreed] },
    {
      why: 'settlement_open',
      facts: [agreed, settlement('2026-03-12 10:00', [['2026-03-20', 80_000]], { id: 's-2' })],
      id: 's-2',
    },
    {
      why: 'settlement_open',
      facts: [agreed, promise('2026-03-12 10:00', 50_000, '2026-03-13')],
      id: 'pr-1',
    },
    { why: 'past_date', facts: [settlement('2026-03-12 09:00', [['2026-03-11', 80_000]])] },
    { why: 'too_far_ahead', facts: [settlement('2026-03-12 09:00', [['2026-03-28', 80_000]])] },
    {
      why: 'too_many_instalments',
      facts: [
        settlement('2026-03-12 09:00', [
          ['2026-03-14', 30_000],
          ['2026-03-15', 30_000],
          ['2026-03-16', 20_000],
        ]),
      ],
    },
    { why: 'too_small', facts: [settlement('2026-03-12 09:00', [['2026-03-14', 0]])] },
    { why: 'no_discount', facts: [settlement('2026-03-12 09:00', [['2026-03-14', 100_000]])] },
    { why: 'discount_too_high', facts: [settlement('2026-03-12 09:00', [['2026-03-14', 59_999]])] },
    { why: 'needs_approval', facts: [settlement('2026-03-12 09:00', [['2026-03-14', 79_999]])] },
    { why: 'closed', facts: [{ kind: 'write_off' as const, at: at('2026-03-12 08:00') }, agreed] },
  ])('is refused with $why', ({ why, facts, without, id = 's-1' }) => {
    const change = without ? {} : { negotiation: terms };
    const rejected = lines(facts, '2026-03-13', change).filter((line) => line.includes('rejected'));
    expect(rejected.map((line) => line.slice('2026-03-12 '.length))).toEqual([`rejected ${id} ${why}`]);
  });

  test('at the very limits it is accepted, above the second one with an approval', () => {
    const offers = (amount: number, approvedBy?: string): string[] =>
      told(
        [settlement('2026-03-12 09:00', [['2026-03-27', amount]], approvedBy ? { approvedBy } : {})],
        '2026-03-13',
      ).slice(1);
    expect(offers(80_000)).toEqual(['2026-03-12 offer 80000 of 100000 until 2026-03-27']);
    expect(offers(60_000, 'jefa')).toEqual(['2026-03-12 offer 60000 of 100000 until 2026-03-27']);
  });

  test('it is about what is overdue on that day, and not about later debts', () => {
    const opening = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-04-10')] });
    expect(told([agreed, aPayment('2026-03-13 09:00', 80_000)], '2026-03-20', {}, opening)).toEqual([
      ...made,
      '2026-03-13 offer kept -20000',
    ]);
  });
});
