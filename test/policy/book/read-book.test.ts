import { Readable } from 'node:stream';
import { dayFromIso, instantFromIso } from '../../../domain/time/calendar';
import { readColumnMap } from '../../../policy/book/column-map';
import { columnNames, columnSynonyms, normalizedHeader } from '../../../policy/book/columns';
import { readBook, readBookStream } from '../../../policy/book/read-book';
import { faultsOf, fileOf, options, readRows } from './book-file';

const whole = {
  kind: 'empresa',
  tax_id: '900.123-4',
  email: 'pena@example.test',
  sms: '300 000 0001',
  whatsapp: '+57 300 000 0002',
  letter: 'Calle Ejemplo 1 # 2-3',
  voice: '(601) 742 0000',
  consent: 'whatsapp|correo sms',
  opened: '02/03/2026',
  strategy: 'consumo',
  due: '',
  amount: '',
  debts: 'F-1@2026-03-15=1.500,50 | F-2@15/04/2026=20',
};

test('readBook() reads a full row', () => {
  expect(readRows(whole)).toEqual({
    rows: 1,
    rejected: [],
    ignored: [],
    accounts: [
      {
        account: 'A1',
        row: 2,
        currency: 'COP',
        opened: instantFromIso('2026-03-02T00:00:00-05:00'),
        strategy: 'consumo',
        debts: [
          { id: 'F-1', due: dayFromIso('2026-03-15'), amount: 150050 },
          { id: 'F-2', due: dayFromIso('2026-04-15'), amount: 2000 },
        ],
        person: {
          id: 'P1',
          name: 'Ana Ejemplo',
          jurisdiction: 'CO',
          zone: 'America/Bogota',
          language: 'es',
          kind: 'business',
          taxId: '900.123-4',
          addresses: {
            email: 'pena@example.test',
            sms: '+573000000001',
            whatsapp: '+573000000002',
            letter: 'Calle Ejemplo 1 # 2-3',
            voice: '+576017420000',
          },
          consent: ['email', 'sms', 'whatsapp'],
        },
      },
    ],
  });
});

test('readBook() takes the protective default of everything that a row leaves out', () => {
  const [account] = readRows({}).accounts;
  expect(account?.person).toMatchObject({ kind: 'consumer', consent: [], addresses: {} });
  expect(account).toMatchObject({ debts: [{ id: 'D1' }] });
  expect(account).not.toHaveProperty('opened');
});

test.each([
  { jurisdiction: 'BR-SP', zone: 'America/Sao_Paulo', language: 'pt' },
  { jurisdiction: 'BR-AM', zone: 'America/Manaus', language: 'pt' },
  { jurisdiction: 'CL', zone: 'America/Santiago', language: 'es' },
  { jurisdiction: 'MX', zone: 'America/Mexico_City', language: 'es' },
])('readBook() takes zone and language from $jurisdiction', ({ jurisdiction, ...expected }) => {
  expect(readRows({ jurisdiction }).accounts[0]?.person).toMatchObject(expected);
});

test('readBook() gives both accounts of a person the same person', () => {
  const [first, second] = readRows({}, { person: 'P1' }).accounts;
  expect(second?.person).toBe(first?.person);
});

const accented = fileOf([{ name: 'Íñigo Peña Conceição' }]);
test.each([
  { rule: 'UTF-8', data: Buffer.from(accented, 'utf8') },
  { rule: 'UTF-8 with a byte order mark', data: Buffer.from(`\uFEFF${accented}`, 'utf8') },
  { rule: 'Windows-1252', data: Buffer.from(accented, 'latin1') },
  { rule: 'UTF-16 as spreadsheets write it', data: Buffer.from(`\uFEFF${accented}`, 'utf16le') },
  { rule: 'a text', data: `\uFEFF${accented}` },
])('readBook() reads $rule', ({ data }) => {
  expect(readBook(data, options).accounts[0]?.person.name).toBe('Íñigo Peña Conceição');
});

test.each([{ delimiter: ',' }, { delimiter: ';' }, { delimiter: '\t' }])(
  'readBook() finds out the delimiter $delimiter',
  ({ delimiter }) => {
    const quoted = `"a${delimiter} b"`;
    const book = readBook(fileOf([{ name: quoted }, {}], delimiter), options);
    expect(book.accounts.map(({ person }) => person.name)).toEqual([`a${delimiter} b`, 'Ana Ejemplo']);
  },
);

test.each([
  { rule: 'line ends of Windows', change: (file: string) => file.replaceAll('\n', '\r\n') },
  { rule: 'line ends of both kinds', change: (file: string) => file.replace('\n', '\r\n') },
  { rule: 'empty lines and empty cells at the end', change: (file: string) => `${file}\n\n;;;\n` },
  { rule: 'a hint for spreadsheets above the header', change: (file: string) => `sep=;\n${file}` },
  { rule: 'a title above the header', change: (file: string) => `Cartera;al 28/02/2026\n\n${file}` },
])('readBook() takes $rule', ({ change }) => {
  const book = readBook(change(fileOf([{}, {}])), options);
  expect(book.accounts.map(({ account }) => account)).toEqual(['A1', 'A2']);
  expect(book.rejected).toEqual([]);
});

test('readBook() counts rows by the lines of the file', () => {
  const file = `Cartera\n\n${fileOf([{ letter: '"Calle 1\nInt. 2"' }, { amount: '-1' }, {}])}`;
  const book = readBook(file, options);
  expect(book.accounts.map(({ row }) => row)).toEqual([4, 7]);
  expect(faultsOf(book)).toEqual(['6 amount amount.notPositive']);
});

test('readBook() reads headers in Spanish and Portuguese and says which it ignores', () => {
  const spanish =
    'Nro. Operación,Código Cliente,Razón Social,País,Moneda,Fecha de Vencimiento,Importe,Vendedor\nA1,P1,Ana,CO,COP,15/03/2026,5,x\n';
  const portuguese =
    'Contrato;Devedor;Nome;Jurisdição;Moeda;Data de Vencimento;Valor\nA1;P1;Ana;BR-SP;BRL;15/03/2026;5,10\n';
  expect(readBook(spanish, options)).toMatchObject({ accounts: [{ account: 'A1' }], ignored: ['Vendedor'] });
  expect(readBook(portuguese, options)).toMatchObject({
    accounts: [{ debts: [{ amount: 510 }] }],
    ignored: [],
  });
});

test('columns: no header names two columns, and synonyms are written as they are compared', () => {
  const all = columnNames.flatMap((name) => [name, ...columnSynonyms[name]]);
  expect(new Set(all).size).toBe(all.length);
  expect(all.map(normalizedHeader)).toEqual(all);
});

test('readBook() takes columns, constants and the decimal mark from a column map', () => {
  const map = readColumnMap(
    'columns: {account: "Ref. 1", amount: Deuda total}\nconstants: {currency: COP, jurisdiction: CO}\ndecimal: point\n',
  );
  const file =
    'Ref. 1;Cuenta;Cliente;Nombre;Vence;Deuda total;Moneda\nA1;no;P1;Ana;2026-03-15;1,234;\nA2;no;P2;Eva;2026-03-15;9.50;USD\n';
  const book = readBook(file, { ...options, map });
  expect(book.rejected).toEqual([]);
  expect(book.accounts.map(({ account, currency, debts }) => [account, currency, debts[0]?.amount])).toEqual([
    ['A1', 'COP', 123400],
    ['A2', 'USD', 950],
  ]);
});

test.each([
  { rule: 'an unknown name', yaml: 'columns: {acount: x}', path: 'columns' },
  { rule: 'another key', yaml: 'colums: {account: x}', path: '' },
  { rule: 'broken YAML', yaml: 'columns: {', path: '' },
  { rule: 'an unknown mark', yaml: 'decimal: dot', path: 'decimal' },
])('readColumnMap() refuses $rule', ({ yaml, path }) => {
  const read = () => readColumnMap(yaml);
  expect(read).toThrow(
    expect.objectContaining({ code: 'book.badMap', details: { path: expect.stringContaining(path) } }),
  );
});

test('readBookStream() reads what readBook() reads, wherever the chunks end', async () => {
  const data = Buffer.from(accented);
  const chunks = Array.from(data, (byte) => Uint8Array.of(byte));
  expect(await readBookStream(Readable.from(chunks), options)).toEqual(readBook(data, options));
});

test('readBook() prefers a column of our own name to a synonym', () => {
  const book = readRows({ cuenta: 'otra' });
  expect(book.accounts.map(({ account }) => account)).toEqual(['A1']);
  expect(book.rejected).toEqual([]);
});

test.each([
  { rule: 'of the only debt', row: { issued: '2026-02-15' }, id: 'D1' },
  { rule: 'on the due date', row: { issued: '2026-03-15' }, id: 'D1' },
  {
    rule: 'of one of several',
    row: { due: '', amount: '', debts: 'F1@15/02/2026..2026-03-15=1500' },
    id: 'F1',
  },
])('readBook() reads the issue date $rule', ({ row, id }) => {
  const book = readRows(row);
  const issued = dayFromIso('issued' in row ? row.issued : '2026-02-15');
  expect(faultsOf(book)).toEqual([]);
  expect(book.accounts[0]?.debts).toMatchObject([{ id, due: dayFromIso('2026-03-15'), issued }]);
});

test('readBook() takes an issue date after the due date for a slip', () => {
  expect(faultsOf(readRows({ issued: '2026-03-16' }))).toEqual(['2 issued date.afterDue']);
  expect(faultsOf(readRows({ issued: '2026-03-10', debts: 'F1@2026-03-15=1' }))).toEqual([
    '2 debts debts.both',
  ]);
});

const several = { due: '', amount: '' };

test.each([
  { rule: 'of the only debt', row: { interest: '100', fees: '0' }, parts: { interest: 10_000, fees: 0 } },
  { rule: 'where only one is said', row: { fees: '20,50' }, parts: { fees: 2_050 } },
  { rule: 'of nothing', row: { interest: '0,00' }, parts: { interest: 0 } },
  {
    rule: 'of one of several, with an issue date',
    row: { ...several, debts: 'F1@15/02/2026..2026-03-15=1.234,50 / 200 / 30' },
    parts: { amount: 123_450, interest: 20_000, fees: 3_000 },
  },
  {
    rule: 'that is all',
    row: { ...several, debts: 'F1@2026-03-15=900//900' },
    parts: { amount: 90_000, fees: 90_000 },
  },
])('readBook() reads interest and fees $rule', ({ row, parts }) => {
  const book = readRows(row);
  expect(faultsOf(book)).toEqual([]);
  const [debt] = book.accounts[0]?.debts ?? [];
  expect(debt).toMatchObject(parts);
  expect(Object.keys(debt ?? {}).filter((name) => /interest|fees/.test(name))).toEqual(
    Object.keys(parts).filter((name) => name !== 'amount'),
  );
});

test.each([
  { row: { interest: '1.000.000,00' }, fault: '2 interest amount.partsExceed' },
  { row: { fees: '1.000.000,00' }, fault: '2 fees amount.partsExceed' },
  { row: { interest: '-5' }, fault: '2 interest amount.notPositive' },
  { row: { interest: '-0' }, fault: '2 interest amount.notPositive' },
  { row: { fees: 'poco' }, fault: '2 fees amount.bad' },
  { row: { ...several, debts: 'F1@2026-03-15=900/800/200' }, fault: '2 debts amount.partsExceed' },
  { row: { ...several, debts: 'F1@2026-03-15=900/8x' }, fault: '2 debts amount.bad' },
  { row: { ...several, debts: 'F1@2026-03-15=900/1/1/1' }, fault: '2 debts debts.bad' },
  { row: { ...several, fees: '5', debts: 'F1@2026-03-15=900' }, fault: '2 debts debts.both' },
])('readBook() takes no interest and fees such as $row', ({ row, fault }) => {
  expect(faultsOf(readRows(row))).toEqual([fault]);
});

test('an amount of interest proves the decimal mark, too', () => {
  expect(faultsOf(readRows({ amount: '1.234', interest: '10.50' }))).toEqual(['2 amount amount.ambiguous']);
});
