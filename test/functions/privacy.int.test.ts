import { defaultPayloadConverter } from '@temporalio/common';
import { verifyChain } from '../../domain/ledger';
import { DAY_MS, dayFromIso } from '../../domain/time/calendar';
import { createPrivacy } from '../../functions/privacy';
import { loadLaw } from '../../policy/law/library';
import { sha256Hex } from '../../store/store';
import { createPayloadCodec } from '../../temporal/codec';
import { keyRing } from '../../temporal/key-ring';
import { AT, TENANT, anAccount } from '../store/fixtures';
import {
  aDebtor,
  close,
  EMAIL,
  erasure,
  everythingStored,
  FREE_TEXT,
  LATER,
  NAME,
  open,
  PHONE,
  removedLetters,
  storedAbout,
  TAX_ID,
} from './privacy-lab';

test('what the tables hold names nobody, and is read as it was written', async () => {
  const debtor = await aDebtor();
  await close(debtor);
  const [first] = debtor.accounts;
  const stored = await everythingStored();
  for (const secret of [
    NAME,
    'Zoraida',
    EMAIL,
    PHONE.slice(0, -2),
    TAX_ID,
    '529993017',
    FREE_TEXT,
    'Eulalia',
  ])
    expect(stored).not.toContain(secret);
  const other = open(); // another process
  expect((await other.getPerson(debtor.person))?.person).toMatchObject({ name: NAME });
  expect(await other.readBody(first!, debtor.bodyHash)).toContain(NAME);
  expect(await other.factsAfter({ ...first!, seq: 0 })).toMatchObject([{ fact: { reason: FREE_TEXT } }]);
  expect(await other.getWorkItem({ ...first!, id: 'w' })).toMatchObject({ details: { text: FREE_TEXT } });
  expect(await other.readSnapshot(first!)).toContain(NAME);
});

describe('erase()', () => {
  test('refuses while an account is open, and tells until when the law keeps it', async () => {
    const debtor = await aDebtor();
    const answer = await debtor.privacy.erase(erasure(debtor, AT));
    expect(answer).toMatchObject({
      erased: false,
      refusals: [
        { reason: 'open_account', account: debtor.accounts[0]?.accountId, outcome: 'open' },
        { reason: 'open_account', account: debtor.accounts[1]?.accountId, outcome: 'open' },
        { reason: 'retention', rule: 'CO-RETENTION', until: dayFromIso('2031-03-02') },
        { reason: 'retention' },
      ],
    });
    expect((await debtor.store.getPerson(debtor.person))?.person.name).toBe(NAME);
  });

  test('refuses under a legal hold, which stands in the ledgers, until it is lifted', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    const hold = { ...debtor.person, id: 'juzgado-12', reason: 'lawsuit', by: 'legal-1', at: AT };
    await debtor.privacy.hold(hold);
    expect(await debtor.privacy.erase(erasure(debtor))).toEqual({
      erased: false,
      refusals: [{ reason: 'legal_hold', holds: ['juzgado-12'] }],
    });
    expect(await debtor.store.erasePerson(debtor.person, LATER)).toMatchObject({ kind: 'held' });
    expect(await debtor.privacy.liftHold(hold)).toBe(true);
    expect(await debtor.privacy.liftHold(hold)).toBe(false);
    expect(await debtor.privacy.erase(erasure(debtor))).toEqual({ erased: true });
    for (const ref of debtor.accounts) {
      const types = (await debtor.store.readLedger(ref)).map(({ type }) => type);
      expect(types.slice(-4)).toEqual([
        ...['legal_hold_set', 'legal_hold_lifted', 'erasure_approved', 'person_erased'],
      ]);
    }
  });

  test.each([
    { rule: 'the same person approves', change: { approvedBy: 'officer-1' } },
    { rule: 'the reason tells something', change: { reason: 'lo pidió Ana, +57 300 123' } },
    { rule: 'nobody approves', change: { approvedBy: '' } },
  ])('is refused as a request when $rule', async ({ change }) => {
    const debtor = await aDebtor();
    await close(debtor);
    await expect(debtor.privacy.erase({ ...erasure(debtor), ...change })).rejects.toMatchObject({
      code: 'privacy.badRequest',
    });
  });

  test('leaves ledgers that hold and data that nobody can read any more', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    const { store, person, accounts, bodyHash } = debtor;
    const [first] = accounts;
    const ring = keyRing(new Map([['k1', Buffer.alloc(32, 1)]]));
    const where = {
      type: 'workflow',
      namespace: 'n',
      workflowId: `account/${TENANT}/${first?.accountId}`,
    } as const;
    const payload = defaultPayloadConverter.toPayload(NAME);
    const encoded = await createPayloadCodec(ring, 'n', store.payloadKeys).encode([payload], where);
    expect(await debtor.privacy.erase(erasure(debtor))).toEqual({ erased: true });
    expect(removedLetters()).toEqual([`${person.personId}-1`]);

    for (const reader of [store, open()]) {
      const known = await reader.getPerson(person);
      expect(known?.person).toMatchObject({ name: '', addresses: {}, erasedAt: LATER });
      expect(await reader.readBody(first!, bodyHash)).toBeUndefined();
      expect(await reader.factsAfter({ ...first!, seq: 0 })).toMatchObject([{ fact: { kind: 'erased' } }]);
      expect(await reader.getWorkItem({ ...first!, id: 'w' })).not.toHaveProperty('details');
      expect(await reader.readSnapshot(first!)).toBeUndefined();
      const codec = createPayloadCodec(ring, 'n', reader.payloadKeys);
      await expect(codec.decode(encoded, where)).rejects.toMatchObject({ code: 'payload.erased' });
    }
    for (const ref of accounts) expect(verifyChain(await store.readLedger(ref), sha256Hex)).toEqual([]);
    const mine = await storedAbout(person.personId);
    expect(mine).not.toContain('kms:'); // the wrapped key
    expect(mine).not.toContain('ADDR#');
    expect(mine).not.toContain('ID#');
  });

  test('whoever was erased is not known again, and does not come back under the same id', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    const before = await debtor.store.getPerson(debtor.person);
    await debtor.privacy.erase(erasure(debtor));
    const { id, addresses } = before!.person;
    const sms = { tenant: TENANT, channel: 'sms', address: addresses.sms ?? '' } as const;
    expect(await open().findByContact(sms)).toEqual([]);
    await expect(open().openAccount(anAccount('again', id))).rejects.toMatchObject({ code: 'person.erased' });
    const fresh = { ...anAccount('afresh', `${id}-new`), taxId: debtor.taxId };
    expect(await open().openAccount(fresh)).toMatchObject({ created: true, personId: `${id}-new` });
  });

  test('repeated, it completes what was cut short, and says so once', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    const { store, person } = debtor;
    const dying = { ...store, erasePerson: () => Promise.reject(new Error('power cut')) };
    const first = createPrivacy({ store: dying, law: loadLaw() });
    await expect(first.erase(erasure(debtor))).rejects.toThrow('power cut');
    expect((await store.getPerson(person))?.person.name).toBe(NAME);
    expect(await debtor.privacy.erase(erasure(debtor))).toEqual({ erased: true });
    expect(await debtor.privacy.erase(erasure(debtor))).toEqual({ erased: true });
    const types = (await store.readLedger(debtor.accounts[0]!)).map(({ type }) => type);
    expect(types.filter((type) => type === 'erasure_approved')).toHaveLength(1);
    expect(types.filter((type) => type === 'person_erased')).toHaveLength(1);
  });

  test('reaches the records that were merged into the person', async () => {
    const [kept, other] = [await aDebtor(), await aDebtor()];
    for (const debtor of [kept, other]) await close(debtor);
    const from = other.person.personId;
    await kept.store.mergePersons({
      tenant: TENANT,
      from,
      into: kept.person.personId,
      reason: 'agent',
      at: AT,
    });
    expect(await kept.privacy.erase(erasure(other))).toEqual({ erased: true });
    expect(await open().readBody(other.accounts[0]!, other.bodyHash)).toBeUndefined();
    expect(await open().readBody(kept.accounts[0]!, kept.bodyHash)).toBeUndefined();
    expect((await open().getPerson(other.person))?.person).toMatchObject({
      id: kept.person.personId,
      name: '',
    });
  });
});

describe('approveErasure()', () => {
  const reason = 'data-subject-request';

  test('needs somebody else who has asked, and then erases under both names', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    const { privacy, person, store, accounts } = debtor;
    const approve = (by: string) => privacy.approveErasure({ ...person, reason, by, at: LATER });
    const alone = { erased: false, refusals: [{ reason: 'not_requested' }] };
    expect(await approve('officer-2')).toEqual(alone);
    const ask = (by: string, id: string) => privacy.requestErasure({ ...person, id, reason, by, at: LATER });
    await ask('officer-2', 'r-1');
    expect(await approve('officer-2')).toEqual(alone);
    await ask('agent-1', 'r-2');
    await ask('agent-1', 'r-2');
    const { requests } = await privacy.erasureStatus(person, LATER);
    expect(requests.map(({ by }) => by)).toEqual(['officer-2', 'agent-1']);
    expect(await approve('officer-2')).toEqual({ erased: true });
    expect(await approve('officer-3')).toEqual({ erased: true }); // it was; nothing is done again
    for (const ref of accounts)
      expect((await store.readLedger(ref)).slice(-4)).toMatchObject([
        { type: 'erasure_requested', actor: 'officer-2' },
        { type: 'erasure_requested', actor: 'agent-1' },
        { type: 'erasure_approved', actor: 'agent-1', facts: { approvedBy: 'officer-2' } },
        { type: 'person_erased', actor: 'agent-1', facts: { approvedBy: 'officer-2' } },
      ]);
    await expect(ask('agent-1', 'r-3')).rejects.toMatchObject({ code: 'person.erased' });
  });

  test('asking prolongs no retention, and what is kept stays', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    const before = await debtor.privacy.erasureStatus(debtor.person, AT);
    const at = AT + 5 * DAY_MS;
    await debtor.privacy.requestErasure({ ...debtor.person, id: 'r-1', reason, by: 'agent-1', at });
    const answer = await debtor.privacy.approveErasure({ ...debtor.person, reason, by: 'officer-2', at });
    expect(answer).toEqual({ erased: false, refusals: before.refusals });
    expect((await debtor.store.getPerson(debtor.person))?.person.name).toBe(NAME);
  });
});
