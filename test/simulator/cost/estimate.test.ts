import fc from 'fast-check';
import type { Estimate } from '../../../simulator/cost/estimate';
import { estimate } from '../../../simulator/cost/estimate';
import type { Life } from '../../../simulator/cost/workload';
import { consumption, life, shipped } from './lab';

/** The line of one thing; a life of one month, so what a life takes is what a month takes. */
function line(made: Estimate, service: string, what: string) {
  const found = [...made.usage, ...made.fixed, ...made.messages].find(
    (one) => one.service === service && one.what === what,
  );
  return found && { quantity: found.quantity, usd: found.usd };
}

const million = {
  accounts: 1_000_000,
  life: life({ touches: { CO: { email: 2, sms: 1, letter: 1 } }, facts: 3 }),
};

test.each([
  { service: 'Temporal Cloud', what: 'actions', of: 'actions', quantity: 7_000_000, usd: 340 },
  { service: 'DynamoDB', what: 'write request units', of: 'write_units', quantity: 7_000_000, usd: 4.375 },
  { service: 'DynamoDB', what: 'read request units', of: 'read_units', quantity: 7_000_000, usd: 0.875 },
  { service: 'KMS', what: 'requests', of: 'kms_requests', quantity: 7_000_000, usd: 21 },
  { service: 'DynamoDB', what: 'storage, GB', of: 'kept_bytes', quantity: 0.007, usd: 0.00175 },
] as const)('estimate() prices $of of every happening as $what', ({ service, what, of, quantity, usd }) => {
  const one = { [of]: 1 };
  const taken = consumption({ fact: one, touch_email: one, touch_sms: one, touch_letter: one });
  const found = line(estimate(million, { ...shipped, consumption: taken }), service, what);
  expect(found?.quantity).toBeCloseTo(quantity, 6);
  expect(found?.usd).toBeCloseTo(usd, 6);
});

test.each([
  { place: 'CO', channel: 'sms', each: 0.015 },
  { place: 'BR-SP', channel: 'sms', each: 0.03 },
  { place: 'ZZ', channel: 'letter', each: 0.7 },
  { place: 'US', channel: 'email', each: 0.0001 },
])(
  'estimate() takes the price of a $channel in $place from the price book of contacts',
  ({ place, channel, each }) => {
    const made = estimate(
      { accounts: 1_000, life: life({ touches: { [place]: { [channel]: 2 } } }) },
      shipped,
    );
    expect(line(made, `Messages, ${place}`, channel)?.usd).toBeCloseTo(2_000 * each, 9);
  },
);

test('estimate() counts an open history by the hour, and a closed one for as long as it is retained', () => {
  const taken = { ...consumption({ life: { history_bytes: 4_000 } }), open_history_bytes: 1_000 };
  const made = estimate(
    { accounts: 1e6, life: life({ openShare: 0.5 }) },
    { ...shipped, consumption: taken },
  );
  // 3,000 bytes on average, for half of the month; then 4,000 bytes for 30 days.
  expect(line(made, 'Temporal Cloud', 'open histories, GB hours')?.quantity).toBeCloseTo(1.5 * 730.5, 6);
  expect(line(made, 'Temporal Cloud', 'closed histories, GB hours')?.quantity).toBeCloseTo(4 * 720, 6);
});

test('estimate() of the totals is the sum of all lines and one host', () => {
  const made = estimate(million, shipped);
  const sum = [...made.usage, ...made.fixed, ...made.messages].reduce((total, { usd }) => total + usd, 0);
  expect(made.total.fargate.usd).toBeCloseTo(sum + made.hosts.fargate.usd, 6);
  expect(made.total.lambda.usd).toBeCloseTo(sum + made.hosts.lambda.usd, 6);
  expect(made.total.fargate.perAccount * million.accounts).toBeCloseTo(made.total.fargate.usd, 6);
});

test('a longer life spreads the same over more months', () => {
  const month = estimate(million, shipped);
  const year = estimate({ ...million, life: { ...million.life, lifeDays: 365.25 } }, shipped);
  expect(line(year, 'Temporal Cloud', 'actions')?.quantity).toBeCloseTo(
    (line(month, 'Temporal Cloud', 'actions')?.quantity ?? 0) / 12,
    3,
  );
});

const counts = fc.double({ min: 0, max: 40, noNaN: true });
const lives = fc.record({
  email: counts,
  sms: counts,
  letter: counts,
  facts: counts,
  tasks: counts,
  refusals: counts,
});
const lifeFrom = ({
  email,
  sms,
  letter,
  ...rest
}: Record<'email' | 'sms' | 'letter', number> & Partial<Life>): Life =>
  life({ lifeDays: 120, touches: { MX: { email, sms, letter } }, moves: 2, ...rest });

test.each(['email', 'sms', 'letter', 'facts', 'tasks', 'refusals'] as const)(
  'more %s is never cheaper, on either host',
  (more) => {
    fc.assert(
      fc.property(
        lives,
        counts,
        fc.integer({ min: 1, max: 5e6 }),
        fc.double({ min: 0.1, max: 24, noNaN: true }),
        (one, extra, accounts, sendingHours) => {
          const of = (told: typeof one): Estimate['total'] =>
            estimate({ accounts, life: lifeFrom(told) }, { ...shipped, sendingHours }).total;
          const [less, greater] = [of(one), of({ ...one, [more]: one[more] + extra })];
          expect(greater.fargate.usd).toBeGreaterThanOrEqual(less.fargate.usd - 1e-6);
          expect(greater.lambda.usd).toBeGreaterThanOrEqual(less.lambda.usd - 1e-6);
        },
      ),
    );
  },
);

test('more accounts are never cheaper', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5e6 }), fc.integer({ min: 1, max: 5e6 }), (a, b) => {
      const of = (accounts: number) => estimate({ ...million, accounts }, shipped).total;
      const [less, more] = [of(Math.min(a, b)), of(Math.max(a, b))];
      expect(more.fargate.usd).toBeGreaterThanOrEqual(less.fargate.usd - 1e-6);
      expect(more.lambda.usd).toBeGreaterThanOrEqual(less.lambda.usd - 1e-6);
    }),
  );
});
