import { sendChannels } from '../../domain/channel';
import type { AmountStyle } from './amount';
import { provenMarks } from './amount';
import type { Cells } from './cells';
import { cellsOf } from './cells';
import type { ColumnName } from './columns';
import { columnNames } from './columns';
import { amountsIn } from './debts';
import type { Fault } from './faults';
import { readTableFile } from './file';
import type { Header } from './header';
import { headerReader, readHeader } from './header';
import { readRow } from './rows';
import type { Table, TableRow } from './table';
import type { Book, BookAccount, BookOptions, BookPerson, RejectedRow } from './types';

/** Most lines that one cell may span: more are rows swallowed by a stray quote. Only addresses have several. */
const MOST_LINES_OF_CELL = 5;

/** What the rows so far have said, with the line at which each was said first. */
interface Seen {
  readonly accounts: Map<string, number>;
  readonly persons: Map<string, { readonly person: BookPerson; readonly row: number }>;
}

/**
 * Reads a creditor's CSV file or Excel workbook: one row per account, tolerant in form and strict in content (docs/import.md).
 * Faulty rows are rejected with every fault; the rest of the book is read. Never throws for what a file says.
 */
export function readBook(data: string | Uint8Array, options: BookOptions): Book {
  const columnOf = headerReader(options.map);
  const read = readTableFile(data, (header) => columnOf(header) !== undefined, options.sheet);
  if ('fault' in read) return wholeFile([{ row: 1, column: '*', ...read.fault }]);
  const table = read.value;
  if (!table) return wholeFile([{ row: 1, column: '*', ...emptyFile }]);
  const header = readHeader(table.header.cells, options.map);
  if (header.faults.length > 0) {
    return wholeFile(
      header.faults.map(({ column, fault }) => ({ row: table.header.line, column, ...fault })),
    );
  }
  if (table.rows.length + table.unclosed.length === 0)
    return wholeFile([{ row: table.header.line, column: '*', ...emptyFile }]);
  return readRows(table, header, options);
}

/** {@link readBook} for a stream of bytes, which is read to its end first. */
export async function readBookStream(stream: AsyncIterable<Uint8Array>, options: BookOptions): Promise<Book> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return readBook(Buffer.concat(chunks), options);
}

/** Says nothing of the headers found: where the header row is missing they are somebody's data. */
const wholeFile = (rejected: readonly RejectedRow[]): Book => ({
  accounts: [],
  rejected,
  rows: 0,
  ignored: [],
});

function readRows(table: Table, header: Header, options: BookOptions): Book {
  const rows = table.rows.map((row) => ({ row, cells: cellsOf(row, header, options.map) }));
  const style = styleOf(
    rows.map(({ cells }) => cells),
    options,
  );
  const seen: Seen = { accounts: new Map(), persons: new Map() };
  const accounts: BookAccount[] = [];
  const rejected: RejectedRow[] = table.unclosed.map((row) => ({ row, column: '*', ...unclosedQuote }));
  for (const { row, cells } of rows) {
    const account = readChecked(row, cells, header, options, style, seen);
    if (account) accounts.push(account);
    rejected.push(...cells.faults);
  }
  rejected.sort((a, b) => a.row - b.row);
  return { accounts, rejected, rows: rows.length + table.unclosed.length, ignored: header.ignored };
}

function readChecked(
  row: TableRow,
  cells: Cells,
  header: Header,
  options: BookOptions,
  style: AmountStyle,
  seen: Seen,
): BookAccount | undefined {
  if (!hasShape(row, cells, header)) return undefined;
  checkRepeated(cells, seen);
  if (!isReadable(row, cells, header)) return undefined;
  const account = readRow(cells, options, style);
  return account && withSharedPerson(account, cells, seen);
}

/** A row of another shape than the header's is not read: its cells may stand under the wrong headers. */
function hasShape(row: TableRow, cells: Cells, { width }: Header): boolean {
  if (row.cells.slice(width).some((cell) => cell !== '')) cells.fail('*', tooManyCells);
  else if (spansRows(cells)) cells.fail('*', row.lastLine > row.line ? swallowedRows(row) : severalLines);
  return cells.faults.length === 0;
}

/** A row of a spreadsheet is not read further when a cell that the book needs has no value. */
function isReadable({ unreadable }: TableRow, cells: Cells, { positions }: Header): boolean {
  const faults = [...positions].flatMap(([column, position]) => {
    const fault = unreadable?.get(position);
    return fault ? [{ column, fault }] : [];
  });
  for (const { column, fault } of faults) cells.fail(column, fault);
  return faults.length === 0;
}

function spansRows(cells: Cells): boolean {
  return columnNames.some((column) => {
    const lines = cells.text(column).split('\n').length;
    return lines > (column === 'letter' ? MOST_LINES_OF_CELL : 1);
  });
}

/** The first row of an account is the one that counts, even when it is rejected for something else. */
function checkRepeated(cells: Cells, { accounts }: Seen): void {
  const id = cells.text('account');
  if (id === '') return;
  const first = accounts.get(id);
  if (first === undefined) accounts.set(id, cells.row);
  else {
    const message = `The account is already in row ${first}`;
    cells.fail('account', {
      code: 'account.duplicate',
      message,
      remedy: 'Keep one row per account; several debts go into "debts"',
    });
  }
}

/** All accounts of a person get one object, so that rows that disagree cannot both be believed. */
function withSharedPerson(account: BookAccount, cells: Cells, { persons }: Seen): BookAccount | undefined {
  const first = persons.get(account.person.id);
  if (!first) {
    persons.set(account.person.id, { person: account.person, row: cells.row });
    return account;
  }
  const columns = differences(first.person, account.person);
  for (const column of columns) cells.fail(column, disagreement(column, first.row));
  return columns.length === 0 ? { ...account, person: first.person } : undefined;
}

function differences(a: BookPerson, b: BookPerson): ColumnName[] {
  const columns: ColumnName[] = [];
  if (a.name !== b.name) columns.push('name');
  if (a.taxId !== b.taxId) columns.push('tax_id');
  for (const field of ['jurisdiction', 'zone', 'language', 'kind'] as const)
    if (a[field] !== b[field]) columns.push(field);
  for (const channel of sendChannels)
    if (a.addresses[channel] !== b.addresses[channel]) columns.push(channel);
  if (a.consent.join() !== b.consent.join()) columns.push('consent');
  return columns;
}

function styleOf(rows: readonly Cells[], { map }: BookOptions): AmountStyle {
  const amounts = rows.flatMap(amountsIn);
  return { ...(map?.decimal && { declared: map.decimal }), proven: provenMarks(amounts) };
}

const emptyFile: Fault = {
  code: 'file.empty',
  message: 'The file has no rows of data',
  remedy: 'Export the book again: a row of headers, then one row per account',
};

const unclosedQuote: Fault = {
  code: 'row.quotes',
  message: 'A quote opens in this row and is never closed',
  remedy: 'Remove the quote or close it in the same cell; a quote inside quotes is written twice',
};

const tooManyCells: Fault = {
  code: 'row.tooManyCells',
  message: 'The row has more cells than there are headers',
  remedy:
    'Put cells that hold the delimiter (such as a decimal comma) in quotes, or export with another delimiter',
};

const swallowedRows = ({ line, lastLine }: TableRow): Fault => ({
  code: 'row.quotes',
  message: `A quote makes lines ${line} to ${lastLine} one row`,
  remedy: 'Close the quote in the same cell; only postal addresses may have several lines',
});

/** In a spreadsheet no quote is to blame. */
const severalLines: Fault = {
  code: 'sheet.lines',
  message: 'A cell of the row has several lines',
  remedy: 'Write it in one line; only postal addresses may have several',
};

function disagreement(column: ColumnName, first: number): Fault {
  return {
    code: 'person.disagrees',
    message: `Row ${first} gives another "${column}" for the same person`,
    remedy: 'Give the same values for a person in all rows, or two persons two ids',
  };
}
