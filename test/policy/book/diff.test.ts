import { diffBook } from '../../../policy/book/diff';
import { readRows } from './book-file';

const ids = (accounts: readonly { account: string }[]): string[] => accounts.map(({ account }) => account);
const first = readRows({}, {}, {});
const { hashes } = diffBook(new Map(), first.accounts);

test('diffBook() finds nothing to do when the same file comes twice', () => {
  const diff = diffBook(hashes, readRows({}, {}, {}).accounts);
  expect(diff).toMatchObject({ added: [], changed: [], hashes });
  expect(ids(diff.unchanged)).toEqual(['A1', 'A2', 'A3']);
});

test('diffBook() does not mind where a row stands or how it is written', () => {
  const moved = readRows(
    { account: 'A2', person: 'P2', amount: '150.000,00', due: '15/03/2026' },
    { account: 'A1', person: 'P1' },
  );
  expect(ids(diffBook(hashes, moved.accounts).unchanged)).toEqual(['A2', 'A1']);
});

test.each([
  { rule: 'amount', row: { amount: '150001' } },
  { rule: 'due date', row: { due: '2026-03-16' } },
  { rule: 'consent', row: { consent: 'sms' } },
  { rule: 'strategy', row: { strategy: 'otra' } },
])('diffBook() finds a changed $rule and a new account', ({ row }) => {
  const diff = diffBook(hashes, readRows({}, row, {}, {}).accounts);
  expect([ids(diff.added), ids(diff.changed), ids(diff.unchanged)]).toEqual([['A4'], ['A2'], ['A1', 'A3']]);
});
