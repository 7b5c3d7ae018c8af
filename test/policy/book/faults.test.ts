import { columnSynonyms } from '../../../policy/book/columns';
import { masked } from '../../../policy/book/faults';
import { readBook } from '../../../policy/book/read-book';
import { faultsOf, fileOf, options, readRows } from './book-file';

test.each([
  { rule: 'a date that does not exist', row: { due: '2026-02-30' }, fault: '3 due date.impossible' },
  {
    rule: 'a day-first date that does not exist',
    row: { due: '31/02/2026' },
    fault: '3 due date.impossible',
  },
  { rule: 'a month-first date', row: { due: '03/15/2026' }, fault: '3 due date.impossible' },
  { rule: 'a date with two digits of year', row: { due: '15/03/26' }, fault: '3 due date.bad' },
  { rule: 'an empty due date', row: { due: '' }, fault: '3 due cell.missing' },
  { rule: 'a negative amount', row: { amount: '-5' }, fault: '3 amount amount.notPositive' },
  {
    rule: 'a negative amount after the symbol',
    row: { amount: '$ -5' },
    fault: '3 amount amount.notPositive',
  },
  { rule: 'an amount in brackets', row: { amount: '(5)' }, fault: '3 amount amount.notPositive' },
  { rule: 'a zero amount', row: { amount: '0,00' }, fault: '3 amount amount.notPositive' },
  { rule: 'too many decimals', row: { amount: '1234.567' }, fault: '3 amount amount.tooManyDecimals' },
  {
    rule: 'decimals of a currency without any',
    row: { currency: 'CLP', amount: '10,50' },
    fault: '3 amount amount.tooManyDecimals',
  },
  { rule: 'groups of the wrong length', row: { amount: '1.23.456' }, fault: '3 amount amount.bad' },
  { rule: 'one mark for groups and decimals', row: { amount: '1.234.56' }, fault: '3 amount amount.bad' },
  {
    rule: 'an amount beyond exact numbers',
    row: { amount: '90071992547410' + '00' },
    fault: '3 amount amount.tooLarge',
  },
  { rule: 'an unknown currency', row: { currency: 'XXX' }, fault: '3 currency currency.unknown' },
  { rule: 'a repeated account', row: { account: 'A1' }, fault: '3 account account.duplicate' },
  { rule: 'an account with a slash', row: { account: 'A/1' }, fault: '3 account id.bad' },
  {
    rule: 'an id that a spreadsheet rounded',
    row: { account: '1.23457E+15' },
    fault: '3 account id.mangled',
  },
  { rule: 'a telephone number that is none', row: { sms: '12345' }, fault: '3 sms phone.bad' },
  {
    rule: 'a local number where no country is known',
    row: { jurisdiction: 'TEST', zone: 'UTC', sms: '3000000001' },
    fault: '3 sms phone.bad',
  },
  { rule: 'an e-mail address that is none', row: { email: 'ana.example.test' }, fault: '3 email email.bad' },
  { rule: 'an unknown zone', row: { zone: 'America/Macondo' }, fault: '3 zone zone.unknown' },
  { rule: 'no zone where the place has several', row: { jurisdiction: 'US' }, fault: '3 zone zone.missing' },
  {
    rule: 'an unknown jurisdiction',
    row: { jurisdiction: 'AR' },
    fault: '3 jurisdiction jurisdiction.unknown',
  },
  { rule: 'an unknown language', row: { language: 'fr' }, fault: '3 language language.unknown' },
  { rule: 'an unknown kind', row: { kind: 'perro' }, fault: '3 kind kind.unknown' },
  { rule: 'a consent for no channel', row: { consent: 'sms fax' }, fault: '3 consent channel.unknown' },
  { rule: 'an opening that is no date', row: { opened: 'ayer' }, fault: '3 opened date.bad' },
  { rule: 'an opening without offset', row: { opened: '2026-03-02T08:00:00' }, fault: '3 opened date.bad' },
  {
    rule: 'a person whose zone differs',
    row: { person: 'P1', zone: 'America/Lima' },
    fault: '3 zone person.disagrees',
  },
  {
    rule: 'a person whose consent differs',
    row: { person: 'P1', consent: 'sms' },
    fault: '3 consent person.disagrees',
  },
  {
    rule: 'a person whose address differs',
    row: { person: 'P1', letter: 'Calle 1' },
    fault: '3 letter person.disagrees',
  },
  { rule: 'both ways of giving debts', row: { debts: 'D1@2026-03-15=5' }, fault: '3 debts debts.both' },
  {
    rule: 'a debt without amount',
    row: { due: '', amount: '', debts: 'D1@2026-03-15' },
    fault: '3 debts debts.bad',
  },
  {
    rule: 'two debts of one id',
    row: { due: '', amount: '', debts: 'D1@2026-03-15=5|D1@2026-04-15=5' },
    fault: '3 debts debts.duplicate',
  },
  {
    rule: 'an impossible date among debts',
    row: { due: '', amount: '', debts: 'D1@2026-02-30=5' },
    fault: '3 debts date.impossible',
  },
  { rule: 'more cells than headers', row: { amount: '1;5' }, fault: '3 * row.tooManyCells' },
  { rule: 'a quote that is never closed', row: { name: '"Ana' }, fault: '3 * row.quotes' },
])('readBook() rejects $rule and reads the rows around it', ({ row, fault }) => {
  const book = readRows({}, row, { account: 'A3' });
  expect(faultsOf(book)).toEqual([fault]);
  expect(book.accounts.map(({ account }) => account)).toEqual(['A1', 'A3']);
  expect(book.rows).toBe(3);
});

test('readBook() gives every fault of a row, each with a remedy', () => {
  const book = readRows({ due: '30/02/2026', amount: '-5', sms: '1', currency: 'XXX', jurisdiction: 'AR' });
  expect(faultsOf(book).sort()).toEqual([
    '2 amount amount.notPositive',
    '2 currency currency.unknown',
    '2 due date.impossible',
    '2 jurisdiction jurisdiction.unknown',
    '2 sms phone.bad',
  ]);
  expect(
    book.rejected.every(
      ({ message, remedy, account }) => message !== '' && remedy !== '' && account === 'A1',
    ),
  ).toBe(true);
});

test('readBook() names the first row of a repeated account', () => {
  const book = readRows({}, {}, { account: 'A1' });
  expect(book.rejected[0]).toMatchObject({ row: 4, message: expect.stringContaining('row 2') });
});

test('readBook() names the row with which a person disagrees', () => {
  const book = readRows({}, { person: 'P1', name: 'Otra' });
  expect(book.rejected[0]).toMatchObject({
    row: 3,
    column: 'name',
    message: expect.stringContaining('Row 2'),
  });
});

test('readBook() never repeats a value whole', () => {
  const secret = 'ana.secreta.example.test';
  const columns = [
    'account',
    'jurisdiction',
    'zone',
    'language',
    'kind',
    'email',
    'sms',
    'consent',
    'currency',
    'opened',
    'due',
    'amount',
  ];
  const book = readRows(Object.fromEntries([...columns, 'person'].map((column) => [column, `${secret}@`])));
  expect(book.rejected.map(({ column }) => column)).toEqual(expect.arrayContaining(columns));
  expect(JSON.stringify(book)).not.toContain('secreta');
});

test.each([
  { text: 'ana@example.test', hidden: '"************st"' },
  { text: 'XXX', hidden: '"*XX"' },
  { text: '12', hidden: '"**"' },
])('masked() keeps two characters of $text', ({ text, hidden }) => {
  expect(masked(text)).toBe(hidden);
});

test.each([
  { rule: 'without a byte', file: '' },
  { rule: 'of white space', file: ' \n\r\n' },
  { rule: 'of a header only', file: fileOf([]) },
])('readBook() rejects a file $rule', ({ file }) => {
  expect(faultsOf(readBook(file, options))).toEqual(['1 * file.empty']);
});

test('readBook() rejects a file without a column that it needs, and names what the column may be called', () => {
  const book = readBook('cuenta;nombre;pais;moneda;monto\nA1;Ana;CO;COP;5\n', options);
  expect(faultsOf(book)).toEqual(['1 person file.missingColumn', '1 due file.missingColumn']);
  for (const name of ['person', ...columnSynonyms.person]) expect(book.rejected[0]?.remedy).toContain(name);
  expect(book.accounts).toEqual([]);
});

test('readBook() says nothing of the cells of a file that has no header', () => {
  const book = readBook('A1;P1;Ana Secreta;CO;COP;2026-03-15;5\n', options);
  expect(book.rejected.map(({ code }) => code)).toContain('file.missingColumn');
  expect(JSON.stringify(book)).not.toContain('Secreta');
});

test('readBook() rejects a file in which two headers mean one column', () => {
  const file = fileOf([{}]).replace('due;amount', 'vence;vencimiento');
  expect(faultsOf(readBook(file, options))).toEqual([
    '1 due file.duplicateColumn',
    '1 amount file.missingColumn',
  ]);
});

test('readBook() finds a quote that swallows whole rows', () => {
  const book = readRows({}, { name: '"Ana' }, { name: 'Eva"' }, {});
  expect(faultsOf(book)).toEqual(['3 * row.quotes']);
  expect(book.accounts.map(({ account }) => account)).toEqual(['A1', 'A4']);
});
