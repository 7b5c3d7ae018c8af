import type { Rejection } from '../../../domain/case/events';
import type { CaseFact } from '../../../domain/case/facts';
import { refusalIn } from '../../../domain/case/receive';
import type { Strategy } from '../../../domain/strategy';
import { afterFacts, aHandoff, aPayment, aNewDebt, aStrategy, aTouch, terms } from '../../builders';
import { promise, plan, dispute, hold, approve, withdraw } from './asked';

/** One debt of 100,000 due on 2026-03-10; asked on the 20th unless told. */
const T = '2026-03-20 12:00';

const refusals: {
  rule: string;
  before?: CaseFact[];
  asked: CaseFact;
  reason: Rejection | undefined;
  strategy?: Partial<Strategy>;
}[] = [
  { rule: 'promise within the limits', asked: promise(T, 30_000, '2026-03-30'), reason: undefined },
  {
    rule: 'promise of a closed case',
    before: [withdraw('2026-03-19 12:00')],
    asked: promise(T, 1, '2026-03-01'),
    reason: 'closed',
  },
  {
    rule: 'promise with every debt disputed',
    before: [dispute('2026-03-19 12:00')],
    asked: promise(T, 1, '2026-03-01'),
    reason: 'nothing_due',
  },
  { rule: 'promise of a past date', asked: promise(T, 1, '2026-03-19'), reason: 'past_date' },
  { rule: 'promise of today', asked: promise(T, 30_000, '2026-03-20'), reason: undefined },
  { rule: 'promise too far ahead', asked: promise(T, 1, '2026-03-31'), reason: 'too_far_ahead' },
  { rule: 'promise too small', asked: promise(T, 29_999, '2026-03-30'), reason: 'too_small' },
  {
    rule: 'promise as small as the share of what is left',
    before: [aPayment('2026-03-19 12:00', 50_000)],
    asked: promise(T, 15_000, '2026-03-30'),
    reason: undefined,
  },
  {
    rule: 'promise of exactly the share, where a product of floats would be a hair above it',
    strategy: { promise: { ...terms, minShare: 0.55 } },
    asked: promise(T, 55_000, '2026-03-22'),
    reason: undefined,
  },
  {
    rule: 'promise before anything is overdue: share of the anchor',
    asked: promise('2026-03-05 12:00', 29_999, '2026-03-12'),
    reason: 'too_small',
  },
  {
    rule: 'second open promise',
    before: [promise('2026-03-19 12:00', 50_000, '2026-03-22', 'pr-0')],
    asked: promise(T, 50_000, '2026-03-30'),
    reason: 'too_many_open',
  },
  {
    rule: 'promise after two broken ones',
    before: [
      promise('2026-03-11 12:00', 50_000, '2026-03-11', 'pr-a'),
      promise('2026-03-14 12:00', 50_000, '2026-03-14', 'pr-b'),
    ],
    asked: promise(T, 50_000, '2026-03-30'),
    reason: 'too_many_broken',
  },
  {
    rule: 'promise where the strategy takes none',
    asked: promise(T, 50_000, '2026-03-20'),
    reason: 'too_far_ahead',
    strategy: { steps: [] },
  },
  { rule: 'plan', asked: plan(T, 'pl', ['2026-03-20', 50_000], ['2026-04-20', 50_000]), reason: undefined },
  {
    rule: 'plan of a closed case',
    before: [withdraw('2026-03-19 12:00')],
    asked: plan(T, 'pl', ['2026-03-20', 1]),
    reason: 'closed',
  },
  {
    rule: 'plan with every debt disputed',
    before: [dispute('2026-03-19 12:00')],
    asked: plan(T, 'pl', ['2026-03-20', 1]),
    reason: 'nothing_due',
  },
  {
    rule: 'second plan',
    before: [plan('2026-03-19 12:00', 'pl-0', ['2026-03-25', 100_000])],
    asked: plan(T, 'pl', ['2026-03-19', 1]),
    reason: 'plan_open',
  },
  {
    rule: 'plan with an instalment of the past',
    asked: plan(T, 'pl', ['2026-03-25', 1], ['2026-03-19', 1]),
    reason: 'past_date',
  },
  { rule: 'dispute', asked: dispute(T), reason: undefined },
  {
    rule: 'dispute of a closed case',
    before: [withdraw('2026-03-19 12:00')],
    asked: dispute(T),
    reason: 'closed',
  },
  { rule: 'dispute of a debt that is not there', asked: dispute(T, 'd', 'D9'), reason: 'unknown_debt' },
  {
    rule: 'dispute of a disputed debt',
    before: [dispute('2026-03-19 12:00')],
    asked: dispute(T, 'd-2'),
    reason: 'already_disputed',
  },
  {
    rule: 'dispute of a paid debt beside an unpaid one',
    before: [aNewDebt(T, 'D2', '2026-04-10'), aPayment('2026-03-20 12:00', 100_000)],
    asked: dispute(T),
    reason: 'nothing_due',
  },
  { rule: 'hold of a closed case', before: [withdraw('2026-03-19 12:00')], asked: hold(T), reason: 'closed' },
  { rule: 'approval of a step that is no handoff', asked: approve(T, 'aviso'), reason: 'unknown_step' },
  {
    rule: 'approval with every debt disputed',
    before: [dispute('2026-03-19 12:00')],
    asked: approve(T, 'juicio'),
    reason: 'nothing_due',
  },
  { rule: 'approval', asked: approve(T, 'juicio'), reason: undefined },
];

test.each(refusals)('a request: $rule is answered $reason', ({ before = [], asked, reason, strategy }) => {
  const { promise: given, ...plain } = aStrategy({
    steps: [aTouch('aviso', 1), aHandoff('juicio', 91, { approval: 'person' })],
  });
  const used: Strategy = strategy
    ? { ...plain, ...strategy }
    : { ...plain, ...(given && { promise: given }) };
  const { state } = afterFacts(before, used);
  const { state: after, events } = afterFacts([asked], used, state);
  expect(refusalIn({ state: after, events }, asked)).toBe(reason);
  const again = afterFacts([asked], used, after);
  if (asked.kind !== 'approve') expect(again.events).toEqual([]);
  if (reason !== undefined && 'id' in asked) expect(refusalIn(again, asked)).toBe(reason);
});
