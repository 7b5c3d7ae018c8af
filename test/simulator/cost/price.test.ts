import fc from 'fast-check';
import type { Price } from '../../../simulator/cost/price-list';
import { usdOf } from '../../../simulator/cost/price';

const tiered: Price = {
  usd: 50,
  per: 1_000_000,
  beyond: [
    { above: 5_000_000, usd: 45 },
    { above: 10_000_000, usd: 40 },
  ],
  source: 'test',
};

/** The example of Temporal's own documentation: 11.25 million actions cost 250 + 225 + 50 dollars. */
test.each([
  { quantity: 0, usd: 0 },
  { quantity: 20_000, usd: 1 },
  { quantity: 5_000_000, usd: 250 },
  { quantity: 5_000_001, usd: 250.000045 },
  { quantity: 10_000_000, usd: 475 },
  { quantity: 11_250_000, usd: 525 },
])('usdOf() of $quantity units: $usd', ({ quantity, usd }) => {
  expect(usdOf(tiered, quantity)).toBeCloseTo(usd, 9);
});

test('usdOf() without steps is a multiplication', () => {
  expect(usdOf({ usd: 0.03, per: 10_000, source: 'test' }, 304_375)).toBeCloseTo(0.913125, 12);
});

test('usdOf() never falls with the quantity, whatever the discounts', () => {
  const dollars = fc.double({ min: 0, max: 100, noNaN: true });
  const quantity = fc.double({ min: 0, max: 1e9, noNaN: true });
  const steps = fc.uniqueArray(fc.record({ above: fc.integer({ min: 1, max: 1e8 }), usd: dollars }), {
    selector: ({ above }) => above,
  });
  fc.assert(
    fc.property(dollars, steps, quantity, quantity, (usd, beyond, a, b) => {
      const price: Price = {
        usd,
        per: 1_000,
        beyond: beyond.sort((x, y) => x.above - y.above),
        source: 'test',
      };
      expect(usdOf(price, Math.max(a, b))).toBeGreaterThanOrEqual(usdOf(price, Math.min(a, b)));
    }),
  );
});
