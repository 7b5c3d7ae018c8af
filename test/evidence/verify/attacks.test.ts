import { temporal } from '@temporalio/proto';
import type { LedgerEntry } from '../../../domain/ledger';
import { entryOf, readZip, writeZip } from '../../../evidence/archive/zip';
import type { AccountContent, PackContent } from '../../../evidence/pack/content';
import type { Manifest } from '../../../evidence/pack/manifest';
import { writePack } from '../../../evidence/pack/manifest';
import { textOf } from '../../../evidence/replay/recorded';
import { temporarySigner } from '../../../evidence/signature';
import type { CheckId } from '../../../evidence/verify/findings';
import { verifyPack } from '../../../evidence/verify/verify';
import { quietRuntime } from '../../../temporal/quiet-runtime';
import { lookedAt } from '../looks';
import { contentV1, forged, inSubject, packV1, rechained, rewritten } from '../packs';

beforeAll(quietRuntime);

type Change = (content: PackContent) => PackContent;

const ACCOUNT = 'CO-1003';
const { manifest, content } = contentV1();
const entry = (seq: number): string => `cuenta ${ACCOUNT}, asiento ${seq}`;
const run = (index: number): string => content.accounts[0]!.runs[index]!.runId;
const event = (index: number, id: number): string =>
  `flujo account/demo/${ACCOUNT}, ejecución ${run(index)}${id > 0 ? `, evento ${id}` : ''}`;

const inLedger = (change: (ledger: readonly LedgerEntry[]) => readonly LedgerEntry[]): Change =>
  inSubject((account) => ({ ...account, ledger: change(account.ledger) }));

const later = (seq: number): ((entries: readonly LedgerEntry[]) => readonly LedgerEntry[]) => {
  const claim = content.accounts[0]!.ledger.find((one) => one.seq === seq)!;
  // Six minutes later: as lawful as before.
  return (entries) =>
    entries.map((one) =>
      one.facts['attempt'] === claim.facts['attempt']
        ? { ...one, at: one.at.replace('14:26:38', '14:32:38') }
        : one,
    );
};

const inHistory = (
  index: number,
  change: (account: AccountContent) => AccountContent['runs'][number],
): Change =>
  inSubject((account) => ({
    ...account,
    runs: account.runs.map((one, at) => (at === index ? change(account) : one)),
  }));

/** The history of a run with the payloads of its events edited as text. */
const edited = (index: number, from: RegExp, to: string): Change =>
  inHistory(index, ({ runs }) => {
    const history = temporal.api.history.v1.History.fromObject(runs[index]!.history);
    for (const { activityTaskScheduledEventAttributes: scheduled } of history.events) {
      const [payload] = scheduled?.input?.payloads ?? [];
      if (payload?.data) payload.data = Buffer.from(textOf(payload).replace(from, to));
    }
    return { runId: run(index), history };
  });

/** Somebody else's case, as if it were a run of this one. */
const stranger = inHistory(1, ({ runs }) => {
  const history = temporal.api.history.v1.History.fromObject(runs[1]!.history);
  history.events[0]!.workflowExecutionStartedEventAttributes!.workflowId = 'account/demo/CO-1004';
  return { runId: run(1), history };
});

const unstamped = inHistory(2, ({ runs }) => {
  const history = temporal.api.history.v1.History.fromObject(runs[2]!.history);
  for (const { workflowTaskCompletedEventAttributes: done } of history.events)
    if (done) done.deploymentVersion = null;
  return { runId: run(2), history };
});

const inTexts = (texts: ReadonlyMap<string, string>, from: string, to: string): Map<string, string> =>
  new Map([...texts].map(([name, text]) => [name, text.replace(from, to)]));

const fullPayment = { kind: 'payment', id: 'p', amount: 1e12, at: 0 };

/** Each is signed by somebody: what only the checks of the content can find. */
test.each<[string, CheckId, Change, string]>([
  ['an entry removed', 'chain', inLedger((all) => all.filter(({ seq }) => seq !== 5)), entry(6)],
  [
    'two entries reordered',
    'chain',
    inLedger((all) => [...all.slice(0, 4), all[5]!, all[4]!, ...all.slice(6)]),
    entry(6),
  ],
  [
    'an entry duplicated',
    'chain',
    inLedger((all) => [...all.slice(0, 5), all[4]!, ...all.slice(5)]),
    entry(5),
  ],
  [
    'the ledger forked at an entry',
    'chain',
    inLedger((all) =>
      all.map((one) => (one.seq === 10 ? rechained(all[8]!, { ...one, actor: 'otro' }) : one)),
    ),
    entry(11),
  ],
  [
    'the ledger written anew from a sealed entry on',
    'seals',
    (all) => {
      const { seals } = all.accounts[0]!;
      const anew = rewritten((entries) =>
        entries.map((one) => (one.seq === 10 ? { ...one, actor: 'otro' } : one)),
      );
      return inSubject((account) => ({ ...account, seals }))(anew(all));
    },
    entry(content.accounts[0]!.seals[0]!.head.seq),
  ],
  [
    'a contact taken out of a ledger written anew',
    'journal',
    rewritten((all) => all.filter(({ seq }) => seq !== 8 && seq !== 9)),
    event(1, 22),
  ],
  ['a contact re-timed in a ledger written anew', 'journal', rewritten(later(8)), event(1, 22)],
  [
    "another run's history in the place of one",
    'histories',
    inHistory(1, ({ runs }) => ({ ...runs[2]!, runId: run(1) })),
    event(1, 0),
  ],
  ["another case's history in the place of one", 'histories', stranger, event(1, 0)],
  ['a history that names no build', 'replay', unstamped, event(2, 0)],
  [
    'an input that the code does not derive',
    'inputs',
    edited(1, /"daysPastDue":(-?\d+)/, '"daysPastDue":7$1'),
    event(1, 20),
  ],
  [
    'a law pack that allows more, under the name of the one that decided',
    'law',
    (all) => ({ ...all, packs: inTexts(all.packs, '07:00-19:00', '00:00-24:00') }),
    entry(3),
  ],
  [
    'a calendar without a holiday, under the name of the one that decided',
    'law',
    (all) => ({ ...all, calendars: inTexts(all.calendars, '2026-03-23', '2026-03-24') }),
    entry(3),
  ],
  [
    'a contact after payment in full',
    'payment',
    inSubject((account) => ({
      ...account,
      facts: account.facts.map((fact) => (fact.seq === 1 ? { ...fact, fact: fullPayment } : fact)),
    })),
    entry(13),
  ],
  [
    'a payment left out',
    'payment',
    inSubject((account) => ({ ...account, facts: account.facts.slice(1) })),
    `cuenta ${ACCOUNT}, hecho 1`,
  ],
  [
    'the last payment left out',
    'payment',
    inSubject((account) => ({ ...account, facts: account.facts.slice(0, 1) })),
    entry(13),
  ],
  [
    'a payment made smaller',
    'payment',
    inSubject((account) => ({
      ...account,
      facts: account.facts.map((one) =>
        one.seq === 1 ? { ...one, fact: { ...(one.fact as object), amount: 1 } } : one,
      ),
    })),
    `cuenta ${ACCOUNT}, hecho 1`,
  ],
])('finds %s, and where', async (_, check, change, place) => {
  const findings = await lookedAt(check, change(content), manifest.tenant);
  expect(findings.map((finding) => finding.place)).toContain(place);
  expect(findings.every((finding) => finding.check === check || check === 'inputs')).toBe(true);
});

/** The pack with one file changed; the manifest follows or not, the signature does not. */
function unsigned(
  path: string,
  change: (bytes: Buffer) => Buffer,
  follow?: (of: Manifest) => Manifest,
): Buffer {
  const entries = readZip(packV1()).map((one) =>
    one.path === path ? entryOf(path, change(one.content), one.method) : one,
  );
  if (!follow) return writeZip(entries);
  const [first, ...others] = entries;
  const text = JSON.stringify(follow(JSON.parse(first!.content.toString()) as Manifest));
  return writeZip([entryOf(first!.path, Buffer.from(text), 'store'), ...others]);
}

const LEDGER = `cuentas/${ACCOUNT}/libro.jsonl`;
const retimed = (bytes: Buffer): Buffer => Buffer.from(bytes.toString().replace('14:26:38', '14:32:38'));

test.each<[string, () => Buffer | Promise<Buffer>, CheckId, string]>([
  ['a ledger changed and nothing else', () => unsigned(LEDGER, retimed), 'files', LEDGER],
  [
    'a manifest that was changed',
    () =>
      unsigned(
        'x',
        (bytes) => bytes,
        (of) => ({ ...of, madeBy: 'otro' }),
      ),
    'signature',
    'manifest.sig',
  ],
  [
    'a contact re-timed with the hashes of ledger and manifest made anew, but not the signature',
    async () => {
      const file = await forged(rewritten(later(8)));
      const [, signature] = readZip(packV1());
      return writeZip(readZip(file).map((one) => (one.path === 'manifest.sig' ? signature! : one)));
    },
    'signature',
    'manifest.sig',
  ],
  [
    'a file taken out',
    () => writeZip(readZip(packV1()).filter(({ path }) => path !== LEDGER)),
    'files',
    LEDGER,
  ],
  [
    'a file added',
    () => writeZip([...readZip(packV1()), entryOf('más.txt', Buffer.from('x'))]),
    'files',
    'más.txt',
  ],
  ['two files in another order', () => writeZip(swapped(readZip(packV1()))), 'files', LEDGER],
  [
    'a byte behind the end',
    () => Buffer.concat([packV1(), Buffer.from('x')]),
    'container',
    `byte ${packV1().length}`,
  ],
])('finds %s, and does not look inside', async (_, make, check, place) => {
  const { findings, isDamaged } = await verifyPack(await make());
  expect(isDamaged).toBe(true);
  expect(findings.map((finding) => ({ check: finding.check, place: finding.place }))).toContainEqual({
    check,
    place,
  });
});

function swapped<T extends { path: string }>(entries: readonly T[]): T[] {
  const at = entries.findIndex(({ path }) => path === LEDGER);
  return [...entries.slice(0, at), entries[at + 1]!, entries[at]!, ...entries.slice(at + 2)];
}

test('finds a pack that somebody else has signed anew', async () => {
  const { format: _format, files: _files, signature: _signature, ...note } = manifest;
  const [, , ...files] = readZip(packV1());
  const file = await writePack(note, files, temporarySigner());
  const { fingerprint = '' } = await verifyPack(packV1());
  const { findings } = await verifyPack(file, { fingerprint });
  expect(findings).toMatchObject([{ check: 'key', place: 'manifest.json' }]);
});
