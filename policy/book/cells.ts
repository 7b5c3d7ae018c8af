import type { ColumnMap } from './column-map';
import type { ColumnName } from './columns';
import type { Fault, Parsed } from './faults';
import { parseId } from './fields';
import type { Header } from './header';
import type { TableRow } from './table';
import type { RejectedRow } from './types';

/** Reads the cells of one row and keeps every fault with its place. */
export interface Cells {
  readonly row: number;
  readonly faults: readonly RejectedRow[];
  /** The cell, or else the constant of the column map; empty when there is neither. */
  text(column: ColumnName): string;
  /** Whether a spreadsheet holds the cell as a number. */
  isNumber(column: ColumnName): boolean;
  /** Undefined when the cell is empty or faulty. */
  optional<T>(column: ColumnName, parse: (text: string) => Parsed<T>): T | undefined;
  /** Undefined when the cell is empty, which is a fault, or faulty. */
  required<T>(column: ColumnName, parse: (text: string) => Parsed<T>): T | undefined;
  fail(column: ColumnName | '*', fault: Fault): void;
}

/** The cells of a row by our column names. */
export function cellsOf(
  { line, cells, numbers }: TableRow,
  { positions }: Header,
  map: ColumnMap | undefined,
): Cells {
  const faults: RejectedRow[] = [];
  const text = (column: ColumnName): string => {
    const position = positions.get(column);
    const cell = position === undefined ? '' : (cells[position] ?? '');
    return cell === '' ? (map?.constants[column] ?? '') : cell;
  };
  // What is no account id may be anything, also somebody's name in a shifted row: it is not repeated.
  const account = 'value' in parseId(text('account')) ? text('account') : '';
  const fail = (column: ColumnName | '*', fault: Fault): void => {
    faults.push({ row: line, ...(account !== '' && { account }), column, ...fault });
  };
  const take = <T>(column: ColumnName, parsed: Parsed<T>): T | undefined => {
    if ('value' in parsed) return parsed.value;
    fail(column, parsed.fault);
    return undefined;
  };
  return {
    row: line,
    faults,
    text,
    isNumber: (column) => numbers?.has(positions.get(column) ?? -1) ?? false,
    fail,
    optional: (column, parse) => (text(column) === '' ? undefined : take(column, parse(text(column)))),
    required: (column, parse) => take(column, text(column) === '' ? missing(column) : parse(text(column))),
  };
}

function missing(column: ColumnName): Parsed<never> {
  const remedy = `Fill in the cell, or set "${column}" for all rows in the column map`;
  return { fault: { code: 'cell.missing', message: `The cell "${column}" is empty`, remedy } };
}
