import { billAt } from '../../../domain/case/bill';
import { advance } from '../../../domain/case/next';
import { settleTouch } from '../../../domain/case/outcome-of-touch';
import type { CaseFact } from '../../../domain/case/facts';
import type { NoticeEvent, Strategy } from '../../../domain/strategy';
import { aCase, afterFacts, aPayment, aReversal, aStrategy, at, day } from '../../builders';

const withNotice = (on: NoticeEvent): Strategy =>
  aStrategy({
    notices: [{ on, via: ['sms'], template: on, freshDays: 2, daysBefore: 3 }],
    steps: aStrategy().steps.slice(1),
  });

/** The touch that is due at an instant after some facts. */
function dueAfter(on: NoticeEvent, facts: readonly CaseFact[], when: string) {
  const strategy = withNotice(on);
  const { state } = afterFacts(facts, strategy, aCase({}, strategy));
  const planned = advance(state, strategy, at(when));
  const bill =
    planned.next.kind === 'touch' ? billAt(planned.state, strategy, at(when), planned.next.touch.step) : null;
  return { next: planned.next, bill };
}

const plan: CaseFact = {
  ...{ kind: 'plan', id: 'pl', at: at('2026-03-02 13:00') },
  instalments: [{ due: day('2026-03-20'), amount: 60_000 }],
};
const dispute: CaseFact = { kind: 'dispute', id: 'di', debt: 'D1', at: at('2026-03-03 09:00') };
const answer = (as: 'accepted' | 'rejected', when: string): CaseFact => ({
  ...{ kind: 'resolve', id: 'di', as, at: at(when) },
  ...(as === 'accepted' && { amount: 40_000 }),
});

test.each<{ on: NoticeEvent; facts: readonly CaseFact[]; when: string; bill: object }>([
  {
    on: 'payment_received',
    facts: [aPayment('2026-03-03 09:00', 30_000, { on: day('2026-03-02') })],
    when: '2026-03-03 11:00',
    bill: {
      paymentAmountMinor: 30_000,
      paymentDate: '2026-03-02',
      balanceMinor: 70_000,
      amountMinor: 70_000,
    },
  },
  {
    on: 'payment_received',
    facts: [aPayment('2026-03-03 09:00', 100_000)],
    when: '2026-03-03 11:00',
    bill: {
      paymentAmountMinor: 100_000,
      balanceMinor: 0,
      amountMinor: 0,
      overdueMinor: 0,
      dueDate: '2026-03-10',
    },
  },
  {
    on: 'payment_reversed',
    facts: [aPayment('2026-03-03 09:00', 30_000), aReversal('2026-03-04 09:00')],
    when: '2026-03-04 11:00',
    bill: { paymentAmountMinor: 30_000, paymentDate: '2026-03-03', balanceMinor: 100_000 },
  },
  {
    on: 'instalment_near',
    facts: [plan],
    when: '2026-03-17 11:00',
    bill: { instalmentAmountMinor: 60_000, instalmentDue: '2026-03-20', amountMinor: 60_000 },
  },
  {
    on: 'dispute_answered',
    facts: [dispute, answer('accepted', '2026-03-04 09:00')],
    when: '2026-03-04 11:00',
    bill: { disputedAmountMinor: 40_000, disputeAccepted: 'accepted' },
  },
  {
    on: 'dispute_answered',
    facts: [dispute, answer('rejected', '2026-03-04 09:00')],
    when: '2026-03-04 11:00',
    bill: { disputedAmountMinor: 100_000 },
  },
])('$on says what it is about', ({ on, facts, when, bill }) => {
  const { next, bill: figures } = dueAfter(on, facts, when);
  expect(next).toMatchObject({ kind: 'touch', touch: { template: on } });
  expect(figures).toMatchObject(bill);
  expect(Object.keys(figures ?? {}).includes('disputeAccepted')).toBe('disputeAccepted' in bill);
});

test.each<{ rule: string; facts: readonly CaseFact[]; when: string; isSent: boolean }>([
  { rule: 'is news', facts: [aPayment('2026-03-03 19:00', 1_000)], when: '2026-03-05 17:59', isSent: true },
  { rule: 'is stale', facts: [aPayment('2026-03-03 19:00', 1_000)], when: '2026-03-06 10:00', isSent: false },
  {
    rule: 'is of long ago',
    facts: [aPayment('2026-03-06 09:00', 1_000, { on: day('2026-03-03') })],
    when: '2026-03-06 10:00',
    isSent: false,
  },
  {
    rule: 'is about a payment that had been reversed before it came',
    facts: [aReversal('2026-03-03 08:00'), aPayment('2026-03-03 09:00', 1_000)],
    when: '2026-03-03 10:00',
    isSent: false,
  },
  {
    rule: 'is of an account that was written off',
    facts: [aPayment('2026-03-03 09:00', 1_000), { kind: 'write_off', at: at('2026-03-03 09:30') }],
    when: '2026-03-03 10:00',
    isSent: false,
  },
  {
    rule: 'is held back by a stop fact',
    facts: [
      { kind: 'stop', fact: 'hardship', at: at('2026-03-03 08:00') },
      aPayment('2026-03-03 09:00', 1_000),
    ],
    when: '2026-03-03 10:00',
    isSent: false,
  },
])('a receipt that $rule', ({ facts, when, isSent }) => {
  expect(dueAfter('payment_received', facts, when).next.kind).toBe(isSent ? 'touch' : 'wait');
});

test('a receipt that cannot be sent is dropped with the reason, and asks nobody to look', () => {
  const strategy = withNotice('payment_received');
  const { state } = afterFacts([aPayment('2026-03-03 09:00', 100_000)], strategy, aCase({}, strategy));
  const planned = advance(state, strategy, at('2026-03-03 11:00'));
  if (planned.next.kind !== 'touch') throw new Error('there should be a receipt to send');
  const no = { kind: 'impossible', at: at('2026-03-03 11:00'), reason: 'no_channel' } as const;
  const settled = settleTouch(planned.state, strategy, planned.next.touch, no);
  expect(settled.events).toMatchObject([{ type: 'notice_dropped', reason: 'no_channel' }]);
  expect(advance(settled.state, strategy, at('2026-03-03 11:00')).next).toEqual({
    kind: 'wait',
    until: null,
  });
});
