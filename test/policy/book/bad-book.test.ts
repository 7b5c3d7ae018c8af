import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnNames, columnSynonyms } from '../../../policy/book/columns';
import { faultCodes } from '../../../policy/book/faults';
import { readBook } from '../../../policy/book/read-book';
import { faultsOf } from './book-file';

const file = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'malo.csv'));
const book = readBook(file, { jurisdictions: new Set(['CO', 'US']), strategies: new Set(['consumo']) });

test('the bad book gives one fault a row, as docs/import.md shows', () => {
  expect(faultsOf(book)).toEqual([
    '3 due date.impossible',
    '4 due date.bad',
    '5 amount amount.notPositive',
    '6 amount amount.notPositive',
    '7 amount amount.tooManyDecimals',
    '8 amount amount.bad',
    '9 currency currency.unknown',
    '10 account account.duplicate',
    '11 sms phone.bad',
    '12 email email.bad',
    '13 zone zone.unknown',
    '14 jurisdiction jurisdiction.unknown',
    '15 zone person.disagrees',
    '16 name cell.missing',
    '17 consent channel.unknown',
    '18 language language.unknown',
    '19 kind kind.unknown',
    '20 opened date.bad',
    '21 debts debts.duplicate',
    '22 debts debts.bad',
    '23 debts debts.both',
    '24 due cell.missing',
    '24 amount cell.missing',
    '25 amount amount.ambiguous',
    '26 amount amount.tooLarge',
    '27 account id.mangled',
    '28 account id.bad',
    '29 * row.tooManyCells',
    '30 zone zone.missing',
    '31 strategy strategy.unknown',
    '32 * row.quotes',
    '35 debts date.afterDue',
    '36 score number.bad',
    '37 debts amount.partsExceed',
  ]);
});

test('the good rows of the bad book are read', () => {
  expect(book.accounts.map(({ account }) => account)).toEqual(['M-001', 'M-032', 'M-033']);
});

test('the bad book has every fault that a row of a text file can have', () => {
  const codes = new Set(book.rejected.map(({ code }) => code));
  // A text file has no faults of a sheet: those are in read-sheet.test.ts.
  expect(faultCodes.filter((code) => !/^(file|sheet)\./.test(code) && !codes.has(code))).toEqual([]);
});

test('docs/import.md explains every fault and every header', () => {
  const docs = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'import.md'), 'utf8');
  for (const code of faultCodes) expect(docs).toContain(`\`${code}\``);
  for (const name of columnNames)
    for (const header of [name, ...columnSynonyms[name]]) expect(docs).toContain(`\`${header}\``);
});
