import { stateAsOf } from '../../../domain/case/as-of';
import { keepBooks } from '../../../domain/case/books';
import type { CaseFact } from '../../../domain/case/facts';
import { advance } from '../../../domain/case/next';
import { viewAt } from '../../../domain/case/view';
import { aCase, aDebt, afterFacts, aHandoff, aPayment, aStrategy, aTouch, at, day } from '../../builders';

const hold = (when: string, change: { from?: string; until?: string | null } = {}): CaseFact => ({
  ...{ kind: 'hold', id: 'h', at: at(when), freeze: true, reason: 'disaster' },
  ...(change.from !== undefined && { from: day(change.from) }),
  until: typeof change.until === 'string' ? day(change.until) : null,
});

test('a backdated hold may bring the case back to an earlier stage, which is written', () => {
  const strategy = aStrategy();
  const { state, events } = afterFacts(
    [hold('2026-04-14 12:00', { from: '2026-03-20', until: '2026-04-14' })],
    strategy,
  );
  expect(viewAt(state, strategy, at('2026-04-14 12:00')).anchor).toMatchObject({ pastDue: 35, n: 10 });
  const stages = events.flatMap((event) => (event.type === 'stage_changed' ? event.stage : []));
  expect(stages).toEqual(['administrative', 'extrajudicial', 'administrative']);
});

test.each([
  { rule: 'has not begun', when: '2026-03-11 12:00', isHeld: false },
  { rule: 'has begun', when: '2026-03-12 11:00', isHeld: true },
  { rule: 'is over', when: '2026-03-20 11:00', isHeld: false },
])('a planned hold that $rule', ({ when, isHeld }) => {
  const strategy = aStrategy({ steps: [aTouch('vencido', 1)] });
  const { state } = afterFacts(
    [hold('2026-03-02 13:00', { from: '2026-03-12', until: '2026-03-20' })],
    strategy,
  );
  const { next } = advance(state, strategy, at(when));
  expect(next.kind).toBe(isHeld ? 'wait' : 'touch');
});

const writeOff = (debt: string): CaseFact => ({
  kind: 'write_off_debt',
  id: 'w',
  debt,
  at: at('2026-03-05 09:00'),
});

describe('a debt that is written off', () => {
  const debts = [aDebt('D1', '2026-03-10', 100), aDebt('D2', '2026-04-10', 50)];
  const booked = (facts: readonly CaseFact[]) =>
    keepBooks(afterFacts(facts, aStrategy(), aCase({ debts })).state.booked);

  test('takes no payment, not even one that names it', () => {
    const {
      debts: [first, second],
    } = booked([writeOff('D1'), aPayment('2026-03-06 09:00', 30, { debt: 'D1' })]);
    expect(first).toMatchObject({ amount: 0, paid: 0, lost: 100 });
    expect(second).toMatchObject({ paid: 30 });
  });

  test('keeps what had been paid, and an adjustment changes what is lost', () => {
    const paid = aPayment('2026-03-04 09:00', 30);
    const adjust: CaseFact = { kind: 'adjust', debt: 'D1', amount: 80, at: at('2026-03-06 09:00') };
    expect(booked([paid, writeOff('D1'), adjust]).debts[0]).toMatchObject({ amount: 30, paid: 30, lost: 50 });
  });

  test('comes back with its whole amount, and takes the credit of meanwhile', () => {
    const undo: CaseFact = { kind: 'undo_write_off', id: 'u', of: 'w', at: at('2026-03-07 09:00') };
    const books = booked([writeOff('D1'), aPayment('2026-03-06 09:00', 80), undo]);
    expect(books).toMatchObject({
      credit: 0,
      debts: [
        { amount: 100, paid: 30 },
        { amount: 50, paid: 50 },
      ],
    });
    expect(books.debts[0]?.lost).toBeUndefined();
  });
});

describe('a notice that is served by hand', () => {
  const strategy = aStrategy({
    steps: [
      aTouch('intima', 3, { required: true }),
      aHandoff('juicio', 91, { requires: ['intima'], approval: 'none' }),
    ],
  });
  const serve: CaseFact = {
    ...{ kind: 'serve', id: 's', step: 'intima', proof: 'acta 12' },
    ...{ on: day('2026-03-04'), at: at('2026-03-05 09:00') },
  };

  test('is done for the anchor, and the ledger has the proof', () => {
    const { state, events } = afterFacts([serve], strategy, aCase({}, strategy));
    expect(state.progress['D1']?.done).toEqual(['intima']);
    expect(events.at(-1)).toMatchObject({
      type: 'notice_served',
      served: '2026-03-04',
      proof: 'acta 12',
      anchor: 'D1',
    });
    const before = stateAsOf({ state, events, changes: [] }, at('2026-03-05 08:59'));
    expect(before.progress['D1']).toBeUndefined();
    expect(stateAsOf({ state, events, changes: [] }, at('2026-03-05 09:00')).progress['D1']?.done).toEqual([
      'intima',
    ]);
  });

  test('counts for its own anchor only', () => {
    const { state } = afterFacts(
      [
        serve,
        aPayment('2026-03-06 09:00', 100_000),
        { kind: 'debt', at: at('2026-03-07 09:00'), ...aDebt('D2', '2026-03-08') },
      ],
      strategy,
      aCase({}, strategy),
    );
    expect(advance(state, strategy, at('2026-03-11 10:00')).next).toMatchObject({
      kind: 'touch',
      touch: { step: 'intima', anchor: 'D2' },
    });
  });
});
