import { fc, test as property } from '@fast-check/jest';
import type { LedgerEntry } from '../../../domain/ledger';
import { chain, EMPTY_LEDGER } from '../../../domain/ledger';
import { instantFromIso } from '../../../domain/time/calendar';
import { readSeals } from '../../../evidence/seal/archive';
import { auditLedger, sealedHistory } from '../../../evidence/seal/audit';
import { merkleRoot, proofFor, rootFrom } from '../../../evidence/seal/merkle';
import { sealDay } from '../../../evidence/seal/seal-day';
import type { SealWithHeads } from '../../../evidence/seal/seal';
import { verifySeals } from '../../../evidence/seal/seal';
import { temporarySigner } from '../../../evidence/signature';
import { sha256Hex } from '../../../store/store';
import { memoryArchive } from '../memory-archive';

const head = (index: number) => ({ account: `A-${index}`, seq: index, hash: sha256Hex(`${index}`) });
const context = { strategyVersion: 's@1', lawVersion: '', workflowId: 'w', runId: 'r' };
const ledger = (entries: number, word = 'x'): LedgerEntry[] => {
  const drafts = Array.from({ length: entries }, (_, n) => ({
    at: n,
    type: 't',
    actor: 'a',
    facts: { n, word },
  }));
  return chain(EMPTY_LEDGER, drafts, context, sha256Hex);
};

property.prop([fc.integer({ min: 1, max: 40 }), fc.nat()])(
  'every head is proved to the root',
  (size, pick) => {
    const heads = Array.from({ length: size }, (_, index) => head(index));
    const index = pick % size;
    const [root, proof] = [merkleRoot(heads, sha256Hex), proofFor(heads, index, sha256Hex)];
    expect(rootFrom(heads[index]!, proof, sha256Hex)).toBe(root);
    expect(rootFrom({ ...heads[index]!, seq: 1_000 }, proof, sha256Hex)).not.toBe(root);
  },
);

test('the order and the number of heads are part of the root', () => {
  const roots = [[0, 1, 2], [1, 0, 2], [0, 1], [0, 1, 2, 2], []].map((list) =>
    merkleRoot(list.map(head), sha256Hex),
  );
  expect(new Set(roots).size).toBe(roots.length);
});

/** Three days of sealing two ledgers that grow. */
async function threeDays() {
  const signer = temporarySigner();
  const archive = memoryArchive();
  const at = (day: number) => instantFromIso(`2026-03-0${day}T23:00:00Z`);
  for (const day of [1, 2, 3]) {
    const items = ['A-1', 'A-2'].map((accountId) => ({ accountId, ledger: ledger(day).at(-1)! }));
    // Only what sealing reads of an account.
    const store = { listAccounts: async () => ({ items }) } as never;
    await sealDay({ store, archive, signer }, 'acme', at(day));
  }
  return { archive, signer, seals: await readSeals(archive, 'acme'), at };
}

test('sealDay() seals each day once, behind the seal before', async () => {
  const { archive, signer, seals, at } = await threeDays();
  expect(seals.map(({ seal: { body } }) => [body.number, body.day, body.accounts, body.entries])).toEqual([
    [1, '2026-03-01', 2, 2],
    [2, '2026-03-02', 2, 4],
    [3, '2026-03-03', 2, 6],
  ]);
  expect(verifySeals(seals)).toEqual([]);
  const store = { listAccounts: async () => ({ items: [] }) } as never;
  expect((await sealDay({ store, archive, signer }, 'acme', at(3))).sealed).toBe(false);
});

test.each<[string, (seals: SealWithHeads[]) => SealWithHeads[], string[]]>([
  ['a seal is gone', ([a, , c]) => [a!, c!], ['gap', 'broken_link']],
  ['the first seal is gone', ([, b, c]) => [b!, c!], ['gap', 'broken_link']],
  [
    'a root is another',
    ([a, b, c]) => [a!, { ...b!, seal: { ...b!.seal, body: { ...b!.seal.body, root: '0' } } }, c!],
    ['bad_signature', 'wrong_root', 'broken_link'],
  ],
  [
    'heads are gone',
    ([a, b, c]) => [a!, b!, { ...c!, heads: c!.heads.slice(1) }],
    ['wrong_root', 'went_back'],
  ],
])('verifySeals() finds that %s', async (_, change, expected) => {
  const { seals } = await threeDays();
  expect(verifySeals(change(seals)).map(({ fault }) => fault)).toEqual(expected);
});

test('verifySeals() finds seals of another key', async () => {
  const { seals } = await threeDays();
  const other = temporarySigner().publicKey.toString('base64');
  expect(verifySeals(seals, other).map(({ fault }) => fault)).toEqual(Array(3).fill('other_key'));
});

test.each<[string, LedgerEntry[], string[]]>([
  ['nothing in a whole ledger', ledger(3), []],
  ['nothing in one that has grown since', ledger(5), []],
  ['sealed entries that are gone', ledger(1), ['cut_off', 'cut_off']],
  ['a ledger that was written anew', ledger(3, 'y'), ['forked', 'forked', 'forked']],
  ['a gap', ledger(3).filter(({ seq }) => seq !== 2), ['gap', 'broken_link', 'forked', 'cut_off']],
])('auditLedger() finds %s', async (_, entries, expected) => {
  const { seals } = await threeDays();
  const found = auditLedger('A-1', entries, { sealed: sealedHistory(seals) }, sha256Hex);
  expect(found.map(({ fault }) => fault)).toEqual(expected);
});

test('auditLedger() finds a ledger that ends elsewhere than its account says', () => {
  const heads = [{ seq: 4, hash: 'x' }, { seq: 3, hash: 'x' }, ledger(3).at(-1)!];
  const found = heads.map(
    (one) => auditLedger('A', ledger(3), { head: one, sealed: new Map() }, sha256Hex).length,
  );
  expect(found).toEqual([1, 1, 0]);
});
