import { createApi } from '../../../functions/api/app';
import { operations } from '../../../functions/api/operations';
import { roles } from '../../../functions/api/roles';
import { createPaymentBook } from '../../../functions/payments/book';
import { createPrivacy } from '../../../functions/privacy';
import { strategiesOf } from '../../../functions/strategies';
import { createSubjectExport } from '../../../functions/subject-export';
import { loadLaw } from '../../../policy/law/library';
import { LOCAL_TENANT } from '../../../local/tenant';
import type { LocalApi } from '../../../local/api-service';
import { startLocalApi } from '../../../local/api-service';
import { until } from '../../../local/process';
import { Lab, rests } from '../../workflows/lab';
import { watch } from '../watch';
import type { About } from './requests';
import { samples } from './requests';

const lab = Lab.forTests();
let api: LocalApi;
beforeAll(async () => {
  api = await startLocalApi(lab.cluster);
});
afterAll(() => api.stop());

let keys = 0;
async function call(method: string, path: string, body?: unknown, key = `k-${(keys += 1)}`) {
  const headers = { authorization: `Bearer ${api.key}`, 'idempotency-key': key };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${api.url}${path}`, init);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function timeline(id: string): Promise<{ type: string; actor: string }[]> {
  const { body } = await call('GET', `/accounts/${id}/timeline`);
  return body['items'] as { type: string; actor: string }[]; // as the document says
}

const account = (id: string) => ({
  ...{
    id,
    currency: 'COP',
    strategy: 'consumo',
    debts: [{ id: 'D-1', due: '2026-06-01', amount: 5_000_000 }],
  },
  person: {
    ...{
      id: `P-${id}`,
      name: 'Ana',
      jurisdiction: 'CO',
      zone: 'America/Bogota',
      language: 'es',
      kind: 'consumer',
    },
    ...{ addresses: { email: `${id.toLowerCase()}@example.com` }, consent: [] },
  },
});

test('an account is opened once, promised, paid, and its timeline tells so', async () => {
  const opened = await call('POST', '/accounts', account('API-1'));
  expect(opened).toMatchObject({ status: 201, body: { id: 'API-1', outcome: 'open' } });
  expect(await call('POST', '/accounts', account('API-1'))).toMatchObject({ status: 201 });

  const promise = { id: 'pr-1', amount: 1, due: '2000-01-01' };
  expect(await call('POST', '/accounts/API-1/promises', promise)).toMatchObject({
    status: 409,
    body: { type: 'urn:recobro:problem:refused', reason: 'past_date' },
  });

  const payment = { id: 'p-1', amount: 5_000_000 };
  for (let times = 0; times < 2; times += 1)
    expect(await call('POST', '/accounts/API-1/payments', payment, 'pay')).toMatchObject({ status: 202 });
  await lab.cluster.intake.handleOf({ tenant: LOCAL_TENANT, accountId: 'API-1' }).result();

  const types = (await timeline('API-1')).map(({ type }) => type);
  expect(types.filter((type) => type === 'fact_received')).toHaveLength(1);
  expect(types).toEqual(expect.arrayContaining(['account_opened', 'request_refused', 'outcome_changed']));
  expect(await call('GET', '/accounts/API-1')).toMatchObject({ status: 200, body: { outcome: 'paid' } });
  expect(await call('POST', '/accounts', account('API-1'))).toMatchObject({ status: 409 });
});

test('a person, their choices and the lists', async () => {
  await call('POST', '/accounts', account('API-2'));
  // A reader waits three seconds for the case, which on a busy machine is not always enough.
  let read: Record<string, unknown> = {};
  const isLive = async () => (read = (await call('GET', '/accounts/API-2')).body)['live'] !== undefined;
  expect(await until(isLive, 60_000)).toBe(true);
  expect(read).toMatchObject({
    ...{ outcome: 'open', live: { anchor: 'D-1', balance: 5_000_000, overdue: 5_000_000 } },
  });
  const consent = { channel: 'email', proof: 'web_form', textVersion: '3' };
  expect(await call('POST', '/persons/P-API-2/consents', consent)).toMatchObject({ status: 200 });
  expect(await call('GET', '/persons/P-API-2')).toMatchObject({
    body: { consent: ['email'], accounts: ['API-2'] },
  });
  const hold = { id: 'h-1', until: null, freeze: false, reason: 'bereavement' };
  expect(await call('POST', '/accounts/API-2/holds', hold)).toMatchObject({ status: 200 });
  const actorsOf = async (type: string) =>
    (await timeline('API-2')).filter((entry) => entry.type === type).map(({ actor }) => actor);
  const isTold = async (type: string) => (await actorsOf(type)).includes('local');
  expect(await until(() => isTold('person_changed'), 60_000)).toBe(true);
  expect(await until(() => isTold('fact_received'), 60_000)).toBe(true);
  expect(await call('GET', '/persons/nobody')).toMatchObject({ status: 404 });
  const first = await call('GET', '/accounts?limit=1');
  expect(first.body['items']).toHaveLength(1);
  expect(await call('GET', `/accounts?limit=1&cursor=${String(first.body['next'])}`)).toMatchObject({
    status: 200,
  });
  expect(await call('GET', '/accounts?cursor=x')).toMatchObject({ status: 422 });
  expect(await call('GET', '/counts')).toMatchObject({ status: 200, body: { stages: expect.any(Object) } });
  expect((await call('GET', '/strategies')).body['items']).not.toEqual([]);
});

test('a parked payment is a task that an agent matches', async () => {
  await call('POST', '/accounts', account('API-3'));
  const { store } = lab.cluster;
  const ref = { tenant: LOCAL_TENANT, provider: 'stripe', paymentId: 'pi_9' };
  const totals = { captured: 500, refunded: 0, chargebacks: [], nets: [500] };
  await store.changePayment(ref, () => ({ currency: 'COP', totals, named: [], references: [], booked: 0 }));
  const task = {
    tenant: LOCAL_TENANT,
    accountId: '(none)',
    id: 'payment-stripe-pi_9',
    queue: 'conciliacion',
  };
  const details = { provider: 'stripe', paymentId: 'pi_9' };
  await store.putWorkItem({ ...task, kind: 'unmatched_payment', dueAt: 0, at: 0, details });
  const { body } = await call('GET', '/tasks?queue=conciliacion');
  const [listed] = body['items'] as { id: string; account: string | null }[]; // as the document says
  expect(listed).toMatchObject({ account: null, kind: 'unmatched_payment' });
  expect(await call('POST', `/tasks/${listed?.id ?? ''}/match`, { account: 'API-3' })).toMatchObject({
    status: 200,
  });
  expect((await call('GET', '/tasks?queue=conciliacion')).body['items']).toEqual([]);
  const facts = await store.factsAfter({ tenant: LOCAL_TENANT, accountId: 'API-3', seq: 0 });
  expect(facts).toMatchObject([{ fact: { kind: 'payment', id: 'stripe:pi_9', amount: 500 } }]);
});

/** The API as another tenant's admin, who knows every id of ours. */
function stranger() {
  const { store, intake, client } = lab.cluster;
  const { report } = watch();
  const payments = createPaymentBook({ store, intake, report, now: Date.now });
  const privacy = createPrivacy({ store, law: loadLaw() });
  const exportOf = createSubjectExport({ store, client });
  const strategies = strategiesOf([], '');
  const app = createApi({
    operations,
    deps: async () => ({
      ...{ store, intake, client, payments, strategies, privacy, exportOf, now: Date.now },
    }),
    authenticate: async () => ({ tenant: 'other', actor: 'stranger', roles }),
    report,
    document: '{}',
  });
  return async ({ method, path, id }: (typeof operations)[number], about: About) => {
    const sample = samples(about)[id];
    if (!sample) throw new Error(`Give ${id} a request in test/functions/api/requests.ts`);
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => sample.path?.[name] ?? '');
    const headers = { 'idempotency-key': `stranger-${id}` };
    const request = new Request(`http://x${filled}`, { method: method.toUpperCase(), headers });
    const answer = await app.fetch(request, { rawBody: Buffer.from(JSON.stringify(sample.body ?? null)) });
    return [answer.status, await answer.json()] as const;
  };
}

/** All that another tenant could see or change of an account. */
async function everythingOf(accountId: string, personId: string) {
  const { store } = lab.cluster;
  const ref = { tenant: LOCAL_TENANT, accountId };
  const { items } = await store.listWorkItems({ tenant: LOCAL_TENANT, limit: 1_000 });
  return {
    account: await store.getAccount(ref),
    ledger: await store.readLedger(ref),
    facts: await store.factsAfter({ ...ref, seq: 0 }),
    person: await store.getPerson({ tenant: LOCAL_TENANT, personId }),
    tasks: items.filter((item) => item.accountId === accountId), // the other cases may be at work
  };
}

/** What is there for every tenant, and tells nothing of any. */
const OPEN_TO_ALL: Readonly<Record<string, unknown>> = {
  listAccounts: { items: [] },
  listTasks: { items: [] },
  listStrategies: { items: [] },
  countByStage: { stages: { preventive: 0, administrative: 0, extrajudicial: 0, judicial: 0 } },
};

test('every operation, asked by another tenant about our ids, finds nothing and changes nothing', async () => {
  await call('POST', '/accounts', account('API-4'));
  const task = { tenant: LOCAL_TENANT, accountId: 'API-4', id: 'call', kind: 'call', queue: 'temprana' };
  await lab.cluster.store.putWorkItem({ ...task, dueAt: 0, at: 0 });
  await rests(lab.cluster.intake.handleOf({ tenant: LOCAL_TENANT, accountId: 'API-4' }));
  const before = await everythingOf('API-4', 'P-API-4');
  const ask = stranger();
  for (const one of operations.filter(({ id }) => id !== 'openAccount')) {
    const [status, body] = await ask(one, { account: 'API-4', person: 'P-API-4', task: 'call' });
    const expected = OPEN_TO_ALL[one.id];
    expect([one.id, status]).toEqual([one.id, expected ? 200 : 404]);
    if (expected) expect(body).toEqual(expected);
    else expect(JSON.stringify(body)).not.toContain('Ana');
  }
  expect(await everythingOf('API-4', 'P-API-4')).toEqual(before);
});

test('requests are counted by tenant and window', async () => {
  const { store } = lab.cluster;
  const years = 1_000_000_000; // none of whose windows ends before 2033
  const counts = [];
  for (const tenant of ['t-1', 't-1', 't-2']) counts.push((await store.countRequest(tenant, years)).count);
  expect(counts).toEqual([1, 2, 1]);
  expect((await store.countRequest('t-1', 10)).secondsLeft).toBeLessThanOrEqual(10);
});
