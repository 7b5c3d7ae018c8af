import type { Fault } from '../faults';

/** Why a workbook as a whole cannot be read; {@link readSheet} answers with its fault. */
export class BadSheet extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** The archive or a part of it is broken. */
export const damaged = (): BadSheet =>
  new BadSheet({
    code: 'file.unreadable',
    message: 'The file is a damaged spreadsheet or another kind of archive',
    remedy:
      'Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx) or as CSV (UTF-8)',
  });

/** For an expression that has no value in a broken archive. */
export function refuseDamaged(): never {
  throw damaged();
}

/** More than a book of any size needs; small archives can hold it, too. */
export const tooLarge = (): BadSheet =>
  new BadSheet({
    code: 'file.tooLarge',
    message: 'The spreadsheet is larger than what is read of one: 256 MiB of contents, 16 million cells',
    remedy: 'Save it as CSV (UTF-8), or split the book; empty formatted rows and columns may be deleted',
  });

/** @param names The sheets that can be read. */
export const noSheet = (names: readonly string[]): BadSheet =>
  new BadSheet({
    code: 'file.noSheet',
    message: 'The workbook has no such sheet',
    remedy: `Name one of its sheets: ${names.map((name) => `"${name}"`).join(', ')}`,
  });
