import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createStore } from '../../store/store';
import { jitteredPause } from '../../store/transact';
import type { Look } from '../../store/accounts';
import { AT, TENANT, aClaim, aPerson, anAccount } from './fixtures';

/** No local DynamoDB raises conflicts of transactions, so these tests stand in for the wire. */
interface Sent {
  readonly name: string;
  readonly input: { readonly ClientRequestToken?: string; readonly TransactItems?: readonly object[] };
}

/** Answers each command with the next of `answers`, the last one for ever; an error is thrown. */
function storeWith(answers: readonly unknown[]) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const send = (command: { constructor: { name: string }; input: Sent['input'] }): Promise<unknown> => {
    sent.push({ name: command.constructor.name, input: command.input });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const store = createStore({
    documentClient: { send } as unknown as DynamoDBDocumentClient, // the store calls nothing else
    tables: { core: 'core', ledger: 'ledger', idempotency: 'idempotency' },
    pause: async (tries) => void pauses.push(tries),
  });
  return { store, sent, pauses };
}

const cancelled = (...codes: string[]): Error =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const inProgress = Object.assign(new Error('in progress'), { name: 'TransactionInProgressException' });

const look: Look = {
  account: {
    ...{ tenant: TENANT, accountId: 'a-1', personId: 'p-1', jurisdiction: 'CO', currency: 'COP', factSeq: 0 },
    strategy: { id: 's', version: 1, hash: 'h' },
    ledger: { seq: 0, hash: '0'.repeat(64) },
  },
  person: { person: aPerson('p-1'), version: 1, accounts: ['a-1'] },
};
const claim = aClaim(look, 'f-1');

describe('a transaction', () => {
  test.each([
    { rule: 'another transaction has the item', code: 'TransactionConflict' },
    { rule: 'the table is throttled', code: 'ThrottlingError' },
    { rule: 'the partition is over its throughput', code: 'ProvisionedThroughputExceeded' },
  ])('is tried again, as a new one, when $rule', async ({ code }) => {
    const { store, sent, pauses } = storeWith([cancelled('None', code), cancelled(code), {}]);
    expect(await store.claimTouch(claim)).toMatchObject({ kind: 'claimed' });
    expect(new Set(sent.map(({ input }) => input.ClientRequestToken)).size).toBe(3);
    expect(pauses).toEqual([1, 2]);
  });

  test('keeps its token while the first of it is still running', async () => {
    const { store, sent } = storeWith([inProgress, {}]);
    expect(await store.claimTouch(claim)).toMatchObject({ kind: 'claimed' });
    expect(new Set(sent.map(({ input }) => input.ClientRequestToken)).size).toBe(1);
  });

  test('gives up after ten conflicts, with a typed error', async () => {
    const { store, sent } = storeWith([cancelled('TransactionConflict')]);
    await expect(store.claimTouch(claim)).rejects.toMatchObject({
      code: 'store.conflict',
      details: { tries: 10 },
    });
    expect(sent).toHaveLength(10);
  });

  test.each([
    {
      rule: 'a conflict beside a refusal is a refusal',
      error: cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict'),
    },
    { rule: 'a refusal alone', error: cancelled('None', 'None', 'ConditionalCheckFailed') },
  ])('is not tried again after a refusal: $rule', async ({ error }) => {
    const { store, sent } = storeWith([error]);
    expect(await store.claimTouch(claim)).toEqual({ kind: 'conflict' });
    expect(sent).toHaveLength(1);
  });

  test.each([
    { rule: 'an invalid write', error: cancelled('None', 'ValidationError') },
    { rule: 'a lost connection', error: new Error('socket hang up') },
  ])('passes on what it cannot mend: $rule', async ({ error }) => {
    const { store, sent } = storeWith([error]);
    await expect(store.claimTouch(claim)).rejects.toBe(error);
    expect(sent).toHaveLength(1);
  });

  test('never makes its token of ids: a claim that is made again must be refused', async () => {
    const { store, sent } = storeWith([{}]);
    await store.claimTouch(claim);
    await store.claimTouch(claim);
    const [first, second] = sent.map(({ input }) => input.ClientRequestToken);
    expect(first).not.toBe(second);
  });
});

test('look() is read again when a transaction has the account', async () => {
  const { store, sent } = storeWith([
    cancelled('TransactionConflict', 'None', 'None'),
    { Responses: [{}, {}, {}] },
  ]);
  const missing = store.look({ tenant: TENANT, accountId: 'a-1', personId: 'p-1' });
  await expect(missing).rejects.toMatchObject({ code: 'store.notFound' });
  expect(sent.map(({ name }) => name)).toEqual(['TransactGetCommand', 'TransactGetCommand']);
});

test('openAccount() looks at the person again when they have changed in between', async () => {
  const refused = cancelled('None', 'ConditionalCheckFailed', 'None');
  const { store, sent } = storeWith([{}, refused, {}, {}]);
  expect(await store.openAccount(anAccount('a-1', 'p-1'))).toMatchObject({ created: true });
  expect(sent.map(({ name }) => name)).toEqual([
    'GetCommand',
    'TransactWriteCommand',
    'GetCommand',
    'TransactWriteCommand',
  ]);
});

test('a mark of an accepted fact expires by the real clock, 400 days on', async () => {
  const sent: Sent[] = [];
  const account = { ...look.account, _et: 'Account', openedAt: AT };
  const send = async (command: { constructor: { name: string }; input: Sent['input'] }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    return { Item: account };
  };
  const store = createStore({
    documentClient: { send } as unknown as DynamoDBDocumentClient, // the store calls nothing else
    tables: { core: 'core', ledger: 'ledger', idempotency: 'idempotency' },
    now: () => 1_000_000,
  });
  await store.acceptFact({ tenant: TENANT, accountId: 'a-1', eventId: 'e#1', fact: 1, at: AT });
  const id = 'FACT#T#acme#A#a-1#e%231';
  expect(sent[1]?.input.TransactItems?.[0]).toMatchObject({
    Put: { Item: { id, expiration: 1_000 + 400 * 86_400 } },
  });
});

test('the pause between tries never passes a second', async () => {
  jest.useFakeTimers({ advanceTimers: false });
  const set = jest.spyOn(global, 'setTimeout');
  for (let tries = 1; tries <= 30; tries += 1) void jitteredPause(tries);
  const waits = set.mock.calls.map(([, ms]) => ms ?? 0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
  expect(waits[0]).toBeLessThanOrEqual(25);
  jest.useRealTimers();
});

describe('readLedgerPage()', () => {
  const ref = { tenant: TENANT, accountId: 'a-1' };
  const cursorOf = (key: string): string => Buffer.from(key).toString('base64url');

  test('reads no more of the ledger than its page, from behind the cursor', async () => {
    const { store, sent } = storeWith([{ Items: [] }]);
    await store.readLedgerPage({ ...ref, limit: 50, cursor: cursorOf('L#0000000170') });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.input).toMatchObject({ Limit: 51, ConsistentRead: true });
    expect(JSON.stringify(sent[0]?.input)).toContain('L#0000000171');
  });

  test.each(['', '7', cursorOf('L#7'), cursorOf('A#0000000007'), `${cursorOf('L#0000000007')}=`])(
    'refuses the cursor "%s", which no page gave',
    async (cursor) => {
      const { store, sent } = storeWith([{ Items: [] }]);
      const page = store.readLedgerPage({ ...ref, limit: 50, cursor });
      await expect(page).rejects.toMatchObject({ code: 'store.badCursor' });
      expect(sent).toEqual([]);
    },
  );
});

describe('lastEntryBefore()', () => {
  const before = { tenant: TENANT, accountId: 'a-1', type: 'stage_changed' };
  const entries = (from: number, to: number, stageAt?: number) => ({
    Items: Array.from({ length: from - to + 1 }, (_, index) => ({
      ...{
        tenant: TENANT,
        accountId: 'a-1',
        seq: from - index,
        at: '2026-03-01T00:00:00Z',
        actor: 'recobro',
      },
      ...{ type: from - index === stageAt ? 'stage_changed' : 'touch_sent', facts: {}, _et: 'LedgerEntry' },
      ...{ strategyVersion: '', lawVersion: '', workflowId: '', runId: '', prevHash: '', hash: '' },
    })),
  });

  test('reads backwards, and no further than to what it looks for', async () => {
    const { store, sent } = storeWith([entries(59, 35), entries(34, 10, 12), new Error('not asked')]);
    expect(await store.lastEntryBefore({ ...before, seq: 60 })).toMatchObject({ seq: 12 });
    expect(sent.map(({ input }) => input)).toMatchObject([
      { ScanIndexForward: false, Limit: 25 },
      { ScanIndexForward: false, Limit: 25 },
    ]);
    expect(JSON.stringify(sent[1]?.input)).toContain('L#0000000034');
  });

  test('finds nothing where there is nothing, and asks nothing before the first entry', async () => {
    const { store, sent } = storeWith([entries(4, 1)]);
    expect(await store.lastEntryBefore({ ...before, seq: 5 })).toBeUndefined();
    expect(await store.lastEntryBefore({ ...before, seq: 1 })).toBeUndefined();
    expect(sent).toHaveLength(1);
  });
});
