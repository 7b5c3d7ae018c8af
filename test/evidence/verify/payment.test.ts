import type { CaseFact } from '../../../domain/case/facts';
import { owedAfter } from '../../../evidence/verify/payment';

const debts = [{ id: 'D', due: 0, amount: 100 }];
const pay = (id: string, amount: number): CaseFact => ({ kind: 'payment', id, amount, at: 0 });
const reverse = (id: string, of: string): CaseFact => ({ kind: 'reversal', id, of, at: 0 });

test.each<{ what: string; facts: CaseFact[]; owed: number }>([
  { what: 'everything when nothing was paid', facts: [], owed: 100 },
  { what: 'nothing after payment in full', facts: [pay('p', 100)], owed: 0 },
  { what: 'a payment once, however often it is reported', facts: [pay('p', 60), pay('p', 60)], owed: 40 },
  { what: 'a reversed payment again', facts: [pay('p', 100), reverse('r', 'p')], owed: 100 },
  { what: 'a payment whose reversal came first', facts: [reverse('r', 'p'), pay('p', 100)], owed: 100 },
  {
    what: 'nothing when the reversal was taken back',
    facts: [pay('p', 100), reverse('r', 'p'), { kind: 'reinstate', id: 'i', of: 'r', at: 0 }],
    owed: 0,
  },
  {
    what: 'a new debt',
    facts: [pay('p', 100), { kind: 'debt', id: 'E', due: 9, amount: 5, at: 0 }],
    owed: 5,
  },
  {
    what: 'what a debt is after its adjustment',
    facts: [{ kind: 'adjust', debt: 'D', amount: 30, at: 0 }],
    owed: 30,
  },
  {
    what: 'the instalments of a plan that asks for more',
    facts: [{ kind: 'plan', id: 'x', instalments: [{ due: 1, amount: 120 }], at: 0 }, pay('p', 100)],
    owed: 20,
  },
])('owedAfter() tells $what', ({ facts, owed }) => {
  expect(owedAfter({ debts }, facts)).toBe(owed);
});
