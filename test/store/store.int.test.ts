import type { LedgerEntry } from '../../domain/ledger';
import { verifyChain } from '../../domain/ledger';
import type { AccountRef } from '../../store/types';
import { sha256Hex } from '../../store/store';
import { storeForTests } from './local-store';
import { AT, TENANT, anAccount, aPerson, context, draft } from './fixtures';

const local = storeForTests();
const store = () => local().store;

let accounts = 0;

/** Opens an account of its own for a test, and looks at it. */
async function opened(personId?: string) {
  accounts += 1;
  const ref = { tenant: TENANT, accountId: `a-${accounts}` };
  const at = { ...ref, personId: personId ?? `p-${accounts}` };
  await store().openAccount(anAccount(at.accountId, at.personId));
  return { ref, at, look: () => store().look(at) };
}

describe('openAccount()', () => {
  test('creates the account, the person and the first entries, once', async () => {
    const { ref, look } = await opened();
    const again = anAccount(ref.accountId, `p-${accounts}`);
    expect(await store().openAccount(again)).toMatchObject({ created: false, personId: again.person.id });
    const { account, person } = await look();
    expect(account).toEqual({
      ...ref,
      personId: person.person.id,
      ...again.record,
      factSeq: 0,
      ledger: { seq: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(person).toMatchObject({ version: 1, accounts: [ref.accountId] });
    expect(person.person).toEqual(aPerson(person.person.id));
    expect(await store().readLedger(ref)).toMatchObject([
      { seq: 1, type: 'opened', hash: account.ledger.hash },
    ]);
  });

  test('keeps a known person as known and adds the account to theirs', async () => {
    const { ref, at } = await opened('p-shared');
    const change = { kind: 'opt_out', channel: 'sms' } as const;
    await store().changePerson({ tenant: TENANT, personId: 'p-shared', change, changeId: 'c-1' });
    const second = await opened('p-shared');
    const { person } = await second.look();
    expect(person.accounts).toEqual([ref.accountId, second.ref.accountId]);
    expect(person.person.optedOut).toEqual(['sms']);
    expect(at.personId).toBe('p-shared');
  });

  test('lets only one of many at once create it', async () => {
    const open = anAccount('a-race', 'p-race');
    const results = await Promise.all(Array.from({ length: 10 }, () => store().openAccount(open)));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
  });
});

test('look() names the account that is not there, and what to do', async () => {
  const missing = store().look({ tenant: TENANT, accountId: 'none', personId: 'none' });
  await expect(missing).rejects.toMatchObject({
    code: 'store.notFound',
    message: expect.stringMatching(/account none .*open the account/),
  });
});

describe('acceptFact()', () => {
  test('numbers facts and gives them back in order', async () => {
    const { ref, look } = await opened();
    for (const eventId of ['e-1', 'e-2', 'e-3']) {
      await store().acceptFact({
        ...ref,
        eventId,
        fact: { kind: 'payment', id: eventId, empty: [] },
        at: AT,
      });
    }
    expect((await look()).account.factSeq).toBe(3);
    expect(await store().factsAfter({ ...ref, seq: 1 })).toEqual([
      { seq: 2, eventId: 'e-2', at: AT, fact: { kind: 'payment', id: 'e-2', empty: [] } },
      { seq: 3, eventId: 'e-3', at: AT, fact: { kind: 'payment', id: 'e-3', empty: [] } },
    ]);
  });

  test('answers a repeated event with its first number and changes nothing', async () => {
    const { ref, look } = await opened();
    const accept = (eventId: string) => store().acceptFact({ ...ref, eventId, fact: 1, at: AT });
    expect(await accept('e-1')).toEqual({ seq: 1, repeated: false });
    expect(await accept('e-2')).toEqual({ seq: 2, repeated: false });
    expect(await accept('e-1')).toEqual({ seq: 1, repeated: true });
    expect((await look()).account.factSeq).toBe(2);
  });

  test('counts each event once when many arrive together, each twice', async () => {
    const { ref, look } = await opened();
    const events = Array.from({ length: 16 }, (_, event) => `e-${event % 8}`);
    const results = await Promise.all(
      events.map((eventId) => store().acceptFact({ ...ref, eventId, fact: eventId, at: AT })),
    );
    expect((await look()).account.factSeq).toBe(8);
    expect(results.filter(({ repeated }) => repeated)).toHaveLength(8);
    const facts = await store().factsAfter({ ...ref, seq: 0 });
    expect(facts.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(facts.map(({ eventId }) => eventId)).size).toBe(8);
  });

  test('refuses a fact of an account that is not open', async () => {
    const lost = store().acceptFact({ tenant: TENANT, accountId: 'none', eventId: 'e', fact: 1, at: AT });
    await expect(lost).rejects.toMatchObject({ code: 'store.notFound' });
  });
});

describe('appendEntries()', () => {
  test('appends a batch once, with its patch', async () => {
    const { ref, look } = await opened();
    const batch = {
      ref,
      drafts: [draft('waited'), draft('entered_stage', { stage: 'administrative' })],
      context,
      batchId: 'b-1',
      patch: { stage: 'administrative', snapshot: 'packed' },
    };
    const first = await store().appendEntries(batch);
    expect(first).toMatchObject({ appended: true, ledger: { seq: 3 } });
    expect(await store().appendEntries(batch)).toEqual({ appended: false, ledger: first.ledger });
    const { account } = await look();
    expect(account).toMatchObject({ stage: 'administrative', snapshot: 'packed', ledger: first.ledger });
    await store().appendEntries({ ref, drafts: [], context, batchId: 'b-2', patch: { snapshot: null } });
    expect((await look()).account).not.toHaveProperty('snapshot');
  });

  test('splits a long batch and still appends it once', async () => {
    const { ref } = await opened();
    const drafts = Array.from({ length: 170 }, (_, day) => draft('denied', { day }));
    await store().appendEntries({ ref, drafts, context, batchId: 'b-1' });
    await store().appendEntries({ ref, drafts, context, batchId: 'b-1' });
    const ledger = await store().readLedger(ref);
    expect(ledger).toHaveLength(171);
    expect(verifyChain(ledger, sha256Hex)).toEqual([]);
    expect(await pagesOf(ref, 50)).toEqual([50, 100, 150, 171].map((end, n) => ledger.slice(n * 50, end)));
    expect(await pagesOf(ref, 57)).toHaveLength(3); // 171 = 3 × 57: no empty page at the end
    expect(await store().lastEntryBefore({ ...ref, seq: 171, type: 'opened' })).toEqual(ledger[0]);
    expect(await store().lastEntryBefore({ ...ref, seq: 100, type: 'denied' })).toEqual(ledger[98]);
  });

  test('keeps one chain when many append together', async () => {
    const { ref } = await opened();
    await Promise.all(
      Array.from({ length: 8 }, (_, batch) =>
        store().appendEntries({ ref, drafts: [draft('a'), draft('b')], context, batchId: `b-${batch}` }),
      ),
    );
    const ledger = await store().readLedger(ref);
    expect(ledger).toHaveLength(17);
    expect(verifyChain(ledger, sha256Hex)).toEqual([]);
  });

  test('refuses a snapshot that does not fit', async () => {
    const { ref } = await opened();
    const patch = { snapshot: 'x'.repeat(300 * 1024 + 1) };
    const append = store().appendEntries({ ref, drafts: [], context, batchId: 'b', patch });
    await expect(append).rejects.toMatchObject({ code: 'store.tooLarge' });
  });
});

describe('changePerson()', () => {
  test('applies a change once by its id', async () => {
    const { ref, at } = await opened();
    const of = { tenant: TENANT, personId: at.personId };
    const stop = { ...of, change: { kind: 'opt_out', channel: 'email' }, changeId: 'c-1' } as const;
    expect(await store().changePerson(stop)).toMatchObject({ changed: true, accounts: [ref.accountId] });
    await store().changePerson({ ...of, change: { kind: 'consent', channel: 'email' }, changeId: 'c-2' });
    expect(await store().changePerson(stop)).toMatchObject({ changed: false });
    expect((await store().getPerson(of))?.person.optedOut).toEqual([]);
  });

  test('loses no change of many at once', async () => {
    const { at } = await opened();
    const of = { tenant: TENANT, personId: at.personId };
    const facts = Array.from({ length: 8 }, (_, fact) => `fact-${fact}`);
    await Promise.all(
      facts.map((fact) => store().changePerson({ ...of, change: { kind: 'stop', fact }, changeId: fact })),
    );
    const known = await store().getPerson(of);
    expect([...(known?.person.facts ?? [])].sort()).toEqual([...facts].sort());
    expect(known?.version).toBe(1 + facts.length);
  });
});

async function pagesOf(ref: AccountRef, limit: number): Promise<(readonly LedgerEntry[])[]> {
  const pages: (readonly LedgerEntry[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await store().readLedgerPage({ ...ref, limit, cursor });
    pages.push(page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe('listAccounts()', () => {
  test('pages through all accounts of a tenant, in order', async () => {
    const ids = Array.from({ length: 23 }, (_, id) => `l-${String(id).padStart(2, '0')}`);
    await Promise.all(
      ids.map((id) => store().openAccount({ ...anAccount(id, `p-${id}`), tenant: 'listed' })),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store().listAccounts({ tenant: 'listed', limit: 7, cursor });
      seen.push(...page.items.map(({ accountId }) => accountId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
  });

  test('refuses a cursor that is not its own', async () => {
    const page = store().listAccounts({ tenant: TENANT, limit: 1, cursor: '%%' });
    await expect(page).rejects.toMatchObject({ code: 'store.badCursor' });
  });
});

test('an id with the separator of keys cannot reach into another tenant', async () => {
  await store().openAccount({ ...anAccount('b', 'p-x'), tenant: 'x' });
  const forged = store().look({ tenant: 'x#A#b', accountId: '', personId: '' });
  await expect(forged).rejects.toMatchObject({ code: 'store.notFound' });
});
