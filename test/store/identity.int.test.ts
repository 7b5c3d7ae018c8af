import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Person } from '../../domain/person';
import type { OpenAccount } from '../../store/types';
import { storeForTests } from './local-store';
import { AT, TENANT, aClaim, aPerson, anAccount, draft, context } from './fixtures';

const local = storeForTests();
const store = () => local().store;

let count = 0;

/** A telephone and a tax id that nobody has yet. */
const fresh = () => {
  count += 1;
  return { id: `n-${count}`, phone: `+5730000${String(10_000 + count)}`, taxId: `900.${100_000 + count}` };
};

const opening = (
  accountId: string,
  person: Partial<Person> & { id: string },
  taxId?: string,
): OpenAccount => ({
  ...anAccount(accountId, person.id),
  person: aPerson(person.id, { addresses: {}, ...person }),
  ...(taxId !== undefined && { taxId }),
});

const open = (accountId: string, person: Partial<Person> & { id: string }, taxId?: string) =>
  store().openAccount(opening(accountId, person, taxId));

const person = async (personId: string) => (await store().getPerson({ tenant: TENANT, personId }))!;
const ledgerTypes = async (accountId: string) =>
  (await store().readLedger({ tenant: TENANT, accountId })).map(({ type }) => type);

describe('openAccount() knows the person', () => {
  test('by the tax id, however it is written, and keeps them under both ids', async () => {
    const { id, taxId } = fresh();
    await open(`${id}-a`, { id }, taxId);
    const second = await open(`${id}-b`, { id: `${id}-again` }, taxId.replace('.', ' '));
    expect(second).toMatchObject({ created: true, personId: id, merged: [] });
    expect((await person(`${id}-again`)).person.id).toBe(id);
    expect((await person(id)).accounts).toEqual([`${id}-a`, `${id}-b`]);
    expect(await ledgerTypes(`${id}-b`)).toEqual(['opened', 'persons_merged']);
    const look = await store().look({ tenant: TENANT, accountId: `${id}-b`, personId: `${id}-again` });
    expect(look.account.personId).toBe(id);
    expect(look.person.person.id).toBe(id);
  });

  test('by a verified telephone, on whatever channel, and not by one that is not verified', async () => {
    const { id, phone } = fresh();
    await open(`${id}-a`, { id, addresses: { sms: phone }, verified: ['sms'] });
    const same = await open(`${id}-b`, {
      id: `${id}-b`,
      addresses: { whatsapp: phone },
      verified: ['whatsapp'],
    });
    const other = await open(`${id}-c`, { id: `${id}-c`, addresses: { sms: phone } });
    expect([same.personId, other.personId]).toEqual([id, `${id}-c`]);
  });

  test('in their own tenant only', async () => {
    const { id, taxId } = fresh();
    await open(`${id}-a`, { id }, taxId);
    const elsewhere = await store().openAccount({
      ...opening(`${id}-b`, { id: `${id}-b` }, taxId),
      tenant: 'other',
    });
    expect(elsewhere.personId).toBe(`${id}-b`);
  });

  test('when ten accounts of one tax id are opened at once', async () => {
    const { id, taxId } = fresh();
    const ids = Array.from({ length: 10 }, (_, index) => `${id}-${index}`);
    const opened = await Promise.all(ids.map((each) => open(each, { id: each }, taxId)));
    const [winner] = new Set(opened.map(({ personId }) => personId));
    expect(new Set(opened.map(({ personId }) => personId)).size).toBe(1);
    expect([...(await person(winner!)).accounts].sort()).toEqual(ids);
    for (const each of ids) expect((await person(each)).person.id).toBe(winner);
  });

  test('and finds out that two known persons are one', async () => {
    const { id, taxId } = fresh();
    await open(`${id}-a`, { id }, taxId);
    await open(`${id}-b`, { id: `${id}-b`, optedOut: ['sms'] });
    const third = await open(`${id}-c`, { id: `${id}-b` }, taxId);
    expect(third).toMatchObject({ personId: id, merged: [{ from: `${id}-b`, into: id, merged: true }] });
    expect((await person(id)).person.optedOut).toEqual(['sms']);
    expect((await person(id)).accounts).toEqual([`${id}-a`, `${id}-b`, `${id}-c`]);
  });

  test('opening again says whose the account is', async () => {
    const { id, taxId } = fresh();
    await open(`${id}-a`, { id }, taxId);
    await open(`${id}-b`, { id: `${id}-x` }, taxId);
    expect(await open(`${id}-b`, { id: `${id}-x` }, taxId)).toMatchObject({ created: false, personId: id });
  });
});

test('resolvePerson() finds by tax id before it finds by id', async () => {
  const { id, taxId } = fresh();
  await open(`${id}-a`, { id }, taxId);
  const asked = { tenant: TENANT, person: aPerson('nobody', { addresses: {} }) };
  expect((await store().resolvePerson({ ...asked, taxId }))?.person.id).toBe(id);
  expect(await store().resolvePerson(asked)).toBeUndefined();
  expect((await store().resolvePerson({ ...asked, person: aPerson(id) }))?.person.id).toBe(id);
});

describe('mergePersons()', () => {
  const pair = async () => {
    const { id, phone, taxId } = fresh();
    const [into, from] = [`${id}-into`, `${id}-from`];
    await open(`${into}-a`, { id: into, addresses: { email: `${into}@example.com` } });
    await open(`${from}-a`, { id: from, addresses: { sms: phone }, facts: ['deceased'] }, taxId);
    const merge = { tenant: TENANT, from, into, reason: 'agent', at: AT, by: 'agent-7' };
    return { into, from, phone, taxId, merge };
  };

  test('unites the two, tells all ledgers, and repeating it changes nothing', async () => {
    const { into, from, phone, taxId, merge } = await pair();
    const merged = await store().mergePersons(merge);
    expect(merged).toMatchObject({ into, merged: true, accounts: [`${into}-a`, `${from}-a`] });
    const united = await person(into);
    expect(united.person).toMatchObject({ facts: ['deceased'], addresses: { sms: phone } });
    for (const again of [merge, { ...merge, from: into, into: from }]) {
      expect(await store().mergePersons(again)).toMatchObject({ into, merged: false });
    }
    expect(await person(from)).toEqual(united);
    for (const account of [`${into}-a`, `${from}-a`]) {
      const entries = await store().readLedger({ tenant: TENANT, accountId: account });
      expect(entries).toHaveLength(2);
      expect(entries[1]).toMatchObject({
        type: 'persons_merged',
        actor: 'agent-7',
        facts: { from, into, reason: 'agent' },
      });
    }
    expect(
      (await store().resolvePerson({ tenant: TENANT, person: aPerson('x', { addresses: {} }), taxId }))
        ?.person.id,
    ).toBe(into);
    const found = await store().findByContact({ tenant: TENANT, channel: 'whatsapp', address: phone });
    expect(found.map((each) => each.person.id)).toEqual([into]);
  });

  test('a case that still has the old id goes on: it looks, claims and settles as the one person', async () => {
    const { into, from, merge } = await pair();
    const ref = { tenant: TENANT, accountId: `${from}-a` };
    const before = await store().look({ ...ref, personId: from });
    await store().mergePersons(merge);
    expect(await store().claimTouch(aClaim(before, `${from}-stale`))).toEqual({ kind: 'conflict' });
    const look = await store().look({ ...ref, personId: from });
    const claim = { ...aClaim(look, `${from}-1`), personId: from };
    expect(await store().claimTouch(claim)).toMatchObject({ kind: 'claimed' });
    expect((await person(into)).person.contacts).toMatchObject([{ attempt: `${from}-1` }]);
    expect((await store().getAttempt(ref, `${from}-1`))?.personId).toBe(into);
    const settle = { ref, personId: from, attemptId: `${from}-1`, state: 'FAILED' as const, at: AT };
    await store().settleTouch({ ...settle, drafts: [draft('touch_failed')], context });
    expect((await person(into)).person.contacts).toEqual([]);
  });

  test('of many at once, with openings and changes in between, loses nothing', async () => {
    const { id } = fresh();
    const ids = Array.from({ length: 5 }, (_, index) => `${id}-${index}`);
    for (const each of ids) await open(`${each}-a`, { id: each });
    const [into, ...others] = ids as [string, ...string[]];
    const retried = async (action: () => Promise<unknown>) => {
      for (let tries = 0; tries < 5; tries += 1)
        if (
          await action().then(
            () => true,
            () => false,
          )
        )
          return;
      throw new Error('never came through');
    };
    const at = AT;
    await Promise.all([
      ...others.map((from) =>
        retried(() => store().mergePersons({ tenant: TENANT, from, into, reason: 'r', at })),
      ),
      ...ids.map((each) => retried(() => open(`${each}-b`, { id: each }))),
      ...ids.map((each) =>
        retried(() =>
          store().changePerson({
            tenant: TENANT,
            personId: each,
            changeId: each,
            change: { kind: 'stop', fact: each },
          }),
        ),
      ),
    ]);
    const united = await person(into);
    expect([...united.accounts].sort()).toEqual(ids.flatMap((each) => [`${each}-a`, `${each}-b`]).sort());
    expect([...united.person.facts].sort()).toEqual(ids);
  });
});

describe('changePerson()', () => {
  test('finds by a reply whoever is reached at an address now', async () => {
    const { id, phone } = fresh();
    await open(`${id}-a`, { id, addresses: { sms: phone } });
    await open(`${id}-b`, { id: `${id}-b`, addresses: { sms: phone } });
    const find = async () =>
      (await store().findByContact({ tenant: TENANT, channel: 'sms', address: phone }))
        .map((each) => each.person.id)
        .sort();
    expect(await find()).toEqual([id, `${id}-b`]);
    const change = { kind: 'address', channel: 'sms', address: null } as const;
    await store().changePerson({ tenant: TENANT, personId: id, changeId: `${id}-1`, change });
    expect(await find()).toEqual([`${id}-b`]);
  });

  test('a contact point that is verified for two persons makes them one', async () => {
    const { id, phone } = fresh();
    await open(`${id}-a`, { id, addresses: { sms: phone } });
    await open(`${id}-b`, { id: `${id}-b`, addresses: { whatsapp: phone } });
    const verify = (personId: string, channel: 'sms' | 'whatsapp') =>
      store().changePerson({
        tenant: TENANT,
        personId,
        changeId: `v-${personId}`,
        change: { kind: 'verify', channel },
        at: AT,
      });
    expect((await verify(id, 'sms')).merged).toBeUndefined();
    const found = await verify(`${id}-b`, 'whatsapp');
    expect(found).toMatchObject({ merged: { from: `${id}-b`, into: id }, accounts: [`${id}-a`, `${id}-b`] });
    expect((await person(`${id}-b`)).person.verified).toEqual(['sms', 'whatsapp']);
    expect((await verify(`${id}-b`, 'whatsapp')).merged).toBeUndefined();
    expect(await ledgerTypes(`${id}-a`)).toEqual(['opened', 'persons_merged']);
  });
});

test('no key of any item holds a tax id or an address', async () => {
  const { id, phone, taxId } = fresh();
  await open(
    `${id}-a`,
    { id, addresses: { sms: phone, email: 'secreta@example.com' }, verified: ['sms'] },
    taxId,
  );
  const { Items = [] } = await local().documentClient.send(
    new ScanCommand({ TableName: local().tables.core }),
  );
  const keys = Items.map(({ pk, sk, indexKeys, hash }) => JSON.stringify([pk, sk, indexKeys, hash])).join(
    '\n',
  );
  for (const secret of ['secreta', phone.slice(1), taxId.replace('.', '')])
    expect(keys).not.toContain(secret);
  expect(keys).toMatch(/ID#[0-9a-f]{64}/);
});
