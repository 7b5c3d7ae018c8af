import type { Parsed } from '../faults';
import type { Table } from '../table';
import { HEAD_RECORDS } from '../table';
import { BadSheet } from './bad-sheet';
import { openParts } from './parts';
import { readSheetRows } from './rows';
import { findSheet } from './workbook';

/**
 * Reads a sheet of an Excel workbook (.xlsx) as the table that the same sheet would be as CSV. The header is the row
 * with the most headers that `isKnown` knows. Hidden rows and columns are read as the others.
 *
 * @param name Name of the sheet; undefined = the first that is not hidden.
 */
export function readSheet(
  data: Uint8Array,
  isKnown: (header: string) => boolean,
  name: string | undefined,
): Parsed<Table | undefined> {
  try {
    return { value: tableOf(readSheetRows(findSheet(openParts(data), name)), isKnown) };
  } catch (error) {
    if (error instanceof BadSheet) return { fault: error.fault };
    throw error;
  }
}

function tableOf(rows: Table['rows'], isKnown: (header: string) => boolean): Table | undefined {
  const known = rows.slice(0, HEAD_RECORDS).map(({ cells }) => cells.filter(isKnown).length);
  const at = known.indexOf(Math.max(...known));
  const header = rows[at];
  if (!header) return undefined;
  // What stands beside the table, under no header, is no part of it.
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const cells = [...header.cells, ...Array<string>(width - header.cells.length).fill('')];
  return { header: { ...header, cells }, rows: rows.slice(at + 1), unclosed: [] };
}
