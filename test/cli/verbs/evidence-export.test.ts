import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecobroError } from '../../../domain/errors';
import { openPack } from '../../../evidence/pack/manifest';
import { temporarySigner } from '../../../evidence/signature';
import { verifyPack } from '../../../evidence/verify/verify';
import { quietRuntime } from '../../../temporal/quiet-runtime';
import { memoryArchive } from '../../evidence/memory-archive';
import { rewritten } from '../../evidence/packs';
import { sourcesV1 } from '../../evidence/sources';
import { runMain } from '../run-main';

beforeAll(quietRuntime);

const system = { ...sourcesV1(), archive: memoryArchive() };
const signer = temporarySigner();

jest.mock('../../../cli/actions/system', () => ({
  openSystem: async () => ({
    store: system.sources.store,
    client: {},
    tenant: 'demo',
    close: async () => undefined,
  }),
}));
jest.mock('../../../cli/actions/evidence-sources', () => ({
  evidenceKeeping: async () => ({ signer, archive: system.archive }),
  evidenceSources: async () => system.sources,
}));

const folder = mkdtempSync(join(tmpdir(), 'recobro-export-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  Object.assign(system, { ...sourcesV1(), archive: memoryArchive() });
});

const file = join(folder, 'caso.zip');
const exported = (...args: readonly string[]) =>
  runMain('evidence', 'export', ...args, '-o', file, '--by', 'auditor-7');

test.each([
  { what: 'an account', args: ['CO-1003'], subject: { kind: 'account', id: 'CO-1003' } },
  { what: 'a person', args: ['CO-P003'], subject: { kind: 'person', id: 'CO-P003' } },
  {
    what: 'a period',
    args: ['--from', '2026-06-01', '--to', '2026-06-30'],
    subject: { kind: 'period', from: '2026-06-01', to: '2026-06-30' },
  },
])(
  'evidence export writes a pack of $what that holds, and says in the ledger who asked',
  async ({ args, subject }) => {
    const { out, err, exit } = await exported(...args);
    expect({ out, exit }).toEqual({ out: '', exit: 0 });
    expect(err).toMatch(/caso\.zip: \d+ KB, cuentas CO-1003\n$/);
    const { findings, manifest } = await verifyPack(readFileSync(file));
    expect(findings).toEqual([]);
    expect(manifest).toMatchObject({ subject, madeBy: 'auditor-7', format: 'recobro-evidence/2' });
    expect(manifest?.builds).toMatchObject([{ buildId: 'local', version: '0.1.0' }]);
    expect(system.appended).toMatchObject([
      { drafts: [{ type: 'data_accessed', actor: 'auditor-7', facts: { what: 'evidence_pack' } }] },
    ]);
  },
);

test('evidence export names a build that nobody has kept, and its runs are findings', async () => {
  Object.assign(
    system,
    sourcesV1((content) => ({ ...content, bundles: new Map() })),
  );
  const { err, exit } = await exported('CO-1003');
  expect(exit).toBe(0);
  expect(err).toContain('Aviso: el código de la compilación local no está en el archivo');
  const { findings } = await verifyPack(readFileSync(file));
  expect(new Set(findings.map(({ check, message }) => `${check}: ${message}`))).toEqual(
    new Set(['replay: falta el código de la compilación local']),
  );
});

test.each([['nadie'], ['--from', '2020-01-01', '--to', '2020-01-31']])(
  'evidence export %s %s finds nothing, writes nothing and exits 1',
  async (...args) => {
    rmSync(file, { force: true });
    const { err, exit } = await exported(...args);
    expect(exit).toBe(1);
    expect(err).toContain('Cannot make evidence of');
    expect(() => readFileSync(file)).toThrow(/ENOENT/);
  },
);

test('the pack holds the documents for people, and neither name nor address among the data', async () => {
  await exported('CO-1003');
  const { files } = openPack(readFileSync(file));
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(['LEEME.txt', 'expediente.html', 'expediente.pdf']),
  );
  expect(files.get('personas/CO-P003.json')?.toString()).not.toMatch(/Bruno|addresses/);
});

test('a person who was erased: the chain still verifies, the law is asked again, and what is gone is said', async () => {
  const erasing = rewritten((entries) => [
    ...entries,
    { ...entries.at(-1)!, type: 'person_erased', actor: 'dpo-1', facts: { keys: 1 } },
  ]);
  const { sources, appended } = sourcesV1((content) => ({ ...erasing(content), messages: new Map() }));
  const runsOf = () => {
    const message = 'its person was erased';
    throw new RecobroError('payload.erased', message, { workflowId: 'account/demo/CO-1003' });
  };
  const factsAfter = async () => [{ seq: 1, eventId: 'e', at: 0, fact: { kind: 'erased' } }];
  const store = { ...sources.store, factsAfter };
  Object.assign(system, { sources: { ...sources, store, histories: { runsOf } }, appended });
  expect((await exported('CO-1003')).exit).toBe(0);
  const { findings, erased, checks } = await verifyPack(readFileSync(file));
  expect([findings, erased]).toEqual([[], ['CO-1003']]);
  const examined = Object.fromEntries(checks.map(({ check, examined: count }) => [check, count]));
  expect(examined).toMatchObject({ law: 12, log: 12, messages: 0, replay: 0 });
  expect(examined['chain']).toBeGreaterThan(30);
  const { out, exit } = await runMain('evidence', 'verify', file);
  expect(out).toContain('Cuenta CO-1003: la persona fue suprimida');
  expect(exit).toBe(0);
});

test('evidence seal seals a day once', async () => {
  const first = await runMain('evidence', 'seal');
  expect(first).toMatchObject({ exit: 0, err: '' });
  expect(first.out).toMatch(
    /^Sello 1 del \d{4}-\d\d-\d\d, sellado: 1 cuentas, \d+ asientos, raíz [0-9a-f]{64}\n$/,
  );
  const again = await runMain('evidence', 'seal', '--json');
  expect(JSON.parse(again.out)).toMatchObject({
    sealed: false,
    seal: { body: { number: 1, tenant: 'demo' } },
  });
});
