import { operations } from '../../../functions/api/operations';
import type { Permission, Role } from '../../../functions/api/roles';
import { grants, roles } from '../../../functions/api/roles';
import { StoreError } from '../../../store/errors';
import { apiLab } from './lab';

const payment = { id: 'p-1', amount: 100 };
const PAY = '/v1/accounts/A-1/payments';

/** Who may do what, written out: a permission that is widened by mistake fails here. */
const table: Readonly<Record<Permission, string>> = {
  read: 'agent supervisor compliance admin machine',
  book: 'supervisor admin machine',
  agree: 'agent supervisor admin machine',
  person: 'agent supervisor compliance admin machine',
  unblock: 'supervisor compliance admin',
  decide: 'supervisor compliance admin',
  work: 'agent supervisor compliance admin',
  reconcile: 'supervisor admin machine',
  relay: 'agent supervisor compliance admin',
  protect: 'compliance admin',
};

test('the table of roles', () => {
  expect(Object.fromEntries(Object.entries(grants).map(([name, held]) => [name, held.join(' ')]))).toEqual(
    table,
  );
});

const pathOf = (path: string): string => path.replace('{channel}', 'sms').replace(/\{\w+\}/g, 'A-1');

test.each(operations)(
  '$method $path is closed to strangers and to every role without "$permission"',
  async (one) => {
    const { call, asked } = apiLab();
    const method = one.method.toUpperCase();
    expect(await call(method, pathOf(one.path), { key: 'k' })).toMatchObject({ status: 401 });
    for (const role of roles) {
      const isGranted = table[one.permission].split(' ').includes(role);
      const { status } = await call(method, pathOf(one.path), { role, key: `k-${role}`, body: 'no json' });
      expect([role, status === 403]).toEqual([role, !isGranted]);
    }
    if (one.body) expect(asked).toEqual([]);
  },
);

test('a payment is a fact of whoever asks, under an id made of them and the key', async () => {
  const { call, asked } = apiLab();
  const body = { ...payment, on: '2026-03-01' };
  expect(await call('POST', PAY, { role: 'machine', key: 'k', body })).toMatchObject({ status: 202 });
  expect(asked).toEqual([
    [
      'fact',
      { tenant: 'acme', accountId: 'A-1' },
      'api/me/k',
      expect.objectContaining({ kind: 'payment', id: 'p-1' }),
      'me',
    ],
  ]);
});

test('a repeated request gets the first answer and does nothing; its key for something else is refused', async () => {
  const { call, asked } = apiLab();
  const request = { role: 'machine', key: 'k', body: payment } as const;
  const first = await call('POST', PAY, request);
  expect(await call('POST', PAY, request)).toEqual(first);
  expect(asked).toHaveLength(1);
  const other = await call('POST', PAY, { ...request, body: { ...payment, amount: 5 } });
  expect(other).toMatchObject({ status: 422, body: { type: 'urn:recobro:problem:key_reused' } });
});

test('a request that is under way is not begun again', async () => {
  const { call, answers } = apiLab();
  const request = { role: 'machine', key: 'k', body: payment } as const;
  await call('POST', PAY, request);
  for (const known of answers.values()) delete known.answer;
  expect(await call('POST', PAY, request)).toMatchObject({
    status: 409,
    body: { type: 'urn:recobro:problem:in_progress' },
  });
});

test('what fails on our side may be tried again under its key', async () => {
  const { call, answers, counted } = apiLab({ getAccount: () => Promise.reject(new Error('secret text')) });
  const request = { role: 'agent', key: 'k', body: { id: 'x', debt: 'D' } } as const;
  const answer = await call('POST', '/v1/accounts/A-1/disputes', request);
  expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(answers.size).toBe(0);
  expect(counted).toEqual(['api_request openDispute 500']);
});

test.each<{ rule: string; path: string; body: unknown; key?: string; status: number; pointer?: string }>([
  { rule: 'no key', path: PAY, body: payment, status: 422, pointer: '/header/Idempotency-Key' },
  { rule: 'no JSON', path: PAY, body: '{', key: 'k', status: 422, pointer: '/body' },
  {
    rule: 'a fraction of a cent',
    path: PAY,
    body: { ...payment, amount: 1.5 },
    key: 'k',
    status: 422,
    pointer: '/body/amount',
  },
  {
    rule: 'nothing',
    path: PAY,
    body: { ...payment, amount: 0 },
    key: 'k',
    status: 422,
    pointer: '/body/amount',
  },
  {
    rule: 'a date that does not exist',
    path: PAY,
    body: { ...payment, on: '2026-02-30' },
    key: 'k',
    status: 422,
    pointer: '/body/on',
  },
  {
    rule: 'a field that nobody knows',
    path: PAY,
    body: { ...payment, currency: 'COP' },
    key: 'k',
    status: 422,
    pointer: '/body',
  },
  {
    rule: 'an account that is not there',
    path: '/v1/accounts/A-9/promises',
    body: { id: 'x', amount: 1, due: '2026-04-01' },
    key: 'k',
    status: 404,
  },
  { rule: 'a path that is not there', path: '/v1/nothing', body: {}, key: 'k', status: 404 },
  { rule: 'too much', path: PAY, body: 'x'.repeat(300_000), key: 'k', status: 413 },
])('$rule is answered $status with the place', async ({ path, body, key, status, pointer }) => {
  const { call, asked } = apiLab();
  const answer = await call('POST', path, { role: 'supervisor', body, ...(key !== undefined && { key }) });
  expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status } });
  if (pointer !== undefined) expect(answer.body['faults']).toMatchObject([{ pointer }]);
  expect(asked).toEqual([]);
});

test.each([
  { method: 'PATCH', path: PAY, allow: 'POST' },
  { method: 'POST', path: '/v1/accounts/A-1', allow: 'GET, HEAD' },
  { method: 'POST', path: '/v1/persons/P-1/contact-points/sms', allow: 'PUT, DELETE' },
  { method: 'DELETE', path: '/v1/openapi.json', allow: 'GET, HEAD' },
])('$method $path is answered 405 with what is allowed', async ({ method, path, allow }) => {
  const { api } = apiLab();
  const answer = await api.fetch(new Request(`http://x${path}`, { method }), { rawBody: Buffer.alloc(0) });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
  expect(await answer.json()).toMatchObject({ type: 'urn:recobro:problem:method_not_allowed' });
});

test('a tenant that asks too much waits for the next window; nothing is begun', async () => {
  let count = 0;
  const countRequest = async (tenant: string, seconds: number) => {
    expect([tenant, seconds]).toEqual(['acme', 10]);
    return { count: (count += 1), secondsLeft: 7 };
  };
  const { api, call, asked } = apiLab({ countRequest }, {}, { limit: { requests: 1, seconds: 10 } });
  const request = { role: 'machine', key: 'k', body: payment } as const;
  expect(await call('POST', PAY, request)).toMatchObject({ status: 202 });
  const refused = await call('POST', PAY, { ...request, key: 'k2' });
  expect(refused).toMatchObject({
    status: 429,
    body: { type: 'urn:recobro:problem:too_many', retryAfter: 7 },
  });
  expect(asked).toHaveLength(1);
  const again = new Request(`http://x/v1/accounts`, { headers: { 'x-role': 'agent' } });
  expect((await api.fetch(again, { rawBody: Buffer.alloc(0) })).headers.get('retry-after')).toBe('7');
  expect(await call('GET', '/v1/accounts', {})).toMatchObject({ status: 401 });
  expect(count).toBe(3);
});

test('what the case refuses is a problem with its reason, and stays the answer', async () => {
  const { call, asked } = apiLab({}, { accepted: false, reason: 'too_small' });
  const request = { role: 'agent', key: 'k', body: { id: 'x', amount: 1, due: '2026-04-01' } } as const;
  for (let times = 0; times < 2; times += 1) {
    const answer = await call('POST', '/v1/accounts/A-1/promises', request);
    expect(answer).toMatchObject({
      status: 409,
      body: { type: 'urn:recobro:problem:refused', reason: 'too_small' },
    });
  }
  expect(asked).toHaveLength(1);
});

test('a list without a good cursor is the caller’s fault', async () => {
  const error = new StoreError('store.badCursor', 'Cannot go on', { cursor: 'x' });
  const { call } = apiLab({ listAccounts: () => Promise.reject(error) });
  expect(await call('GET', '/v1/accounts?cursor=x', { role: 'agent' })).toMatchObject({ status: 422 });
  expect(await call('GET', '/v1/accounts?limit=1000', { role: 'agent' })).toMatchObject({ status: 422 });
});

test('the timeline asks for the entries of its page only, and hands the cursor on as it is', async () => {
  const queries: unknown[] = [];
  const entry = { seq: 3, type: 't', prevHash: 'h', workflowId: 'w', runId: 'r' };
  const readLedgerPage = async (query: { cursor?: string }) => {
    queries.push(query);
    return { items: [entry], ...(query.cursor === undefined && { cursor: 'next-one' }) };
  };
  const { call } = apiLab({ readLedgerPage });
  const first = await call('GET', '/v1/accounts/A-1/timeline?limit=1', { role: 'agent' });
  expect(first.body).toEqual({ items: [{ seq: 3, type: 't' }], next: 'next-one' });
  const last = await call('GET', '/v1/accounts/A-1/timeline?limit=1&cursor=next-one', { role: 'agent' });
  expect(last.body).toEqual({ items: [{ seq: 3, type: 't' }] });
  const ref = { tenant: 'acme', accountId: 'A-1', limit: 1 };
  expect(queries).toEqual([ref, { ...ref, cursor: 'next-one' }]);
  expect(await call('GET', '/v1/accounts/A-2/timeline', { role: 'agent' })).toMatchObject({ status: 404 });
});

test('a contact point must be one of its channel', async () => {
  const { call, asked } = apiLab();
  const put = (channel: string, address: string, key: string) =>
    call('PUT', `/v1/persons/P-1/contact-points/${channel}`, {
      role: 'agent' satisfies Role,
      key,
      body: { address },
    });
  expect(await put('sms', '12', 'k1')).toMatchObject({
    status: 422,
    body: { faults: [{ pointer: '/body/address' }] },
  });
  expect(await put('sms', '+573001234567', 'k2')).toMatchObject({ status: 200 });
  expect(asked).toMatchObject([
    ['person', 'acme', 'P-1', 'api/me/k2', expect.any(Number), { kind: 'address' }, 'me'],
  ]);
});

test('a settlement is approved by being asked for by somebody who may decide, and has one form', async () => {
  const path = '/v1/accounts/A-1/settlements';
  const body = { id: 's-1', amount: 80_000, due: '2026-04-01' };
  const askedBy = async (role: Role): Promise<string> => {
    const { call, asked } = apiLab();
    expect(await call('POST', path, { role, key: 'k', body })).toMatchObject({ status: 200 });
    return JSON.stringify(asked);
  };
  expect(await askedBy('agent')).not.toContain('approvedBy');
  expect(await askedBy('supervisor')).toContain('approvedBy');
  const { call } = apiLab();
  for (const wrong of [
    { id: 's-1', amount: 5 },
    { ...body, instalments: [{ due: body.due, amount: 5 }] },
  ])
    expect(await call('POST', path, { role: 'agent', key: 'k', body: wrong })).toMatchObject({ status: 422 });
});
