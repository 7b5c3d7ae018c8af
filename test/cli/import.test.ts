import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportReport } from '../../cli/actions/import-report';
import { registerImport } from '../../cli/verbs/import';
import { runCommand } from './printed';

const examples = join(__dirname, '..', '..', 'examples');
const books = join(__dirname, '..', 'fixtures', 'books');
const bad = join(examples, 'malo.csv');
const folder = mkdtempSync(join(tmpdir(), 'recobro-import-'));
const inFolder = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

afterAll(() => rmSync(folder, { recursive: true }));
const run = (...args: readonly string[]) => runCommand(registerImport, 'import', ...args);

test('import --dry-run --json says what is wrong with every row, loads nothing and exits 1', async () => {
  const { out, err, exit } = await run(bad, '--dry-run', '--json');
  expect([err, exit]).toEqual(['', 1]);
  const report: ImportReport = JSON.parse(out);
  expect(report).toMatchObject({ rows: 36, isDryRun: true, accepted: 3, ignored: [] });
  expect(report).not.toHaveProperty('new');
  expect(new Set(report.rejected.map(({ row }) => row)).size).toBe(33);
  expect(report.rejected[0]).toEqual({
    row: 3,
    account: 'M-002',
    column: 'due',
    code: 'date.impossible',
    message: 'The date "********26" does not exist',
    remedy: expect.stringContaining('dd/mm/yyyy'),
  });
});

test('import --dry-run gives people the counts and a table', async () => {
  const { out, exit } = await run(bad, '--dry-run');
  expect(exit).toBe(1);
  expect(out).toContain('36 rows, 3 good, 33 rejected; nothing was loaded');
  expect(out).toMatch(/M-013.*jurisdiction.*There is no jurisdiction/);
});

test('import --dry-run of a good book exits 0', async () => {
  expect(await run(join(examples, 'cartera.csv'), '--dry-run')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('230 rows, 230 good, 0 rejected'),
  });
});

test('import --map reads the columns of a creditor', async () => {
  const book = inFolder('propio.csv', 'Ref;Quien;Razon;Total;Limite\nC-1;P-1;Ana Ejemplo;1.500;2026-03-15\n');
  const columns = 'columns: {account: Ref, person: Quien, name: Razon, amount: Total, due: Limite}';
  const map = inFolder(
    'mapa.yaml',
    `${columns}\nconstants: {jurisdiction: CL, currency: CLP}\ndecimal: comma\n`,
  );
  expect(await run(book, '--map', map, '--dry-run')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('1 good'),
  });
});

test('import reads a workbook as the same book in CSV: good rows, and the others by row and reason', async () => {
  const [csv, sheet] = [join(books, 'libro.csv'), join(books, 'xlsxwriter.xlsx')];
  const asCsv = await run(csv, '--dry-run');
  const asSheet = await run(sheet, '--dry-run');
  expect(asSheet.out.replaceAll(sheet, csv)).toBe(asCsv.out);
  expect(asSheet).toMatchObject({ exit: 1, out: expect.stringContaining('7 rows, 6 good, 1 rejected') });
});

test('import --sheet reads another sheet, and names the sheets when there is none of the name', async () => {
  const sheet = join(books, 'xlsxwriter.xlsx');
  expect(await run(sheet, '--dry-run', '--sheet', 'cartera')).toMatchObject({
    out: expect.stringContaining('6 good'),
  });
  const { out, exit } = await run(sheet, '--dry-run', '--json', '--sheet', 'Nada');
  const { rejected }: ImportReport = JSON.parse(out);
  expect([exit, rejected]).toEqual([
    1,
    [expect.objectContaining({ code: 'file.noSheet', remedy: expect.stringContaining('"Cartera"') })],
  ]);
});

test('import says of a workbook that it cannot open what to do', async () => {
  const { out, exit } = await run(inFolder('libro.xlsx', 'PK\u0003\u0004'), '--dry-run');
  expect([exit, out]).toEqual([1, expect.stringContaining('damaged spreadsheet')]);
});

test.each([
  {
    rule: 'there is no such file',
    file: () => join(folder, 'nada.csv'),
    flags: [],
    says: 'name an existing file',
  },
  {
    rule: 'the strategy is unknown',
    file: () => bad,
    flags: ['--strategy', 'x'],
    says: 'use one of consumo',
  },
  {
    rule: 'the map is wrong',
    file: () => bad,
    flags: ['--map', inFolder('mal.yaml', 'colums: {}')],
    says: 'Cannot read',
  },
])('import exits 2 when $rule', async ({ file, flags, says }) => {
  expect(await run(file(), ...flags)).toEqual({ out: '', err: expect.stringContaining(says), exit: 2 });
});

test('import says how to start an environment where none runs', async () => {
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
  jest.replaceProperty(process, 'env', { PATH: process.env['PATH'] });
  expect(await run(join(examples, 'cartera.csv'))).toEqual({
    out: '',
    err: expect.stringContaining('npx recobro start'),
    exit: 1,
  });
});
