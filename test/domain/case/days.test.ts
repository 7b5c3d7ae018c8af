import { billAt } from '../../../domain/case/bill';
import type { CaseFact } from '../../../domain/case/facts';
import { daysOn } from '../../../domain/case/report';
import { stageAt, viewAt } from '../../../domain/case/view';
import { aDebt, afterFacts, aPayment, aReversal, aStrategy, at, day, aCase } from '../../builders';

const strategy = aStrategy();
const hold = (when: string, until: string | null, freeze = true): CaseFact => ({
  kind: 'hold',
  id: 'h',
  at: at(when),
  until: until === null ? null : day(until),
  freeze,
  reason: '',
});
const release = (when: string): CaseFact => ({ kind: 'release', id: 'h', at: at(when) });
const dispute = (when: string): CaseFact => ({ kind: 'dispute', id: 'd', debt: 'D1', at: at(when) });
const reject = (when: string, freeze: boolean): CaseFact => ({
  kind: 'resolve',
  id: 'd',
  as: 'rejected',
  freeze,
  at: at(when),
});

/** D1 is due on 2026-03-10; both counts on the 20th. */
test.each([
  { rule: 'are the same without a freeze', facts: [], delinquent: 10 },
  {
    rule: 'a hold without freeze takes none out',
    facts: [hold('2026-03-12 15:00', '2026-03-15', false)],
    delinquent: 10,
  },
  {
    rule: 'a freeze made in the afternoon counts from the next date on, and its end is free',
    facts: [hold('2026-03-12 15:00', '2026-03-15')],
    delinquent: 8,
  },
  {
    rule: 'a freeze made at the first instant of a date counts from that date on',
    facts: [hold('2026-03-12 00:00', '2026-03-15')],
    delinquent: 7,
  },
  { rule: 'a freeze without end counts to today', facts: [hold('2026-03-12 15:00', null)], delinquent: 2 },
  {
    rule: 'a date on which the freeze is released stays frozen',
    facts: [hold('2026-03-12 15:00', null), release('2026-03-15 15:00')],
    delinquent: 7,
  },
  {
    rule: 'a freeze before the due date takes none out',
    facts: [hold('2026-03-04 15:00', '2026-03-09')],
    delinquent: 10,
  },
  {
    rule: 'a date in two freezes counts once',
    facts: [
      hold('2026-03-12 15:00', '2026-03-15'),
      { ...hold('2026-03-13 15:00', '2026-03-16'), id: 'h2' } as CaseFact,
    ],
    delinquent: 7,
  },
  {
    rule: 'a rejected dispute with freeze takes its dates out',
    facts: [dispute('2026-03-12 15:00'), reject('2026-03-15 15:00', true)],
    delinquent: 7,
  },
  {
    rule: 'a rejected dispute without freeze takes none out',
    facts: [dispute('2026-03-12 15:00'), reject('2026-03-15 15:00', false)],
    delinquent: 10,
  },
])('day counts: $rule', ({ facts, delinquent }) => {
  const { state } = afterFacts(facts, strategy);
  expect(daysOn(state, strategy, day('2026-03-20'))).toEqual({ pastDue: 10, delinquent });
});

test.each([
  { rule: 'before the due date', facts: [], on: '2026-03-05', pastDue: -5 },
  {
    rule: 'a payment counts from its effective date',
    facts: [aPayment('2026-03-20 12:00', 100_000, { on: day('2026-03-15') })],
    on: '2026-03-15',
    pastDue: null,
  },
  {
    rule: 'before its effective date it does not',
    facts: [aPayment('2026-03-20 12:00', 100_000, { on: day('2026-03-15') })],
    on: '2026-03-14',
    pastDue: 4,
  },
  {
    rule: 'an effective date in the future is that of receipt',
    facts: [aPayment('2026-03-20 12:00', 100_000, { on: day('2026-03-25') })],
    on: '2026-03-20',
    pastDue: null,
  },
  {
    rule: 'a reversed payment never counts',
    facts: [aPayment('2026-03-15 12:00', 100_000), aReversal('2026-03-25 12:00')],
    on: '2026-03-18',
    pastDue: 8,
  },
  { rule: 'before the debt came there was no anchor', facts: [], on: '2026-03-01', pastDue: null },
])('days of a date: $rule', ({ facts, on, pastDue }) => {
  expect(daysOn(afterFacts(facts).state, strategy, day(on))?.pastDue ?? null).toBe(pastDue);
});

test.each([
  { n: -30, stage: 'preventive' },
  { n: 0, stage: 'preventive' },
  { n: 1, stage: 'administrative' },
  { n: 30, stage: 'administrative' },
  { n: 31, stage: 'extrajudicial' },
  { n: 91, stage: 'judicial' },
])('at $n delinquent days the stage is $stage', ({ n, stage }) => {
  expect(stageAt(strategy, n)).toBe(stage);
});

test('below the first stage of a strategy the stage is its first', () => {
  expect(stageAt(aStrategy({ stages: [{ name: 'administrative', from: 1 }] }), -5)).toBe('administrative');
});

describe('the bill', () => {
  const two = aCase({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-03-15', 70_000)] });

  test('tells the rest of the anchor, what is overdue, and the days', () => {
    const { state } = afterFacts([aPayment('2026-03-12 12:00', 40_000)], strategy, two);
    expect(billAt(state, strategy, at('2026-03-20 12:00'), 'vencido')).toEqual({
      ...{
        amountMinor: 60_000,
        overdueMinor: 130_000,
        currency: 'COP',
        dueDate: '2026-03-10',
        daysPastDue: 10,
      },
    });
  });

  test('of a promise tells what was promised', () => {
    const promise: CaseFact = {
      kind: 'promise',
      id: 'pr',
      at: at('2026-03-20 12:00'),
      amount: 90_000,
      due: day('2026-03-25'),
    };
    const { state } = afterFacts([promise], strategy, two);
    const bill = billAt(state, strategy, at('2026-03-24 12:00'), 'promise:pr');
    expect(bill).toMatchObject({ promiseAmountMinor: 90_000, promiseDue: '2026-03-25' });
  });

  test('is none when nothing is owed', () => {
    const { state } = afterFacts([aPayment('2026-03-12 12:00', 170_000)], strategy, two);
    expect(billAt(state, strategy, at('2026-03-20 12:00'), 'vencido')).toBeNull();
  });
});

test.each([
  {
    rule: 'Santiago loses the midnight of 2026-09-06',
    zone: 'America/Santiago',
    opened: '2026-09-05T12:00:00-04:00',
    date: '2026-09-06',
  },
  {
    rule: 'New York has a date of 23 hours',
    zone: 'America/New_York',
    opened: '2026-03-07T12:00:00-05:00',
    date: '2026-03-08',
  },
])('$rule: the days still go up by one', ({ zone, opened, date }) => {
  const start = Date.parse(opened);
  const state = aCase({ zone, opened: start, debts: [{ id: 'D1', due: day(date) - 2, amount: 100_000 }] });
  const days = [0, 13, 37].map((hours) => viewAt(state, strategy, start + hours * 3_600_000).anchor?.n);
  expect(days).toEqual([1, 2, 3]);
});
