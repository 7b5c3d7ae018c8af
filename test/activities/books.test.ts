import { MockActivityEnvironment } from '@temporalio/testing';
import { createChangePerson } from '../../activities/change-person';
import { createKeepBooks } from '../../activities/keep-books';
import type { PersonBroadcast } from '../../activities/ports';
import { createReadFacts } from '../../activities/read-facts';
import type { CaseEvent } from '../../domain/case/events';
import { openCase } from '../../domain/case/open';
import type { PersonChange } from '../../domain/person';
import { dayFromIso } from '../../domain/time/calendar';
import { loadLaw } from '../../policy/law/library';
import { unpackSnapshot } from '../../store/snapshot';
import type { AccountSnapshot, KeepBooksRequest } from '../../workflows/contract';
import { aStrategy, newCase } from '../workflows/lab';
import { MemoryStore } from './memory-store';
import { aDebtor, AT } from './touch-lab';

const ref = { tenant: 'acme', accountId: 'A-1', personId: 'P-1' };
const on = dayFromIso('2026-03-30');
const call: CaseEvent = {
  ...{ type: 'task_opened', at: AT, on, step: 'llamada', anchor: 'D1' },
  ...{ kind: 'call', queue: 'temprana', script: 'acuerdo' },
};
const skipped: CaseEvent = { type: 'step_skipped', at: AT, on, step: 'hoy', anchor: 'D1', reason: 'missed' };
const law = loadLaw({});

const run = <R>(activity: () => Promise<R>): Promise<R> => new MockActivityEnvironment().run(activity);

describe('keepBooks()', () => {
  const request: KeepBooksRequest = {
    ...ref,
    journal: { batchId: 'A-1#3', strategyVersion: 'referencia@1', events: [skipped, call] },
  };

  test('writes the journal and gives tasks to their queue, once over retries', async () => {
    const store = new MemoryStore(aDebtor());
    const keepBooks = createKeepBooks({ store: store.asStore(), law });
    for (let tries = 0; tries < 3; tries += 1) await run(() => keepBooks(request));
    expect(store.types()).toEqual(['step_skipped', 'task_opened']);
    const { tenant, accountId } = ref;
    const item = { tenant, accountId, kind: 'call', queue: 'temprana', step: 'llamada', script: 'acuerdo' };
    expect([...store.workItems.values()]).toEqual([{ ...item, id: 'A-1#3-1', at: AT, dueAt: AT }]);
  });

  test('keeps at closing what opens the case again', async () => {
    const store = new MemoryStore(aDebtor());
    const keepBooks = createKeepBooks({ store: store.asStore(), law });
    const snapshot = aSnapshot();
    await run(() => keepBooks({ ...request, closing: { outcome: 'paid', snapshot } }));
    expect(store.patch).toMatchObject({ outcome: 'paid' });
    expect(unpackSnapshot(store.patch?.snapshot ?? '')).toEqual(snapshot);
  });
});

function aSnapshot(): AccountSnapshot {
  const strategy = aStrategy();
  const { state } = openCase(newCase('A-1').opening, strategy);
  const rest = { place: 'TEST', seq: 4, recent: ['e-4'], journal: [], batch: 7 };
  return { schema: 1, ...ref, strategy, state, ...rest };
}

describe('changePerson()', () => {
  const changed = async (change: PersonChange) => {
    const store = new MemoryStore(aDebtor(), ['A-1', 'A-2', 'A-3']);
    const told: Parameters<PersonBroadcast['tell']>[0][] = [];
    const broadcast: PersonBroadcast = { tell: async (news) => void told.push(news) };
    const activity = createChangePerson({ store: store.asStore(), broadcast });
    const request = {
      ...ref,
      at: AT,
      change,
      changeId: 'c-1',
      by: 'agent-7',
      strategyVersion: 'referencia@1',
    };
    for (let tries = 0; tries < 2; tries += 1) await run(() => activity(request));
    return { store, told };
  };

  test('changes the record, writes who asked once, and tells the other accounts', async () => {
    const { store, told } = await changed({ kind: 'opt_out', channel: 'sms' });
    expect(store.changes[0]).toMatchObject({ personId: 'P-1', changeId: 'c-1' });
    expect(store.ledger).toEqual([
      { at: AT, type: 'person_changed', actor: 'agent-7', facts: { change: 'opt_out', channel: 'sms' } },
    ]);
    expect(told[0]).toMatchObject({ tenant: 'acme', accounts: ['A-2', 'A-3'], eventId: 'c-1', at: AT });
  });

  test('never says a new address, neither in the ledger nor to the other accounts', async () => {
    const { store, told } = await changed({
      kind: 'address',
      channel: 'email',
      address: 'nueva@example.test',
    });
    expect(JSON.stringify([store.ledger, told])).not.toContain('nueva');
  });
});

test('readFacts() gives the facts after a number, in order, with their event ids', async () => {
  const store = new MemoryStore(aDebtor());
  for (const id of ['a', 'b', 'c']) store.accept(`e-${id}`, { kind: 'payment', id });
  const readFacts = createReadFacts({ store: store.asStore() });
  expect(await run(() => readFacts({ ...ref, after: 1 }))).toEqual([
    { seq: 2, eventId: 'e-b', fact: { kind: 'payment', id: 'b' } },
    { seq: 3, eventId: 'e-c', fact: { kind: 'payment', id: 'c' } },
  ]);
});
