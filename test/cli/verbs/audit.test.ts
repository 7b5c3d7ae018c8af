import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, EMPTY_LEDGER } from '../../../domain/ledger';
import type { LedgerEntry } from '../../../domain/ledger';
import { keepSeal } from '../../../evidence/seal/archive';
import { makeSeal } from '../../../evidence/seal/seal';
import { temporarySigner } from '../../../evidence/signature';
import { sha256Hex } from '../../../store/store';
import { memoryArchive } from '../../evidence/memory-archive';
import { runMain } from '../run-main';

const TENANT = 'acme';
const ACCOUNTS = 250;
const context = { strategyVersion: 's@1', lawVersion: 'CO@1 zones@x', workflowId: 'w', runId: 'r' };
const drafts = [
  { at: 0, type: 'account_opened', actor: 'intake', facts: {} },
  { at: 86_400_000, type: 'touch_claimed', actor: 'recobro', facts: { step: 'hoy', channel: 'sms' } },
  {
    at: 2 * 86_400_000,
    type: 'touch_refused',
    actor: 'recobro',
    facts: { step: 'vencido', rule: 'CO-2300-3-HOURS' },
  },
  { at: 3 * 86_400_000, type: 'data_accessed', actor: 'auditor-7', facts: { what: 'evidence_pack' } },
];
const whole = chain(EMPTY_LEDGER, drafts, context, sha256Hex);
const ids = Array.from({ length: ACCOUNTS }, (_, index) => `A-${String(index).padStart(3, '0')}`);

/** A tenant whose ledgers are all alike; a test may change one, or have a read fail. */
const tenant = {
  ledgers: new Map<string, readonly LedgerEntry[]>(),
  fails: undefined as string | undefined,
  reads: [] as string[],
  archive: memoryArchive(),
};

const store = {
  listAccounts: async ({ limit, cursor = '0' }: { limit: number; cursor?: string }) => {
    const from = Number(cursor);
    const items = ids.slice(from, from + limit).map((accountId) => ({ accountId, ledger: whole.at(-1)! }));
    return { items, ...(from + limit < ids.length && { cursor: String(from + limit) }) };
  },
  readLedger: async ({ accountId }: { accountId: string }) => {
    if (accountId === tenant.fails) throw new Error('the line is cut');
    tenant.reads.push(accountId);
    return tenant.ledgers.get(accountId) ?? whole;
  },
  getAccount: async ({ accountId }: { accountId: string }) =>
    ids.includes(accountId) ? { personId: 'P' } : undefined,
  getPerson: async () => ({ person: { zones: ['America/Bogota'] } }),
};

jest.mock('../../../cli/actions/system', () => ({
  openSystem: async () => ({ store, tenant: TENANT, close: async () => undefined }),
}));
jest.mock('../../../cli/actions/evidence-sources', () => ({
  evidenceKeeping: async () => ({ archive: tenant.archive }),
}));

const folder = mkdtempSync(join(tmpdir(), 'recobro-audit-'));
const state = join(folder, 'state.json');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  Object.assign(tenant, { ledgers: new Map(), fails: undefined, reads: [], archive: memoryArchive() });
});

const lines = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

test('audit verify goes through every ledger, tells its progress and ends with 0', async () => {
  const { out, err, exit } = await runMain('audit', 'verify');
  expect(err).toBe(
    '  100 cuentas, 400 asientos, 0 hallazgos\n  200 cuentas, 800 asientos, 0 hallazgos\n  250 cuentas, 1000 asientos, 0 hallazgos\n',
  );
  expect(out).toBe('250 cuentas, 1000 asientos y 0 sellos: 0 hallazgo(s)\n');
  expect(exit).toBe(0);
});

test('audit verify names every finding with its place and ends with 1', async () => {
  tenant.ledgers.set('A-007', [...whole.slice(0, 1), ...whole.slice(2)]);
  tenant.ledgers.set(
    'A-201',
    whole.map((entry) => (entry.seq === 2 ? { ...entry, actor: 'nadie' } : entry)),
  );
  const { out, exit } = await runMain('audit', 'verify', '--json');
  expect(lines(out)).toEqual([
    { account: 'A-007', seq: 3, fault: 'gap' },
    { account: 'A-007', seq: 3, fault: 'broken_link' },
    { account: 'A-201', seq: 2, fault: 'wrong_hash' },
    { tenant: TENANT, seals: 0, accounts: 250, entries: 999, findings: 3 },
  ]);
  expect(exit).toBe(1);
});

test('audit verify that was cut short goes on where it was', async () => {
  tenant.ledgers.set('A-007', whole.slice(1));
  tenant.fails = 'A-150';
  const first = await runMain('audit', 'verify', '--state', state);
  expect(first.exit).toBe(1);
  expect(first.err).toContain('the line is cut');
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ accounts: 100, faults: 2 });

  Object.assign(tenant, { fails: undefined, reads: [] });
  const second = await runMain('audit', 'verify', '--state', state);
  expect(second.err).toContain('sigue después de 100 cuentas, 399 asientos, 2 hallazgos');
  expect(tenant.reads[0]).toBe('A-100');
  expect(tenant.reads).toHaveLength(150);
  expect(second.out).toBe('250 cuentas, 999 asientos y 0 sellos: 2 hallazgo(s)\n');
  expect(second.exit).toBe(1);
  expect(existsSync(state)).toBe(false);
});

test('audit verify holds the ledgers against the seals: a rewritten ledger, a lost account, a foreign key', async () => {
  const heads = [
    { account: 'A-003', seq: 2, hash: 'another' },
    { account: 'B-1', seq: 4, hash: 'x' },
  ];
  const wish = { tenant: TENANT, day: '2026-03-01', at: '2026-03-01T00:00:00Z', heads, before: undefined };
  const seal = await makeSeal(wish, temporarySigner());
  await keepSeal(tenant.archive, { seal, heads });
  const { out, exit } = await runMain('audit', 'verify', '--json', '--fingerprint', 'SHA256:0');
  expect(lines(out)).toMatchObject([
    { fault: 'other_key' },
    { account: 'A-003', seq: 2, fault: 'forked', day: '2026-03-01' },
    { account: 'B-1', seq: 0, fault: 'cut_off' },
    { seals: 1, findings: 3 },
  ]);
  expect(exit).toBe(1);
});

test('audit why tells each decision with rule, version and run, on the clock of the debtor', async () => {
  const { out, exit } = await runMain('audit', 'why', 'A-001');
  expect(out).toBe(
    'jueves 1 de enero de 1970 a las 19:00  asiento 2  paso «hoy» permitido por SMS  [CO@1; ejecución r]\n' +
      'viernes 2 de enero de 1970 a las 19:00  asiento 3  paso «vencido» denegado: CO-2300-3-HOURS  [CO@1; ejecución r]\n',
  );
  expect(exit).toBe(0);
  const day = await runMain('audit', 'why', 'A-001', '--on', '1970-01-02', '--json');
  expect(lines(day.out)).toMatchObject([{ seq: 3, type: 'touch_refused' }]);
});

test('audit access tells who read personal data, of one account or of all', async () => {
  const { out } = await runMain('audit', 'access', 'A-001');
  expect(out).toBe('1970-01-04T00:00:00Z  cuenta A-001  auditor-7 leyó el expediente de prueba\n');
  expect(lines((await runMain('audit', 'access', '--json')).out)).toHaveLength(ACCOUNTS);
});

test('audit why and audit access of an account that is not there say so', async () => {
  for (const verb of ['why', 'access'])
    expect(await runMain('audit', verb, 'NOPE')).toMatchObject({
      out: '',
      err: expect.stringContaining('Cannot find account NOPE'),
      exit: 1,
    });
});

test('audit why gives the reason of what was passed over in words, with no version of law that nobody asked', async () => {
  const skipped = {
    at: 0,
    type: 'step_skipped',
    actor: 'recobro',
    facts: { step: 'aviso', reason: 'superseded' },
  };
  tenant.ledgers.set('A-002', chain(EMPTY_LEDGER, [skipped], { ...context, lawVersion: '' }, sha256Hex));
  const { out } = await runMain('audit', 'why', 'A-002');
  expect(out).toMatch(/paso «aviso» omitido: un paso posterior ocupó su lugar {2}\[ejecución r\]\n$/);
});

test('audit verify of a tenant without accounts passes nothing', async () => {
  const list = jest.spyOn(store, 'listAccounts').mockResolvedValue({ items: [] });
  const { err, exit } = await runMain('audit', 'verify', '--tenant', 'acmee');
  list.mockRestore();
  expect(err).toContain('Cannot audit tenant acmee');
  expect(exit).toBe(1);
});

test('audit verify does not go on from a file that is none of its own', async () => {
  writeFileSync(state, 'garbage');
  const { err, exit } = await runMain('audit', 'verify', '--state', state);
  expect(err).toContain(`Cannot go on from ${state}`);
  expect(exit).toBe(2);
});
