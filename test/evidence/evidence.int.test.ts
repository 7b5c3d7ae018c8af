import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { evidenceSources } from '../../cli/actions/evidence-sources';
import { accessesIn } from '../../evidence/access';
import { auditTenant } from '../../evidence/audit/audit-tenant';
import { releaseHere, softwareHere } from '../../local/release';
import { keepBuild } from '../../evidence/builds/kept';
import { exportPack } from '../../evidence/export/export';
import { openPack } from '../../evidence/pack/manifest';
import { readSeals } from '../../evidence/seal/archive';
import { sealedHistory } from '../../evidence/seal/audit';
import { sealDay } from '../../evidence/seal/seal-day';
import { verifySeals } from '../../evidence/seal/seal';
import { verifyPack } from '../../evidence/verify/verify';
import type { Cluster } from '../../local/cluster';
import { startCluster } from '../../local/cluster';
import { localEvidence } from '../../local/evidence';
import { connectClient } from '../../temporal/connection';
import { traceCalls } from '../../traces/temporal';
import { quietTracer } from '../../traces/tracer';
import type { CaseFact } from '../../domain/case/facts';
import { createIntake } from '../../functions/intake';
import type { LabCase } from '../workflows/lab';
import { aPerson, aStrategy, at, Lab, payment, SCENARIO_PACKS, TENANT } from '../workflows/lab';

const lab = Lab.forTests({ tracer: quietTracer });
beforeAll(async () => {
  const person = aPerson('P-1');
  const one = await lab.open({ account: 'A-1', person });
  const other = await lab.open({
    account: 'A-2',
    person,
    debts: [{ id: 'D', due: '2026-03-20', amount: 5_000 }],
  });
  await one.liveUntil('2026-03-05 12:00');
  await traced('e-1', one.key, payment('p-1', 30_000, '2026-03-06 09:00'));
  await one.liveUntil('2026-03-12 12:00');
  await other.liveUntil('2026-03-16 12:00');
  await one.pay('p-2', 70_000, '2026-03-17 09:00');
  await one.fact('bank-1', { kind: 'reversal', id: 'r', of: 'p-2', at: at('2026-03-18 09:00') });
  await one.liveUntil('2026-03-20 12:00');
});

/** By an intake that traces, as functions have it: from here on the case's history has headers. */
async function traced(eventId: string, key: LabCase['key'], fact: CaseFact): Promise<void> {
  const { store } = lab.cluster;
  const client = await connectClient(lab.local.env, store.payloadKeys, [traceCalls(quietTracer)]);
  await createIntake({ store, client, caseTime: 'held' }).acceptFact(key, eventId, fact);
  await client.connection.close();
}

const software = softwareHere({});
const packsDirs = [SCENARIO_PACKS];

async function exported(wish: { id?: string; period?: { from: string; to: string } }) {
  const { store, client, bundle, buildId } = lab.cluster;
  const { signer, archive } = await localEvidence();
  await keepBuild(archive, releaseHere({ buildId, code: bundle.code, software, packsDirs }));
  const sources = await evidenceSources({ store, client, archive, tenant: TENANT, packsDirs });
  return exportPack(sources, { tenant: TENANT, by: 'auditor-7', now: Date.now(), ...wish }, signer);
}

test('a day is sealed once, by KMS, and what is sealed cannot be taken away', async () => {
  const { store } = lab.cluster;
  const keeping = await localEvidence();
  const today = Date.now();
  expect((await sealDay({ store, ...keeping }, TENANT, today)).sealed).toBe(true);
  expect((await sealDay({ store, ...keeping }, TENANT, today)).sealed).toBe(false);
  await sealDay({ store, ...keeping }, TENANT, today + 86_400_000);
  const seals = await readSeals(keeping.archive, TENANT);
  expect(seals.map(({ seal: { body } }) => [body.number, body.accounts])).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(verifySeals(seals)).toEqual([]);
  const s3 = new S3Client({ forcePathStyle: true });
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'recobro-evidence' }));
  expect(Versions.length).toBeGreaterThan(2);
  for (const { Key, VersionId } of Versions) {
    const removal = new DeleteObjectCommand({ Bucket: 'recobro-evidence', Key, VersionId });
    await expect(s3.send(removal)).rejects.toThrow(/Access ?Denied/i);
  }
});

test.each([
  { subject: { kind: 'account', id: 'A-1' }, wish: { id: 'A-1' }, accounts: ['A-1'] },
  { subject: { kind: 'person', id: 'P-1' }, wish: { id: 'P-1' }, accounts: ['A-1', 'A-2'] },
  {
    subject: { kind: 'period', from: '2026-03-01', to: '2026-03-31' },
    wish: { period: { from: '2026-03-01', to: '2026-03-31' } },
    accounts: ['A-1', 'A-2'],
  },
])('a pack of a $subject.kind holds, offline', async ({ subject, wish, accounts }) => {
  const pack = await exported(wish);
  expect(pack).toMatchObject({ subject, accounts });
  const { findings, checks, manifest } = await verifyPack(pack.file);
  expect(findings).toEqual([]);
  expect(checks.filter(({ examined }) => examined === 0).map(({ check }) => check)).toEqual(['key']);
  // The ledger of the person's other account is there too, because the law counts contacts per person.
  expect(manifest?.accounts).toEqual(['A-1', 'A-2']);
  expect([...openPack(pack.file).files.keys()]).toEqual(
    expect.arrayContaining(['expediente.pdf', 'expediente.html', 'LEEME.txt']),
  );
});

test('a contact that rests on a rule set aside is proved with its reason and signature', async () => {
  const strategy = aStrategy({
    lenient_rules: [
      { rule: 'CO-HOUSE-DAY', reason: 'Dos créditos', signed_by: 'Ana Pérez', signed_on: '2026-03-01' },
    ],
  });
  const person = aPerson('P-4', { jurisdiction: 'CO' });
  const first = await lab.open({ account: 'A-4', person, strategy });
  const second = await lab.open({ account: 'A-5', person, strategy });
  await first.liveUntil('2026-03-06 12:00');
  await second.liveUntil('2026-03-06 12:00');
  const entries = await lab.cluster.store.readLedger({ tenant: TENANT, accountId: 'A-5' });
  const claims = entries.filter(({ type }) => type === 'touch_claimed');
  expect(claims.map(({ facts }) => facts['setAside'])).toEqual([['CO-HOUSE-DAY']]);
  const { file } = await exported({ id: 'A-5' });
  expect((await verifyPack(file)).findings).toEqual([]);
  const page = Buffer.from(openPack(file).files.get('expediente.html') ?? '').toString('utf8');
  expect(page).toContain(
    'CO-HOUSE-DAY. Motivo: «Dos créditos». Firmó Ana Pérez el domingo 1 de marzo de 2026.',
  );
});

/** A local date is one day late: cases go on, but this code does not do again what the first build did. */
const changed = (bundle: Cluster['bundle']): Cluster['bundle'] => ({
  ...bundle,
  code: bundle.code.replace(/(function localDay\([^)]*\)[^{]*\{\s*return )/, '$1 1 + '),
});

test('a case that lived under two builds is proved with the code of each', async () => {
  const one = await lab.open({ account: 'A-3' });
  await one.liveUntil('2026-03-05 12:00');
  const { bundle } = lab.cluster;
  const second = await startCluster({
    ...{ env: lab.local.env, gateways: lab.outbox.gateways, packsDirs },
    ...{ bundle: changed(bundle), buildId: 'b2' },
  });
  try {
    await one.pay('p-1', 30_000, '2026-03-06 09:00');
    await one.liveUntil('2026-03-12 12:00');
    const { archive } = await localEvidence();
    const code = second.bundle.code;
    await keepBuild(archive, releaseHere({ buildId: 'b2', code, software, packsDirs }));
    const kept = await exported({ id: 'A-3' });
    const { findings: none, manifest } = await verifyPack(kept.file);
    expect(none).toEqual([]);
    expect(manifest?.builds.map(({ buildId }) => buildId)).toEqual(['b2', 'local']);
  } finally {
    await second.stop();
  }
});

test('what is proved has headers of traces in its history, and names them in its attempts', async () => {
  const { file } = await exported({ id: 'A-1' });
  const { files } = openPack(file);
  const texts = [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')] as const);
  const having = (word: string) => texts.filter(([, text]) => text.includes(word)).map(([name]) => name);
  expect(having('tracecause').length).toBeGreaterThan(0);
  expect(having('"traceId"')).toEqual(expect.arrayContaining([expect.stringContaining('envios.json')]));
});

test('who read personal data stands in the ledger', async () => {
  await exported({ id: 'A-2' });
  const entries = await lab.cluster.store.readLedger({ tenant: TENANT, accountId: 'A-2' });
  expect(accessesIn('A-2', entries).at(-1)).toMatchObject({ by: 'auditor-7', what: 'evidence_pack' });
});

test('an audit of the tenant finds nothing, seals included', async () => {
  const { archive } = await localEvidence();
  const sealed = sealedHistory(await readSeals(archive, TENANT));
  const pages = [];
  for await (const page of auditTenant({ store: lab.cluster.store, tenant: TENANT, sealed }))
    pages.push(page);
  expect(sealed.size).toBe(2);
  expect(pages.at(-1)?.progress).toMatchObject({ accounts: 5, faults: 0 });
});

test('nothing is known of an id that nobody has', async () => {
  await expect(exported({ id: 'nadie' })).rejects.toMatchObject({ code: 'evidence.unknown' });
});
