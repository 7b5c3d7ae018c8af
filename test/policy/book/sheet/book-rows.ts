import { readBook } from '../../../../policy/book/read-book';
import type { Book } from '../../../../policy/book/types';
import { options } from '../book-file';
import type { CellSpec, WorkbookSpec } from './workbook-file';
import { workbookOf } from './workbook-file';

export const HEADERS = ['account', 'person', 'name', 'jurisdiction', 'currency', 'due', 'amount'];
const good = {
  account: 'A1',
  person: 'P1',
  name: 'Ana Ejemplo',
  jurisdiction: 'CO',
  currency: 'COP',
  due: '2026-03-15',
  amount: 150_000,
};

/** A workbook of one row per item, each good but for what the item says. */
export function rowsOf(items: readonly Readonly<Record<string, CellSpec>>[]): CellSpec[][] {
  const headers = [...new Set([...HEADERS, ...items.flatMap((item) => Object.keys(item))])];
  const lines = items.map((item, index) => {
    const ids = { account: `A${index + 1}`, person: `P${index + 1}` };
    const cells: Readonly<Record<string, CellSpec>> = { ...good, ...ids, ...item };
    return headers.map((header) => cells[header] ?? null);
  });
  return [headers, ...lines];
}

export const readRows = (items: readonly Readonly<Record<string, CellSpec>>[], spec?: WorkbookSpec): Book =>
  readBook(workbookOf(rowsOf(items), spec), options);
export const readCells = (cells: Readonly<Record<string, CellSpec>>, spec?: WorkbookSpec): Book =>
  readRows([cells], spec);
