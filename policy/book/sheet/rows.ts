import type { Fault } from '../faults';
import type { TableRow } from '../table';
import { damaged, tooLarge } from './bad-sheet';
import { readCell } from './cell';
import { textRuns } from './strings';
import type { Sheet } from './workbook';
import type { Attributes } from './xml';
import { readXml } from './xml';

/** Columns of a sheet, up to XFD. */
const MOST_COLUMNS = 16_384;
/** Cells that are kept, the empty ones before a full one included. */
const MOST_CELLS = 16_000_000;

/** The rows of a sheet that say anything, with their numbers in the sheet. Merged cells: the first has the value. */
export function readSheetRows(sheet: Sheet): TableRow[] {
  const reader = new RowReader(sheet);
  readXml(sheet.part, reader);
  return reader.rows;
}

/** A row while it is read. */
interface Draft {
  readonly line: number;
  readonly cells: string[];
  readonly numbers: Set<number>;
  readonly unreadable: Map<number, Fault>;
}

class RowReader {
  readonly rows: TableRow[] = [];
  private readonly runs = textRuns();
  private isData = false;
  private row: Draft = draft(0);
  private column = -1;
  private cell: Attributes | undefined;
  private hasFormula = false;
  private isValue = false;
  private value = '';
  private kept = 0;

  constructor(private readonly sheet: Sheet) {}

  readonly open = (name: string, attributes: Attributes): void => {
    if (name === 'sheetData') this.isData = true;
    if (!this.isData) return;
    if (name === 'row') this.openRow(attributes);
    else if (name === 'c') this.openCell(attributes);
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'v') this.isValue = true;
    else this.runs.open(name, attributes);
  };

  readonly text = (text: string): void => {
    if (this.isValue) this.value += text;
    else this.runs.text(text);
  };

  readonly close = (name: string): void => {
    if (name === 'sheetData') this.isData = false;
    if (!this.isData) return;
    if (name === 'row') this.closeRow();
    else if (name === 'c') this.closeCell();
    else if (name === 'v') this.isValue = false;
    else this.runs.close(name);
  };

  /** Rows and cells may come without their place; then they follow the one before. */
  private openRow({ r }: Attributes): void {
    const line = r === undefined ? this.row.line + 1 : Number(r);
    if (!Number.isSafeInteger(line) || line < 1) throw damaged();
    this.row = draft(line);
    this.column = -1;
  }

  private openCell(attributes: Attributes): void {
    this.cell = attributes;
    this.column = attributes['r'] === undefined ? this.column + 1 : columnOf(attributes['r']);
    this.hasFormula = false;
    this.value = '';
  }

  private closeCell(): void {
    const { t: type = 'n', s: format = 0 } = this.cell ?? {};
    const own = this.runs.take();
    const value = type === 'inlineStr' ? own : this.value;
    const raw = { type, format: Number(format), hasFormula: this.hasFormula, value };
    const { text, isNumber, fault } = readCell(raw, this.sheet);
    const { cells, numbers, unreadable } = this.row;
    if (text === '' && !fault) return;
    while (cells.length < this.column) cells.push('');
    cells[this.column] = text;
    if (isNumber) numbers.add(this.column);
    if (fault) unreadable.set(this.column, fault);
  }

  private closeRow(): void {
    const { line, cells, numbers, unreadable } = this.row;
    if (cells.length === 0) return;
    this.kept += cells.length;
    if (this.kept > MOST_CELLS) throw tooLarge();
    this.rows.push({ line, lastLine: line, cells, numbers, unreadable });
  }
}

const draft = (line: number): Draft => ({ line, cells: [], numbers: new Set(), unreadable: new Map() });

/** Place of the column of a reference such as `AB12`, 0 for A. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0] ?? '';
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  if (column < 0 || column >= MOST_COLUMNS) throw damaged();
  return column;
}
