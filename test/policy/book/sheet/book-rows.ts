import { readBook } from '../../../../policy/book/read-book';
import type { Book } from '../../../../policy/book/types';
import { goodRow, headersOf, options } from '../book-file';
import type { CellSpec, WorkbookSpec } from './workbook-file';
import { workbookOf } from './workbook-file';

export const HEADERS = headersOf([]);

/** A workbook of one row per item, each good but for what the item says. */
export function rowsOf(items: readonly Readonly<Record<string, CellSpec>>[]): CellSpec[][] {
  const headers = headersOf(items);
  const lines = items.map((item, index) => {
    const cells: Readonly<Record<string, CellSpec>> = { ...goodRow(index), amount: 150_000, ...item };
    return headers.map((header) => cells[header] ?? null);
  });
  return [headers, ...lines];
}

export const readRows = (items: readonly Readonly<Record<string, CellSpec>>[], spec?: WorkbookSpec): Book =>
  readBook(workbookOf(rowsOf(items), spec), options);
export const readCells = (cells: Readonly<Record<string, CellSpec>>, spec?: WorkbookSpec): Book =>
  readRows([cells], spec);
