import { strToU8, zipSync } from 'fflate';
import { readBook } from '../../../../policy/book/read-book';
import type { Book } from '../../../../policy/book/types';
import { faultsOf, options } from '../book-file';
import { HEADERS, rowsOf } from './book-rows';
import { workbookOf } from './workbook-file';

describe('the sheet', () => {
  const sheets = [
    { name: 'Gráfico', type: 'chartsheet', rows: [['x']] },
    { name: 'Parámetros', state: 'hidden', rows: [['x']] },
    { name: 'Cartera', rows: rowsOf([{}]) },
    { name: 'Otra', rows: rowsOf([{ account: 'B1' }]) },
  ];
  const read = (sheet?: string): Book =>
    readBook(workbookOf([], { sheets }), { ...options, ...(sheet !== undefined && { sheet }) });

  test('is the first that is not hidden, or the one that is named', () => {
    expect(read().accounts).toMatchObject([{ account: 'A1' }]);
    expect(read('otra ').accounts).toMatchObject([{ account: 'B1' }]);
    expect(read('Parámetros').rejected[0]?.code).toBe('file.missingColumn');
  });

  test('that is not there is a fault that names the others, in CSV as well', () => {
    expect(read('Nada').rejected).toMatchObject([
      { row: 1, column: '*', code: 'file.noSheet', remedy: expect.stringContaining('"Cartera", "Otra"') },
    ]);
    expect(faultsOf(readBook('account\nA1\n', { ...options, sheet: 'Cartera' }))).toEqual([
      '1 * file.noSheet',
    ]);
  });
});

const whole = workbookOf(rowsOf([{}]));
const oldOffice = (...names: string[]): Uint8Array =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
    ...names.map((name) => Buffer.from(name, 'utf16le')),
  ]);
const declaring = (bytes: number): Uint8Array => {
  const file = Buffer.from(whole);
  for (let at = file.indexOf('PK\x01\x02'); at >= 0; at = file.indexOf('PK\x01\x02', at + 1))
    if (
      file
        .subarray(at + 46)
        .toString('latin1')
        .startsWith('xl/worksheets')
    )
      file.writeUInt32LE(bytes, at + 24);
  return file;
};

test.each([
  {
    rule: 'an archive of something else',
    data: zipSync({ mimetype: strToU8('text') }),
    says: 'another kind of archive',
  },
  { rule: 'a truncated workbook', data: whole.subarray(0, whole.length - 100), says: 'damaged' },
  { rule: 'a workbook without its sheet', data: workbookOf([], { sheets: [] }), says: 'damaged' },
  {
    rule: 'a sheet that is no XML',
    data: workbookOf([], { parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' } }),
    says: 'damaged',
  },
  {
    rule: 'a sheet with a grammar of its own',
    data: workbookOf([], {
      parts: { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' },
    }),
    says: 'damaged',
  },
  {
    rule: 'a text that is not there',
    data: workbookOf([[{ type: 's', inner: '<v>7</v>' }]]),
    says: 'damaged',
  },
  { rule: 'a sheet larger than it says', data: declaring(40), says: 'damaged' },
  {
    rule: 'a workbook with a password',
    data: oldOffice('Root', 'EncryptedPackage'),
    says: 'remove the password',
  },
  { rule: 'an old workbook', data: oldOffice('Root', 'Workbook'), says: 'old format (.xls)' },
  { rule: 'a web page', data: Buffer.from('\n<html><table><tr><td>account'), says: 'web page' },
  { rule: 'bytes that are no text', data: Buffer.from([1, 0, 2, 0, 3]), says: 'neither text nor' },
])('readBook() says of $rule that it cannot be read, and what to do', ({ data, says }) => {
  const { accounts, rejected } = readBook(data, options);
  expect(accounts).toEqual([]);
  expect(rejected).toMatchObject([{ row: 1, column: '*', code: 'file.unreadable' }]);
  expect(`${rejected[0]?.message}; ${rejected[0]?.remedy}`).toContain(says);
});

test('readBook() unpacks no more than 256 MiB, and keeps no more than 16 million cells', () => {
  expect(faultsOf(readBook(declaring(256 * 1024 * 1024), options))).toEqual(['1 * file.tooLarge']);
  const rows = Array.from(
    { length: 1_000 },
    (_, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>1</v></c></row>`,
  );
  const sheet = `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
  const wide = workbookOf([], { parts: { 'xl/worksheets/sheet1.xml': sheet } });
  expect(faultsOf(readBook(wide, options))).toEqual(['1 * file.tooLarge']);
});

test('readBook() reads a workbook without any row as empty', () => {
  expect(faultsOf(readBook(workbookOf([]), options))).toEqual(['1 * file.empty']);
  expect(faultsOf(readBook(workbookOf([HEADERS]), options))).toEqual(['1 * file.empty']);
});
