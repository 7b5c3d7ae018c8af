import { anchorOn, overdueBalance } from '../../../domain/case/anchor';
import { keepBooks } from '../../../domain/case/books';
import type { BookedFact } from '../../../domain/case/facts';
import { aDebt, at, day } from '../../builders';

const NOW = at('2026-03-02 12:00');
const debt = (id: string, due: string, amount = 100_000): BookedFact => ({
  kind: 'debt',
  at: NOW,
  ...aDebt(id, due, amount),
});
const pays = (amount: number, on?: string, id = 'p'): BookedFact => ({
  kind: 'payment',
  at: NOW,
  id,
  amount,
  ...(on && { debt: on }),
});
const disputes = (of: string): BookedFact => ({ kind: 'dispute', at: NOW, id: 'd', debt: of });

const march = [debt('D1', '2026-03-10'), debt('D2', '2026-03-20'), debt('D3', '2026-04-10')];

test.each([
  { rule: 'is the oldest unpaid debt', facts: [], anchor: 'D1', overdue: 200_000 },
  {
    rule: 'is the oldest by due date, not by receipt',
    facts: [debt('D0', '2026-03-01')],
    anchor: 'D0',
    overdue: 300_000,
  },
  {
    rule: 'of one due date is the first received',
    facts: [debt('DX', '2026-03-10')],
    anchor: 'D1',
    overdue: 300_000,
  },
  { rule: 'moves when the debt is paid', facts: [pays(100_000)], anchor: 'D2', overdue: 100_000 },
  {
    rule: 'stays while more than the tolerance is left',
    facts: [pays(98_999)],
    anchor: 'D1',
    overdue: 101_001,
  },
  {
    rule: 'moves when no more than the tolerance is left',
    facts: [pays(99_000)],
    anchor: 'D2',
    overdue: 101_000,
  },
  {
    rule: 'uses the tolerance up from the oldest debt on',
    facts: [pays(99_000), pays(99_500, 'D2', 'q')],
    anchor: 'D2',
    overdue: 1_500,
  },
  {
    rule: 'with nothing overdue but a residue is the next to fall due',
    facts: [pays(99_500), pays(99_500, 'D2', 'q')],
    anchor: 'D3',
    overdue: 1_000,
  },
  { rule: 'leaves out what is disputed', facts: [disputes('D1')], anchor: 'D2', overdue: 100_000 },
  {
    rule: 'a named payment goes to its debt first',
    facts: [pays(150_000, 'D2')],
    anchor: 'D1',
    overdue: 50_000,
  },
  { rule: 'is none when all is paid', facts: [pays(300_000)], anchor: null, overdue: 0 },
  {
    rule: 'is none when only a residue is left',
    facts: [pays(299_500)],
    anchor: null,
    overdue: 0,
    today: '2026-05-01',
  },
])('the anchor $rule', ({ facts, anchor, overdue, today = '2026-03-25' }) => {
  const books = keepBooks([...march, ...facts]);
  expect(anchorOn(books, day(today), 1_000)?.id ?? null).toBe(anchor);
  if (anchor !== null) expect(overdueBalance(books, day(today))).toBe(overdue);
});

test('a debt that falls due today is not overdue yet', () => {
  expect(overdueBalance(keepBooks(march), day('2026-03-10'))).toBe(0);
  expect(overdueBalance(keepBooks(march), day('2026-03-11'))).toBe(100_000);
});

const paid = (facts: readonly BookedFact[]) => {
  const { debts, credit } = keepBooks(facts);
  return { ...Object.fromEntries(debts.map((of) => [of.id, `${of.paid}/${of.amount}`])), credit };
};

test.each([
  {
    rule: 'what is left of a payment goes to the next debt',
    facts: [pays(150_000)],
    books: { D1: '100000/100000', D2: '50000/100000', D3: '0/100000', credit: 0 },
  },
  {
    rule: 'what nobody owes is credit',
    facts: [pays(320_000)],
    books: { D3: '100000/100000', credit: 20_000 },
  },
  {
    rule: 'credit pays the next debt that comes',
    facts: [pays(320_000), debt('D4', '2026-05-10')],
    books: { D4: '20000/100000', credit: 0 },
  },
  {
    rule: 'a debt adjusted below what it has received frees the difference',
    facts: [pays(100_000), { kind: 'adjust', at: NOW, debt: 'D1', amount: 60_000 } as const],
    books: { D1: '60000/60000', D2: '40000/100000', credit: 0 },
  },
  {
    rule: 'a reversed payment has never been',
    facts: [pays(100_000), { kind: 'reversal', at: NOW, id: 'r', of: 'p' } as const],
    books: { D1: '0/100000', credit: 0 },
  },
  {
    rule: 'a reversal waits for its payment',
    facts: [{ kind: 'reversal', at: NOW, id: 'r', of: 'p' } as const, pays(100_000)],
    books: { D1: '0/100000', credit: 0 },
  },
  {
    rule: 'a reversal lets later payments go where they would have gone',
    facts: [
      pays(100_000),
      pays(100_000, undefined, 'q'),
      { kind: 'reversal', at: NOW, id: 'r', of: 'p' } as const,
    ],
    books: { D1: '100000/100000', D2: '0/100000' },
  },
  {
    rule: 'a disputed debt takes no payment that does not name it',
    facts: [disputes('D1'), pays(100_000)],
    books: { D1: '0/100000', D2: '100000/100000' },
  },
  {
    rule: 'a disputed debt takes a payment that names it',
    facts: [disputes('D1'), pays(100_000, 'D1')],
    books: { D1: '100000/100000' },
  },
  {
    rule: 'an accepted dispute sets the new total, 0 unless told',
    facts: [disputes('D1'), { kind: 'resolve', at: NOW, id: 'd', as: 'accepted' } as const],
    books: { D1: '0/0' },
  },
  {
    rule: 'a rejected dispute brings the debt back, and credit pays it',
    facts: [disputes('D1'), pays(250_000), { kind: 'resolve', at: NOW, id: 'd', as: 'rejected' } as const],
    books: { D1: '50000/100000', credit: 0 },
  },
  {
    rule: 'a plan that is kept settles the debts it replaced',
    facts: [
      {
        kind: 'plan',
        at: NOW,
        id: 'pl',
        instalments: [{ due: day('2026-03-15'), amount: 120_000 }],
      } as const,
      pays(120_000),
    ],
    books: { D1: '100000/100000', D2: '20000/20000', D3: '0/0', credit: 0 },
  },
])('books: $rule', ({ facts, books }) => {
  expect(paid([...march, ...facts])).toMatchObject(books);
});
