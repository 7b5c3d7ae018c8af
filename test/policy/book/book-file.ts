import type { Book, BookOptions } from '../../../policy/book/types';
import { readBook } from '../../../policy/book/read-book';

export const options: BookOptions = {
  jurisdictions: new Set(['BR-AM', 'BR-SP', 'CL', 'CO', 'MX', 'TEST', 'US']),
};

const good = {
  account: 'A1',
  person: 'P1',
  name: 'Ana Ejemplo',
  jurisdiction: 'CO',
  currency: 'COP',
  due: '2026-03-15',
  amount: '150000',
};

/** A good row with ids of its own. */
export const goodRow = (index: number): typeof good => ({
  ...good,
  account: `A${index + 1}`,
  person: `P${index + 1}`,
});

/** The headers of a good row, then those that the items name besides. */
export const headersOf = (items: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set([...Object.keys(good), ...items.flatMap((item) => Object.keys(item))]),
];

/** A file of one row per item, each with `good` values but for what the item says, `;` between the cells. */
export function fileOf(rows: readonly Readonly<Record<string, string>>[], delimiter = ';'): string {
  const headers = headersOf(rows);
  const lines = rows.map((row, index) => {
    const values: Readonly<Record<string, string>> = { ...goodRow(index), ...row };
    return headers.map((header) => values[header] ?? '').join(delimiter);
  });
  return [headers.join(delimiter), ...lines].join('\n');
}

export const readRows = (...rows: readonly Readonly<Record<string, string>>[]): Book =>
  readBook(fileOf(rows), options);

/** The faults of a book as `row column code`. */
export const faultsOf = ({ rejected }: Book): string[] =>
  rejected.map(({ row, column, code }) => `${row} ${column} ${code}`);
