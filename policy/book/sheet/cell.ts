import type { Fault } from '../faults';
import { refuseDamaged } from './bad-sheet';
import { dateOfSerial } from './serial';
import type { Sheet } from './workbook';

/** A cell as it stands in the file. */
export interface RawCell {
  /** `s` shared text, `inlineStr` and `str` own text, `b` truth value, `e` error, `d` ISO date; otherwise a number. */
  readonly type: string;
  readonly format: number;
  readonly hasFormula: boolean;
  /** Of a formula, what it gave when the file was saved. */
  readonly value: string;
}

/** What a cell says, in the words of a CSV file. */
export interface SheetCell {
  readonly text: string;
  /** Digits with a decimal point, whatever marks the texts of the sheet have. */
  readonly isNumber?: true;
  /** Why the cell says nothing; its text is empty. */
  readonly fault?: Fault;
}

/** Spreadsheets keep this many digits of a number. */
const DIGITS = 15;
const EMPTY: SheetCell = { text: '' };

/** What a cell says. Faults are for the row to be rejected with, if the book needs the cell. */
export function readCell({ type, format, hasFormula, value }: RawCell, sheet: Sheet): SheetCell {
  if (type === 's') return textCell(sheet.strings[Number(value)] ?? refuseDamaged());
  if (type === 'inlineStr' || type === 'str') return textCell(value);
  if (type === 'e') return { text: '', fault: errorFault(value) };
  if (value.trim() === '') return hasFormula ? { text: '', fault: formulaFault } : EMPTY;
  if (type === 'b') return textCell(Number(value) === 1 ? 'TRUE' : 'FALSE');
  if (type === 'd') return textCell(value.replace(/T00:00:00(\.0+)?Z?$/, ''));
  return numberCell(Number(value), format, sheet);
}

const textCell = (text: string): SheetCell => ({ text: text.trim() });

function numberCell(number: number, format: number, { formats, is1904 }: Sheet): SheetCell {
  if (!Number.isFinite(number)) return refuseDamaged();
  const { isDate, digits = 0 } = formats[format] ?? {};
  const date = isDate && dateOfSerial(number, is1904);
  if (date) return { text: date };
  if (Math.abs(number) >= 10 ** DIGITS) return { text: '', fault: roundedFault };
  const text = String(Number(number.toPrecision(DIGITS)));
  return { text: /^\d+$/.test(text) ? text.padStart(digits, '0') : text, isNumber: true };
}

/** Errors are words of the spreadsheet, not of the book, so they may be repeated. */
const errorFault = (value: string): Fault => ({
  code: 'sheet.error',
  message: `The cell has an error: ${/^#[A-Z0-9/?!_]{1,20}$/.test(value) ? value : '#ERROR!'}`,
  remedy: 'Correct the formula in the spreadsheet, or replace it by its value',
});

const formulaFault: Fault = {
  code: 'sheet.formula',
  message: 'The cell has a formula that was never calculated',
  remedy: 'Open the file in a spreadsheet program, save it there, and import that',
};

const roundedFault: Fault = {
  code: 'sheet.rounded',
  message: `The cell has a number of more than ${DIGITS} digits, of which a spreadsheet keeps only ${DIGITS}`,
  remedy: 'Format the column as text in the spreadsheet and enter the value again',
};
