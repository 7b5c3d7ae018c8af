import { isoFromDay } from '../../../../domain/time/calendar';
import { faultCodes } from '../../../../policy/book/faults';
import { readBook } from '../../../../policy/book/read-book';
import type { Book } from '../../../../policy/book/types';
import { faultsOf, options } from '../book-file';
import { HEADERS, readCells, readRows, rowsOf } from './book-rows';
import type { CellSpec } from './workbook-file';
import { shown, workbookOf } from './workbook-file';

const dueOf = ({ accounts }: Book): string | undefined => {
  const due = accounts[0]?.debts[0]?.due;
  return due === undefined ? undefined : isoFromDay(due);
};

const DATES = ['dd/mm/yyyy', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'd-mmm-yy;@', 14, 22] as const;

test.each([
  { rule: 'a date', cell: shown(46_096, 1), due: '2026-03-15' },
  { rule: 'a long date', cell: shown(46_096, 2), due: '2026-03-15' },
  { rule: 'a short date', cell: shown(46_096, 3), due: '2026-03-15' },
  { rule: 'a built-in date', cell: shown(46_096, 4), due: '2026-03-15' },
  { rule: 'a date at midnight', cell: shown('46096.0', 5), due: '2026-03-15' },
  { rule: 'a date a rounding error before midnight', cell: shown('46095.9999999999', 1), due: '2026-03-15' },
  { rule: 'the 28th of February 1900', cell: shown(59, 1), due: '1900-02-28' },
  { rule: 'the 1st of March 1900', cell: shown(61, 1), due: '1900-03-01' },
  { rule: 'the last date', cell: shown(2_958_465, 1), due: '9999-12-31' },
  { rule: 'a date from 1904', cell: shown(44_634, 1), is1904: true, due: '2026-03-15' },
  { rule: 'the first date of 1904', cell: shown(0, 1), is1904: true, due: '1904-01-01' },
  { rule: 'an ISO date', cell: { type: 'd', inner: '<v>2026-03-15T00:00:00.000Z</v>' }, due: '2026-03-15' },
  { rule: 'a text, day first', cell: '15/03/2026', due: '2026-03-15' },
])('readBook() reads $rule of a workbook', ({ cell, is1904 = false, due }) => {
  expect(dueOf(readCells({ due: cell }, { formats: DATES, is1904 }))).toBe(due);
});

test.each([
  { rule: 'a day that 1900 did not have', cell: shown(60, 1), code: 'date.impossible' },
  { rule: 'a date with a time of day', cell: shown(46_096.5, 1), code: 'date.bad' },
  { rule: 'a number that is not shown as a date', cell: 46_096, code: 'date.bad' },
  { rule: 'a time of day', cell: shown(0.5, 1), code: 'date.bad' },
  { rule: 'a day after the last one', cell: shown(2_958_466, 1), code: 'date.bad' },
])('readBook() rejects $rule as a due date', ({ cell, code }) => {
  expect(faultsOf(readCells({ due: cell }, { formats: DATES }))).toEqual([`2 due ${code}`]);
});

const amountOf = ({ accounts }: Book): number | undefined => accounts[0]?.debts[0]?.amount;

test.each([
  { value: '1234.5', minor: 123_450 },
  { value: '1234.4999999999998', minor: 123_450 },
  { value: '19.989999999999998', minor: 1_999 },
  { value: '0.30000000000000004', minor: 30 },
  { value: '1.2345E3', minor: 123_450 },
  { value: '1500', minor: 150_000 },
  { value: '9999999999999.99', minor: 999_999_999_999_999 },
])('readBook() reads the number $value of a workbook as $minor minor units', ({ value, minor }) => {
  const amount = shown(value, 0);
  expect(amountOf(readCells({ currency: 'MXN', amount }))).toBe(minor);
});

test('readBook() reads a number of a workbook with a decimal point, whatever marks its texts have', () => {
  const book = readRows([
    { currency: 'MXN', amount: '1.234,50' },
    { currency: 'MXN', amount: 1234.5, interest: 34.25, fees: 0 },
    { currency: 'MXN', amount: 1.234 },
    { currency: 'MXN', amount: '1.234' },
    { currency: 'MXN', amount: -5 },
  ]);
  expect(book.accounts.map(({ debts }) => debts[0]?.amount)).toEqual([123_450, 123_450, 123_400]);
  expect(faultsOf(book)).toEqual(['4 amount amount.tooManyDecimals', '6 amount amount.notPositive']);
});

test('readBook() takes the decimal mark of a column map for texts only', () => {
  const map = { columns: {}, constants: {}, decimal: 'comma' } as const;
  const items = [{ amount: 1234.5 }, { amount: '1.234' }].map((item) => ({ ...item, currency: 'MXN' }));
  const { accounts } = readBook(workbookOf(rowsOf(items)), { ...options, map });
  expect(accounts.map(({ debts }) => debts[0]?.amount)).toEqual([123_450, 123_400]);
});

test.each([
  { rule: 'a text with leading zeros', cell: '00123', id: '00123' },
  { rule: 'a number shown with leading zeros', cell: shown(123, 1), id: '00123' },
  { rule: 'a number', cell: 123_456_789_012_345, id: '123456789012345' },
  { rule: 'a text of twenty digits', cell: '12345678901234567890', id: '12345678901234567890' },
  { rule: 'own text', cell: { type: 'inlineStr', inner: '<is><t> A-1 </t></is>' }, id: 'A-1' },
  {
    rule: 'text of a formula',
    cell: { type: 'str', inner: '<f>B1&amp;"x"</f><v>A-1</v></v>'.slice(0, -4) },
    id: 'A-1',
  },
  { rule: 'number of a formula', cell: { inner: '<f>40+2</f><v>42</v>' }, id: '42' },
  {
    rule: 'text in two fonts',
    cell: { type: 'inlineStr', inner: '<is><r><t>A-</t></r><r><t>1</t></r><rPh><t>x</t></rPh></is>' },
    id: 'A-1',
  },
  { rule: 'an escaped character', cell: 'A_x002D_1', id: 'A-1' },
  { rule: 'a truth value', cell: { type: 'b', inner: '<v>1</v>' }, id: 'TRUE' },
])('readBook() reads $rule as an id', ({ cell, id }) => {
  const { accounts, rejected } = readCells({ account: cell }, { formats: ['00000'] });
  expect([accounts[0]?.account, rejected]).toEqual([id, []]);
});

const unreadable: readonly { rule: string; cells: Readonly<Record<string, CellSpec>>; fault: string }[] = [
  {
    rule: 'an error in a needed cell',
    cells: { amount: { type: 'e', inner: '<f>#REF!</f><v>#REF!</v>' } },
    fault: '3 amount sheet.error',
  },
  {
    rule: 'an error in a cell that may be empty',
    cells: { sms: { type: 'e', inner: '<v>#N/A</v>' } },
    fault: '3 sms sheet.error',
  },
  {
    rule: 'a formula that was never calculated',
    cells: { consent: { inner: '<f>B2</f><v></v>' } },
    fault: '3 consent sheet.formula',
  },
  {
    rule: 'an id of which digits are lost',
    cells: { account: shown('1E+15', 0) },
    fault: '3 account sheet.rounded',
  },
  { rule: 'a name of several lines', cells: { name: 'Ana\r\nEjemplo' }, fault: '3 * sheet.lines' },
];

test.each(unreadable)(
  'readBook() rejects $rule, by row and column, and reads the rows around it',
  ({ cells, fault }) => {
    const book = readRows([{}, cells, {}]);
    expect(faultsOf(book)).toEqual([fault]);
    expect(book.accounts.map(({ account, row }) => [account, row])).toEqual([
      ['A1', 2],
      ['A3', 4],
    ]);
  },
);

test('the faults that only a sheet can have are all above', () => {
  const codes = faultCodes.filter((code) => code.startsWith('sheet.'));
  expect(new Set(unreadable.map(({ fault }) => fault.split(' ')[2]))).toEqual(new Set(codes));
});

test('readBook() names the error of a cell, and passes over those in columns that it does not read', () => {
  const [message] = readCells({ due: { type: 'e', inner: '<v>#DIV/0!</v>' } }).rejected.map(
    (row) => row.message,
  );
  expect(message).toContain('#DIV/0!');
  const secret = readCells({ due: { type: 'e', inner: '<v>Ana Secreta</v>' } });
  expect(JSON.stringify(secret)).not.toContain('Secreta');
  expect(readCells({ Nota: { type: 'e', inner: '<v>#N/A</v>' } })).toMatchObject({
    accounts: [{ account: 'A1' }],
    ignored: ['Nota'],
  });
});

test('readBook() counts rows as the sheet does: titles, empty rows and formatted cells without value included', () => {
  const [headers = [], ...lines] = rowsOf([{}, { amount: 0 }]);
  const formatted: CellSpec = { style: 0, inner: '' };
  const rows = [['Cartera de marzo'], [], headers, [formatted], ...lines, [], [formatted, formatted]];
  const book = readBook(workbookOf(rows), options);
  expect(book.rows).toBe(2);
  expect(book.accounts.map(({ row }) => row)).toEqual([5]);
  expect(faultsOf(book)).toEqual(['6 amount amount.notPositive']);
});

test('readBook() takes what stands beside the table for no part of it', () => {
  const [headers = [], line = []] = rowsOf([{}]);
  const book = readBook(workbookOf([headers, [...line, null, 'Revisar con Eva']]), options);
  expect([book.accounts.length, book.rejected]).toEqual([1, []]);
});

test('readBook() gives a merged cell to the first of its rows only', () => {
  const book = readRows([{}, { name: null }]);
  expect(faultsOf(book)).toEqual(['3 name cell.missing']);
});

test('readBook() reads headers with accents, and a workbook in which all names have prefixes', () => {
  const spanish = [
    'Número crédito',
    'Cliente',
    'Razón social',
    'País',
    'Moneda',
    'Fecha de emisión',
    'Vencimiento',
    'Monto',
  ];
  const line = ['A1', 'P1', 'Peña & Hijos', 'CO', 'COP', '2026-03-01', '2026-03-15', 5];
  expect(readBook(workbookOf([spanish, line]), options)).toMatchObject({
    accounts: [{ account: 'A1', person: { name: 'Peña & Hijos' } }],
    ignored: [],
  });
  const cells = [HEADERS, ['A1', 'P1', 'Ana', 'CO', 'COP', '2026-03-15', '5']].map(
    (texts) =>
      `<x:row>${texts.map((text) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`).join('')}</x:row>`,
  );
  const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>${cells.join('')}</x:sheetData></x:worksheet>`;
  const parts = { 'xl/worksheets/sheet1.xml': sheet };
  expect(readBook(workbookOf([], { parts }), options).accounts).toMatchObject([{ account: 'A1', row: 2 }]);
});
