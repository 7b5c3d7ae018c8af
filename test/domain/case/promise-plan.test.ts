import type { CaseFact } from '../../../domain/case/facts';
import { viewAt } from '../../../domain/case/view';
import { aPayment, aReversal, aNewDebt, aStrategy, at, terms } from '../../builders';
import { promise, plan, hold, withdraw, lines } from './asked';
import { aLife, live } from './driver';

describe('a promise', () => {
  const made = promise('2026-03-16 12:00', 50_000, '2026-03-20');

  test.each([
    {
      rule: 'blocks touches, is reminded of the day before, and broken after its grace',
      facts: [made],
      told: [
        '2026-03-11 sent b email',
        '2026-03-19 sent promise:pr-1 sms',
        '2026-03-23 promise broken pr-1',
        '2026-03-23 task promise:pr-1 promise_broken',
        '2026-03-23 sent c email',
      ],
    },
    {
      rule: 'is kept by nine tenths, within the grace',
      facts: [made, aPayment('2026-03-22 20:00', 45_000)],
      told: [
        '2026-03-11 sent b email',
        '2026-03-19 sent promise:pr-1 sms',
        '2026-03-23 promise kept pr-1',
        '2026-03-23 sent c email',
      ],
    },
    {
      rule: 'is not kept by less',
      facts: [made, aPayment('2026-03-22 20:00', 44_999)],
      told: [
        '2026-03-11 sent b email',
        '2026-03-19 sent promise:pr-1 sms',
        '2026-03-23 promise broken pr-1',
        '2026-03-23 task promise:pr-1 promise_broken',
        '2026-03-23 sent c email',
      ],
    },
    {
      rule: 'is not kept by what had been paid before',
      facts: [aPayment('2026-03-15 12:00', 50_000), made],
      told: [
        '2026-03-11 sent b email',
        '2026-03-19 sent promise:pr-1 sms',
        '2026-03-23 promise broken pr-1',
        '2026-03-23 task promise:pr-1 promise_broken',
        '2026-03-23 sent c email',
      ],
    },
    {
      rule: 'is not kept by a payment that was reversed',
      facts: [made, aPayment('2026-03-18 12:00', 50_000), aReversal('2026-03-21 12:00')],
      told: [
        '2026-03-11 sent b email',
        '2026-03-23 promise broken pr-1',
        '2026-03-23 task promise:pr-1 promise_broken',
        '2026-03-23 sent c email',
      ],
    },
    {
      rule: 'that is kept early is not reminded of, and blocks to its end',
      facts: [made, aPayment('2026-03-17 12:00', 50_000)],
      told: ['2026-03-11 sent b email', '2026-03-23 promise kept pr-1', '2026-03-23 sent c email'],
    },
    {
      rule: 'made the day before is not reminded of',
      facts: [promise('2026-03-19 08:00', 50_000, '2026-03-20')],
      told: [
        '2026-03-11 sent b email',
        '2026-03-18 sent c email',
        '2026-03-23 promise broken pr-1',
        '2026-03-23 task promise:pr-1 promise_broken',
      ],
    },
    {
      rule: 'is dropped unjudged when the account is paid',
      facts: [made, aPayment('2026-03-18 12:00', 100_000)],
      told: ['2026-03-11 sent b email', '2026-03-18 paid'],
    },
    {
      rule: 'is not reminded of under a hold',
      facts: [made, hold('2026-03-18 12:00')],
      told: [
        '2026-03-11 sent b email',
        '2026-03-23 promise broken pr-1',
        '2026-03-23 task promise:pr-1 promise_broken',
      ],
    },
  ])('$rule', ({ facts, told }) => {
    expect(lines(facts, '2026-03-25')).toEqual(told);
  });

  test('without a reminder in the strategy there is none', () => {
    const { reminder: _none, ...silent } = terms;
    expect(lines([made], '2026-03-22', { promise: silent })).toEqual(['2026-03-11 sent b email']);
  });
});

describe('a plan', () => {
  const agreed = plan('2026-03-12 12:00', 'pl', ['2026-03-15', 50_000], ['2026-03-25', 50_000]);
  const anchorAfter = (facts: readonly CaseFact[], when: string) => {
    const { state } = live(aLife({ facts, until: at(when) + 1 }));
    return viewAt(state, aStrategy(), at(when)).anchor?.claim.id ?? null;
  };

  test.each([
    {
      rule: 'puts its first instalment in the place of the debts',
      facts: [agreed],
      when: '2026-03-13 12:00',
      anchor: 'pl#1',
    },
    {
      rule: 'goes on to the next when one is paid',
      facts: [agreed, aPayment('2026-03-14 12:00', 50_000)],
      when: '2026-03-14 12:00',
      anchor: 'pl#2',
    },
    { rule: 'holds until the grace is over', facts: [agreed], when: '2026-03-17 23:00', anchor: 'pl#1' },
    {
      rule: 'breaks when the grace is over, and the debt is back',
      facts: [agreed],
      when: '2026-03-18 12:00',
      anchor: 'D1',
    },
    {
      rule: 'does not take a debt that comes later',
      facts: [agreed, aNewDebt('2026-03-13 12:00', 'D0', '2026-03-01')],
      when: '2026-03-13 12:00',
      anchor: 'D0',
    },
    {
      rule: 'that is kept settles what it replaced',
      facts: [plan('2026-03-12 12:00', 'pl', ['2026-03-15', 60_000]), aPayment('2026-03-14 12:00', 60_000)],
      when: '2026-03-14 12:00',
      anchor: null,
    },
  ])('$rule', ({ facts, when, anchor }) => {
    expect(anchorAfter(facts, when)).toBe(anchor);
  });

  test('that breaks says so once, and the debt has all its days', () => {
    const { state, events } = live(aLife({ facts: [agreed], until: at('2026-03-30 00:00') }));
    expect(events.filter(({ type }) => type === 'plan_broken')).toMatchObject([
      { at: at('2026-03-18 00:00') },
    ]);
    expect(viewAt(state, aStrategy(), at('2026-03-30 00:00')).anchor).toMatchObject({ pastDue: 20, n: 20 });
  });

  test('does not break in a case that is over', () => {
    const { events } = live(
      aLife({
        facts: [agreed, withdraw('2026-03-14 12:00'), aPayment('2026-03-20 12:00', 10)],
        until: at('2026-03-30 00:00'),
      }),
    );
    expect(events.some(({ type }) => type === 'plan_broken')).toBe(false);
  });
});
