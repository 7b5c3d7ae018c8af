import { decode } from './encoding';
import type { Fault, Parsed } from './faults';
import { readSheet } from './sheet/read-sheet';
import type { Table } from './table';
import { readTable } from './table';

/** First bytes of a ZIP archive, and of the files of old office programs. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0];
/** An encrypted workbook is an old office file with a part of this name. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Reads a file as a table, by what it holds and not by its name: an Excel workbook (.xlsx) or CSV. Undefined when there
 * is nothing in it.
 *
 * @param sheet Which sheet of a workbook; undefined = the first that is not hidden.
 */
export function readTableFile(
  data: string | Uint8Array,
  isKnown: (header: string) => boolean,
  sheet?: string,
): Parsed<Table | undefined> {
  if (startsWith(data, ZIP)) return readSheet(data, isKnown, sheet);
  const text = textOf(data);
  if ('fault' in text) return text;
  if (sheet !== undefined) return { fault: csvHasNoSheets };
  return { value: readTable(text.value, isKnown) };
}

function textOf(data: string | Uint8Array): Parsed<string> {
  if (startsWith(data, OLD_OFFICE)) {
    return { fault: Buffer.from(data).includes(ENCRYPTED) ? encrypted : oldOffice };
  }
  const text = decode(data);
  if (text.includes('\0')) return { fault: binary };
  return /^\s*<[!?a-z]/i.test(text) ? { fault: markup } : { value: text };
}

const startsWith = (data: string | Uint8Array, bytes: readonly number[]): data is Uint8Array =>
  typeof data !== 'string' && bytes.every((byte, index) => data[index] === byte);

const unreadable = (message: string, remedy: string): Fault => ({ code: 'file.unreadable', message, remedy });

const encrypted = unreadable(
  'The workbook is protected by a password',
  'Open it in the spreadsheet program, remove the password and save it again',
);
const oldOffice = unreadable(
  'The file is a workbook of the old format (.xls)',
  'Open it in a spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV (UTF-8)',
);
const binary = unreadable(
  'The file is neither text nor an Excel workbook (.xlsx)',
  'Export the book again as an Excel workbook (.xlsx) or as CSV (UTF-8)',
);
const markup = unreadable(
  'The file is a web page or XML, whatever its name says',
  'Open it in a spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV (UTF-8)',
);
const csvHasNoSheets: Fault = {
  code: 'file.noSheet',
  message: 'The file is CSV, which has no sheets',
  remedy: 'Leave the name of the sheet out',
};
