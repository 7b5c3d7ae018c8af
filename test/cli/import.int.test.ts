import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBook } from '../../cli/actions/import';
import type { ImportReport } from '../../cli/actions/import-report';
import * as target from '../../cli/actions/import-target';
import { LOCAL_TABLES } from '../../local/tables';
import { tableEnvironment } from '../../store/tables';
import { caseState } from '../../workflows/messages';
import { workbookOf } from '../policy/book/sheet/workbook-file';
import { Lab, rests } from '../workflows/lab';
import { printed } from './printed';

const TENANT = 'import-test';
const HEADER = 'account;person;name;jurisdiction;email;consent;currency;strategy;debts';
const ANA = 'C-1;P-1;Ana Ejemplo;CO;ana@example.test;email;COP;consumo;D1@2999-03-10=1000.00';
const BRUNO = 'C-2;P-2;Bruno Ejemplo;CO;;;COP;;D1@2999-03-10=500.00';
const FAULTY = 'C-3;P-3;Carla Ejemplo;CO;;;COP;;D1@2999-02-31=500.00';

const folder = mkdtempSync(join(tmpdir(), 'recobro-import-'));
const lab = Lab.forTests({ time: 'real' });
beforeAll(() => {
  Object.assign(process.env, tableEnvironment(LOCAL_TABLES));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Loaded {
  readonly exit: number;
  readonly report: ImportReport;
}

const load = (...rows: readonly string[]): Promise<Loaded> =>
  loadFile('libro.csv', `${[HEADER, ...rows].join('\n')}\n`);

/** The same rows in a workbook. */
const loadWorkbook = (...rows: readonly string[]): Promise<Loaded> =>
  loadFile('libro.xlsx', workbookOf([HEADER, ...rows].map((row) => row.split(';'))));

async function loadFile(name: string, data: string | Uint8Array): Promise<Loaded> {
  const file = join(folder, name);
  writeFileSync(file, data);
  const flags = { strategy: 'consumo', tenant: TENANT, json: true } as const;
  const { out, answer } = await printed(() => importBook(file, flags, () => target));
  return { exit: answer, report: JSON.parse(out) };
}

const handleOf = (accountId: string) => lab.cluster.intake.handleOf({ tenant: TENANT, accountId });
async function bookedOf(accountId: string) {
  await rests(handleOf(accountId)); // a book is loaded without waiting for its cases
  return (await handleOf(accountId).query(caseState)).booked;
}
const personOf = async (personId: string) =>
  (await lab.cluster.store.getPerson({ tenant: TENANT, personId }))?.person;

test('a book opens its good rows once, and later files change what they say', async () => {
  const first = await load(ANA, BRUNO, FAULTY);
  expect(first).toMatchObject({
    exit: 1,
    report: { new: ['C-1', 'C-2'], changed: [], unchanged: [], rejected: [{ row: 4 }] },
  });
  expect(await bookedOf('C-1')).toMatchObject([{ kind: 'debt', id: 'D1', amount: 100_000 }]);

  const again = await load(ANA, BRUNO);
  expect(again).toMatchObject({ exit: 0, report: { new: [], changed: [], unchanged: ['C-1', 'C-2'] } });
  expect((await loadWorkbook(ANA, BRUNO)).report).toMatchObject({ unchanged: ['C-1', 'C-2'] });
  expect(await bookedOf('C-1')).toHaveLength(1);

  const changed = ANA.replace('ana@', 'ana.nueva@').replace('=1000.00', '=800.00|D2@2999-04-10=50.00');
  const applied = ['adjust/D1', 'debt/D2', 'address/email'];
  expect(await load(changed, BRUNO)).toMatchObject({
    exit: 0,
    report: { new: [], changed: [{ account: 'C-1', applied, notApplied: [] }], unchanged: ['C-2'] },
  });
  expect(await bookedOf('C-1')).toMatchObject([
    { kind: 'debt', id: 'D1' },
    { kind: 'adjust', debt: 'D1', amount: 80_000 },
    { kind: 'debt', id: 'D2', amount: 5_000 },
  ]);
  expect((await personOf('P-1'))?.addresses).toEqual({ email: 'ana.nueva@example.test' });

  // Back to what it was, and forth again: the same amounts are new events each time.
  expect((await load(ANA)).report.changed).toMatchObject([
    { applied: ['adjust/D1', 'address/email'], notApplied: [{ column: 'debts' }] },
  ]);
  expect((await load(changed)).report.changed).toMatchObject([
    { applied: expect.arrayContaining(['adjust/D1']) },
  ]);
  expect((await bookedOf('C-1')).filter(({ kind }) => kind === 'adjust')).toMatchObject([
    { amount: 80_000 },
    { amount: 100_000 },
    { amount: 80_000 },
  ]);
});
