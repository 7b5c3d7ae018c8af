import { fc, test as propertyTest } from '@fast-check/jest';
import type { PaymentTotals } from '../../domain/provider-payment';
import { movementsOf, netOf, UNKNOWN_PAYMENT, withTotals } from '../../domain/provider-payment';

const after = (...totals: PaymentTotals[]) => totals.reduce(withTotals, UNKNOWN_PAYMENT);

test.each<{ rule: string; totals: PaymentTotals[]; net: number | null }>([
  { rule: 'nothing is known', totals: [], net: null },
  { rule: 'a capture counts', totals: [{ captured: 100 }], net: 100 },
  { rule: 'a later capture of the rest adds up', totals: [{ captured: 60 }, { captured: 100 }], net: 100 },
  { rule: 'an older total changes nothing', totals: [{ captured: 100 }, { captured: 60 }], net: 100 },
  { rule: 'a refund counts off', totals: [{ captured: 100 }, { refunded: 30 }], net: 70 },
  { rule: 'a refund before its payment waits', totals: [{ refunded: 30 }], net: null },
  {
    rule: 'a chargeback takes back',
    totals: [{ captured: 100 }, { chargebacks: [{ id: 'd', amount: 100, returned: false }] }],
    net: 0,
  },
  {
    rule: 'a chargeback that was won gives back, in whatever order',
    totals: [
      { chargebacks: [{ id: 'd', amount: 100, returned: true }] },
      { captured: 100, chargebacks: [{ id: 'd', amount: 100, returned: false }] },
    ],
    net: 100,
  },
  {
    rule: 'never below nothing',
    totals: [{ captured: 100, refunded: 100 }, { chargebacks: [{ id: 'd', amount: 100, returned: false }] }],
    net: 0,
  },
])('withTotals() $rule', ({ totals, net }) => {
  expect(netOf(after(...totals))).toBe(net);
});

test('movementsOf() reverses what fell and books again what remains', () => {
  const payment = after({ captured: 60 }, { captured: 100 }, { refunded: 70 });
  expect(movementsOf('p', payment)).toEqual([
    { kind: 'payment', id: 'p', amount: 60 },
    { kind: 'payment', id: 'p/1', amount: 40 },
    { kind: 'reversal', id: 'p/1/reversed', of: 'p/1' },
    { kind: 'reversal', id: 'p/reversed', of: 'p' },
    { kind: 'payment', id: 'p/2', amount: 30 },
  ]);
});

const amount = fc.integer({ min: 0, max: 1_000 });
const totals: fc.Arbitrary<PaymentTotals> = fc.record(
  {
    captured: amount,
    refunded: amount,
    chargebacks: fc.array(fc.record({ id: fc.constantFrom('d1', 'd2'), amount, returned: fc.boolean() }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: [] },
);
const shuffled = fc
  .array(totals, { maxLength: 8 })
  .chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
  );

propertyTest.prop([shuffled])('order and repeats make no difference to the net amount', ([list, other]) => {
  expect(netOf(after(...other))).toBe(netOf(after(...list)));
});

propertyTest.prop([fc.array(totals, { maxLength: 8 })])(
  'the movements add up to the net amount, and only ever grow in number',
  (list) => {
    let before: readonly unknown[] = [];
    let payment = UNKNOWN_PAYMENT;
    for (const one of list) {
      payment = withTotals(payment, one);
      const movements = movementsOf('p', payment);
      expect(movements.slice(0, before.length)).toEqual(before);
      before = movements;
      const reversed = new Set(movements.flatMap((m) => (m.kind === 'reversal' ? [m.of] : [])));
      const paid = movements.flatMap((m) => (m.kind === 'payment' && !reversed.has(m.id) ? [m.amount] : []));
      expect(paid.reduce((sum, each) => sum + each, 0)).toBe(netOf(payment) ?? 0);
    }
  },
);
