import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/jest';
import { dayFromIso, isoFromDay } from '../../../../domain/time/calendar';
import { readBook } from '../../../../policy/book/read-book';
import type { Book } from '../../../../policy/book/types';
import { fileOf, options } from '../book-file';
import type { CellSpec } from './workbook-file';
import { shown, workbookOf } from './workbook-file';

const DATE = 1;
const word = fc.string({
  unit: fc.constantFrom('a', 'ñ', 'Á', '&', '<', '"', ' ', '日', '😀'),
  minLength: 1,
  maxLength: 8,
});
const day = fc.integer({ min: dayFromIso('1990-01-01'), max: dayFromIso('2060-12-31') });
const cents = fc.integer({ min: 1, max: 10 ** 12 });
const none = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const row = fc.record({
  account: fc.oneof(fc.integer({ min: 1, max: 10 ** 15 - 1 }), fc.stringMatching(/^0[0-9A-Z]{1,17}$/)),
  person: fc.integer({ min: 1, max: 60 }),
  name: word,
  amount: cents,
  interest: none(cents),
  due: day,
  issued: none(day),
  phone: none(fc.integer({ min: 3_000_000_000, max: 3_999_999_999 })),
  score: none(fc.integer({ min: 0, max: 100_000 })),
  isText: fc.boolean(),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const HEADERS = 'account;person;name;jurisdiction;currency;amount;interest;due;issued;sms;score'.split(';');
const decimal = (hundredths: number): string => (hundredths / 100).toFixed(2);

function csvCells({ account, person, name, amount, interest, due, issued, phone, score }: Row): string[] {
  return [
    ...[String(account), `P${person}`, `"${name.replaceAll('"', '""')}"`, 'MX', 'MXN'],
    ...[decimal(amount), interest === undefined ? '' : decimal(interest)],
    ...[isoFromDay(due), issued === undefined ? '' : isoFromDay(issued)],
    ...[phone === undefined ? '' : `+57${phone}`, score === undefined ? '' : String(score / 100)],
  ];
}

/** The same in a workbook, where a program may hold numbers and dates as such or as texts. */
function sheetCells(row: Row): CellSpec[] {
  const { account, person, name, amount, interest, due, issued, phone, score, isText } = row;
  // 1 January 1970 is the day 25,569 of spreadsheets.
  const date = (value: number): CellSpec => (isText ? isoFromDay(value) : shown(value + 25_569, DATE));
  const number = (value: number): CellSpec => (isText ? value.toFixed(2) : value);
  return [
    ...[account, `P${person}`, name, 'MX', 'MXN'],
    ...[number(amount / 100), interest === undefined ? null : number(interest / 100)],
    ...[date(due), issued === undefined ? null : date(issued)],
    ...[phone === undefined ? null : `+57${phone}`, score === undefined ? null : score / 100],
  ];
}

/** What a book says, but for the texts that quote how a value was written. */
const saidBy = ({ accounts, rejected, rows, ignored }: Book): unknown => ({
  ...{ accounts, rows, ignored },
  rejected: rejected.map(({ row: at, account, column, code }) => ({ at, account, column, code })),
});

property.prop([fc.array(row, { minLength: 1, maxLength: 8 })])(
  'readBook() reads the same from a workbook as from CSV',
  (rows) => {
    const csv = [HEADERS, ...rows.map(csvCells)].map((cells) => cells.join(';')).join('\n');
    const sheet = workbookOf([HEADERS, ...rows.map(sheetCells)], { formats: ['dd/mm/yyyy'] });
    expect(saidBy(readBook(sheet, options))).toEqual(saidBy(readBook(csv, options)));
  },
);

property.prop([fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat()])(
  'readBook() never throws for a workbook with changed bytes',
  (bytes, place) => {
    const file = workbookOf([
      HEADERS,
      ...fileOf([{}])
        .split('\n')
        .map((line) => line.split(';')),
    ]);
    const at = 4 + (place % (file.length - 4));
    file.set(bytes.subarray(0, file.length - at), at);
    expect(readBook(file, options).accounts.length).toBeLessThanOrEqual(1);
  },
);

const fixtures = join(__dirname, '..', '..', '..', 'fixtures', 'books');

test.each(['libreoffice.xlsx', 'openpyxl.xlsx', 'xlsxwriter.xlsx'])(
  'readBook() reads from %s, which another program wrote, what the CSV beside it says',
  (name) => {
    const csv = readBook(readFileSync(join(fixtures, 'libro.csv')), options);
    expect(csv.accounts).toHaveLength(6);
    expect(saidBy(readBook(readFileSync(join(fixtures, name)), options))).toEqual(saidBy(csv));
  },
);
