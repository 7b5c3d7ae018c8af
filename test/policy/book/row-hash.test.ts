import { rowHash } from '../../../policy/book/row-hash';
import { readRows } from './book-file';

const hashesOf = (...rows: readonly Readonly<Record<string, string>>[]): string[] =>
  readRows(...rows).accounts.map(rowHash);
const [first, second] = hashesOf({}, {});

test('rowHash() does not mind where a row stands or how it is written', () => {
  const moved = hashesOf(
    { account: 'A2', person: 'P2', amount: '150.000,00', due: '15/03/2026' },
    { account: 'A1', person: 'P1' },
  );
  expect(moved).toEqual([second, first]);
});

test.each([
  { rule: 'amount', row: { amount: '150001' } },
  { rule: 'due date', row: { due: '2026-03-16' } },
  { rule: 'consent', row: { consent: 'sms' } },
  { rule: 'strategy', row: { strategy: 'otra' } },
])('rowHash() tells another $rule', ({ row }) => {
  const [same, other] = hashesOf({}, row);
  expect(same).toBe(first);
  expect(other).not.toBe(second);
});
