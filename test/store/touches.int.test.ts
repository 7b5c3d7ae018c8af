import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { verifyChain } from '../../domain/ledger';
import { DAY_MS, dayFromIso } from '../../domain/time/calendar';
import { sha256Hex } from '../../store/store';
import type { ClaimTouch } from '../../store/types';
import { AT, TENANT, aClaim, anAccount, context, draft } from './fixtures';
import type { TestStore } from './local-store';
import { storeForTests } from './local-store';

const local = storeForTests();
const store = () => local().store;

let accounts = 0;

async function opened(personId?: string) {
  accounts += 1;
  const ref = { tenant: TENANT, accountId: `a-${accounts}` };
  const at = { ...ref, personId: personId ?? `p-${accounts}` };
  await store().openAccount(anAccount(at.accountId, at.personId));
  return { ref, at, look: () => store().look(at) };
}

const settlement = ({ ref, personId, attempt }: ClaimTouch, state: 'SENT' | 'UNKNOWN' | 'FAILED') => ({
  ...{ ref, personId, attemptId: attempt.attemptId, state, at: AT + 1_000, context },
  drafts: [draft(`touch_${state.toLowerCase()}`, { attempt: attempt.attemptId })],
});

describe('claimTouch()', () => {
  test('writes attempt, contact, body and entries together', async () => {
    const { ref, look } = await opened();
    const claim = aClaim(await look(), 'c-1');
    const result = await store().claimTouch(claim);
    const { account, person } = await look();
    expect(result).toEqual({ kind: 'claimed', ledger: account.ledger });
    expect(person).toMatchObject({ version: 2, person: { contacts: [claim.contact] } });
    const stored = { ...claim.attempt, ...ref, personId: claim.personId, state: 'CLAIMED' };
    expect(await store().getAttempt(ref, 'c-1')).toEqual(stored);
    expect(await store().findAttempt('c-1')).toEqual(stored);
    expect(await store().lastAttemptOfStep(ref, 'vencido')).toEqual(stored);
    expect(await store().lastAttemptOfStep(ref, 'aviso')).toBeUndefined();
    expect(await store().readBody(ref, claim.attempt.bodyHash)).toBe(claim.body);
    expect((await store().readLedger(ref)).map(({ type }) => type)).toEqual(['opened', 'touch_claimed']);
  });

  test('answers stale after a fact that it was not planned with, and writes nothing', async () => {
    const { ref, look } = await opened();
    const claim = aClaim(await look(), 'c-2');
    await store().acceptFact({ ...ref, eventId: 'paid', fact: { kind: 'payment' }, at: AT });
    expect(await store().claimTouch(claim)).toEqual({ kind: 'stale', factSeq: 1 });
    expect(await store().getAttempt(ref, 'c-2')).toBeUndefined();
    expect((await look()).person.version).toBe(1);
    expect(await store().readBody(ref, claim.attempt.bodyHash)).toBeUndefined();
  });

  test('answers with the attempt that exists, even when a fact came after it', async () => {
    const { ref, look } = await opened();
    const claim = aClaim(await look(), 'c-3');
    await store().claimTouch(claim);
    await store().acceptFact({ ...ref, eventId: 'paid', fact: 1, at: AT });
    const again = await store().claimTouch(aClaim(await look(), 'c-3'));
    expect(again).toMatchObject({ kind: 'exists', attempt: { attemptId: 'c-3', state: 'CLAIMED' } });
    expect(await store().claimTouch(claim)).toMatchObject({ kind: 'exists' });
  });

  test('answers conflict when the person has changed since the look', async () => {
    const { at, look } = await opened();
    const claim = aClaim(await look(), 'c-4');
    const change = { kind: 'opt_out', channel: 'all' } as const;
    await store().changePerson({ tenant: TENANT, personId: at.personId, change, changeId: 'x' });
    expect(await store().claimTouch(claim)).toEqual({ kind: 'conflict' });
  });

  test('answers conflict when the ledger has moved since the look', async () => {
    const { ref, look } = await opened();
    const claim = aClaim(await look(), 'c-5');
    await store().appendEntries({ ref, drafts: [draft('waited')], context, batchId: 'b' });
    expect(await store().claimTouch(claim)).toEqual({ kind: 'conflict' });
  });

  test('refuses a body that is not the one that was hashed', async () => {
    const claim = aClaim(await (await opened()).look(), 'c-6', { body: 'something else' });
    await expect(store().claimTouch(claim)).rejects.toMatchObject({ code: 'store.wrongHash' });
  });

  test('uses each version of a person once: 50 claims at once over 10 accounts', async () => {
    const owed = await Promise.all(Array.from({ length: 10 }, () => opened('p-capped')));
    const before = await owed[0]!.look();
    expect(before.person.accounts).toHaveLength(10);
    const claims = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => aClaim(await owed[n % 10]!.look(), `race-${n}`)),
    );
    const results = await Promise.all(claims.map((claim) => store().claimTouch(claim)));
    expect(results.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(49);

    // Looking again after each conflict, all get through, one version each.
    await Promise.all(Array.from({ length: 10 }, (_, n) => claimUntilDone(owed[n % 10]!.look, `retry-${n}`)));
    const { person } = await owed[0]!.look();
    expect(person.version).toBe(before.person.version + 11);
    expect(person.person.contacts).toHaveLength(11);
    for (const { ref } of owed) expect(verifyChain(await store().readLedger(ref), sha256Hex)).toEqual([]);
  });
});

async function claimUntilDone(
  look: () => ReturnType<TestStore['store']['look']>,
  attemptId: string,
): Promise<void> {
  for (;;) {
    const { kind } = await store().claimTouch(aClaim(await look(), attemptId));
    if (kind === 'claimed') return;
    expect(kind).toBe('conflict');
  }
}

describe('settleTouch()', () => {
  test('records what was sent, once, and finds it by the id of the provider', async () => {
    const { ref, look } = await opened();
    const claim = aClaim(await look(), 's-1');
    await store().claimTouch(claim);
    const sent = { ...settlement(claim, 'SENT'), providerId: 'ses-1', segments: 1 };
    expect(await store().settleTouch(sent)).toEqual({ settled: true });
    expect(await store().settleTouch(sent)).toEqual({ settled: false });
    expect(await store().settleTouch(settlement(claim, 'FAILED'))).toEqual({ settled: false });
    const attempt = await store().findAttemptByProvider('ses-1');
    expect(attempt).toMatchObject({ attemptId: 's-1', state: 'SENT', segments: 1, settledAt: AT + 1_000 });
    expect(await store().findAttemptByProvider('ses-2')).toBeUndefined();
    const ledger = await store().readLedger(ref);
    expect(ledger.map(({ type }) => type)).toEqual(['opened', 'touch_claimed', 'touch_sent']);
    expect(verifyChain(ledger, sha256Hex)).toEqual([]);
    expect((await look()).person.person.contacts).toHaveLength(1);
  });

  test.each([
    { rule: 'keeps the contact of an unknown outcome', state: 'UNKNOWN' as const, contacts: 1 },
    { rule: 'takes the contact back when nothing was sent', state: 'FAILED' as const, contacts: 0 },
  ])('$rule', async ({ state, contacts }) => {
    const { look } = await opened();
    const claim = aClaim(await look(), `s-${state}`);
    await store().claimTouch(claim);
    expect(await store().settleTouch(settlement(claim, state))).toEqual({ settled: true });
    expect((await look()).person.person.contacts).toHaveLength(contacts);
  });

  test('settles although the ledger and the person have moved since the claim', async () => {
    const { ref, at, look } = await opened();
    const claim = aClaim(await look(), 's-2');
    const claimed = await store().claimTouch(claim);
    const ledger = claimed.kind === 'claimed' ? claimed.ledger : claim.expect.ledger;
    await store().appendEntries({ ref, drafts: [draft('fact')], context, batchId: 'b' });
    await store().changePerson({
      ...{ tenant: TENANT, personId: at.personId, changeId: 'x' },
      change: { kind: 'opt_out', channel: 'sms' },
    });
    expect(await store().settleTouch({ ...settlement(claim, 'FAILED'), ledger })).toEqual({ settled: true });
    expect(verifyChain(await store().readLedger(ref), sha256Hex)).toEqual([]);
    expect((await look()).person.person).toMatchObject({ contacts: [], optedOut: ['sms'] });
  });

  test('settles a doubt only when told that it is one', async () => {
    const { ref, look } = await opened();
    const claim = aClaim(await look(), 's-3');
    await store().claimTouch(claim);
    await store().settleTouch(settlement(claim, 'UNKNOWN'));
    expect(await store().settleTouch(settlement(claim, 'SENT'))).toEqual({ settled: false });
    expect(await store().settleTouch({ ...settlement(claim, 'SENT'), from: 'UNKNOWN' })).toEqual({
      settled: true,
    });
    expect(await store().getAttempt(ref, 's-3')).toMatchObject({ state: 'SENT' });
  });

  test('says that an attempt was never claimed', async () => {
    const claim = aClaim(await (await opened()).look(), 's-4');
    await expect(store().settleTouch(settlement(claim, 'SENT'))).rejects.toMatchObject({
      code: 'store.notFound',
    });
  });
});

test('a touch takes three requests to the store: look, claim, settle', async () => {
  const { look } = await opened();
  local().takeRequests();
  const claim = aClaim(await look(), 'n-1');
  const claimed = await store().claimTouch(claim);
  if (claimed.kind !== 'claimed') throw new Error(claimed.kind);
  await store().settleTouch({ ...settlement(claim, 'SENT'), providerId: 'n', ledger: claimed.ledger });
  expect(local().takeRequests()).toEqual([
    'TransactGetItemsCommand',
    'TransactWriteItemsCommand',
    'TransactWriteItemsCommand',
  ]);
});

test('an entry that was changed in the table is found by the chain', async () => {
  const { ref } = await opened();
  await store().appendEntries({
    ref,
    drafts: [draft('denied', { rule: 'co.hours' })],
    context,
    batchId: 'b',
  });
  const [, entry] = await store().readLedger(ref);
  const key = { pk: `T#${TENANT}#A#${ref.accountId}`, sk: 'L#0000000002', _et: 'LedgerEntry' };
  const Item = { ...key, ...ref, ...entry, facts: { rule: 'co.weekly' } };
  await local().documentClient.send(new PutCommand({ TableName: local().tables.ledger, Item }));
  expect(verifyChain(await store().readLedger(ref), sha256Hex)).toEqual([{ seq: 2, fault: 'wrong_hash' }]);
});

describe('work items', () => {
  const item = (accountId: string, id: string, dueAt: number, queue = 'temprana') => ({
    ...{
      tenant: 'tasks',
      accountId,
      id,
      kind: 'call',
      queue,
      step: 'llamada',
      dueAt,
      at: AT,
      script: 'acuerdo',
    },
  });

  test('are put once and listed by due date, of one queue or of all', async () => {
    const items = [
      item('a-1', 'w-1', AT + 3_000),
      item('a-2', 'w-2', AT + 1_000),
      item('a-3', 'w-3', AT + 2_000, 'tardia'),
    ];
    for (const work of items) expect(await store().putWorkItem(work)).toEqual({ created: true });
    expect(await store().putWorkItem(items[0]!)).toEqual({ created: false });
    const ids = async (queue?: string) => {
      const page = await store().listWorkItems({
        tenant: 'tasks',
        limit: 10,
        ...(queue !== undefined && { queue }),
      });
      return page.items.map(({ id }) => id);
    };
    expect(await ids()).toEqual(['w-2', 'w-3', 'w-1']);
    expect(await ids('temprana')).toEqual(['w-2', 'w-1']);
  });

  test('beyond what a queue takes a day are planned for the next day with room, also when all come at once', async () => {
    const today = dayFromIso('2026-03-11');
    const room = { from: today, perDay: 4 };
    const works = Array.from({ length: 10 }, (_, index) => item(`full-${index}`, 'w', AT, 'llena'));
    const made = await Promise.all(works.map((work) => store().putWorkItem(work, room)));
    expect(made.every(({ created }) => created)).toBe(true);
    expect(await store().putWorkItem(works[0]!, room)).toEqual({ created: false });
    const { items } = await store().listWorkItems({ tenant: 'tasks', queue: 'llena', limit: 20 });
    const daysLater = items.map(({ dueAt }) => (dueAt - AT) / DAY_MS);
    expect(daysLater).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
  });

  test('belong to one agent until done or until the claim runs out', async () => {
    const work = item('a-9', 'w-9', AT);
    await store().putWorkItem(work);
    const claim = (agent: string, at: number) =>
      store().claimWorkItem({ ...work, agent, at, until: at + 60_000 });
    const complete = (agent: string) =>
      store().completeWorkItem({ ...work, agent, at: AT, result: 'promised' });
    expect(await complete('ana')).toEqual({ completed: false });
    expect(await claim('ana', AT)).toEqual({ claimed: true });
    expect(await claim('luis', AT + 1_000)).toEqual({ claimed: false });
    expect(await claim('ana', AT + 1_000)).toEqual({ claimed: true });
    expect(await claim('luis', AT + 62_000)).toEqual({ claimed: true });
    expect(await complete('ana')).toEqual({ completed: false });
    expect(await complete('luis')).toEqual({ completed: true });
    expect(await claim('ana', AT + 900_000)).toEqual({ claimed: false });
    const { items } = await store().listWorkItems({ tenant: 'tasks', limit: 10 });
    expect(items.map(({ id }) => id)).not.toContain('w-9');
    expect(await store().getWorkItem(work)).toMatchObject({ state: 'DONE', result: 'promised' });
  });
});
