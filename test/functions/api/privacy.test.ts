import { taskId } from '../../../functions/api/operations/tasks';
import type { ErasureStatus } from '../../../functions/privacy';
import { StoreError } from '../../../store/errors';
import { AT } from '../../store/fixtures';
import { apiLab } from './lab';

const PERSON = '/v1/privacy/persons/P-1';
const reason = { reason: 'data-subject-request' };
const officer = { role: 'compliance', key: 'k' } as const;

/** The API over a privacy part that answers so, and remembers what it was asked. */
function lab(answers: Readonly<Record<string, unknown>>, parts: object = {}) {
  const asked: [string, unknown][] = [];
  const told = Object.entries(answers).map(([name, answer]) => [
    name,
    async (request: unknown) => {
      asked.push([name, request]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  ]);
  const privacy = Object.fromEntries(told) as object;
  return { ...apiLab(parts, undefined, {}, { privacy, exportOf: Reflect.get(privacy, 'exportOf') }), asked };
}

const status: ErasureStatus = {
  personId: 'P-1',
  accounts: ['A-1'],
  holds: [{ id: 'juzgado-12', reason: 'lawsuit', by: 'o-1', at: AT }],
  refusals: [
    { reason: 'legal_hold', holds: ['juzgado-12'] },
    { reason: 'open_account', account: 'A-1', outcome: 'open' },
    {
      ...{ reason: 'retention', account: 'A-1', rule: 'CO-RETENTION', basis: 'law', cite: 'art. 28' },
      ...{ source: 'x', es: 'Cinco años.', until: 20_000 },
    },
  ],
  requests: [{ by: 'agent-1', reason: 'data-subject-request', at: '2026-03-01T10:00:00Z' }],
};

test('what stands against an erasure is told with article and date, and how much it would take away', async () => {
  const { call } = lab(
    { erasureStatus: status },
    { listAttempts: async () => [{ channel: 'letter' }, { channel: 'email' }] },
  );
  const { body } = await call('GET', PERSON, { role: 'compliance' });
  expect(body).toMatchObject({
    ...{ person: 'P-1', mayErase: false, requests: status.requests },
    refusals: [
      { reason: 'legal_hold', holds: ['juzgado-12'] },
      { reason: 'open_account', account: 'A-1', outcome: 'open' },
      {
        reason: 'retention',
        rule: 'CO-RETENTION',
        cite: 'art. 28',
        text: 'Cinco años.',
        until: '2024-10-04',
      },
    ],
    takes: [{ account: 'A-1', outcome: 'open', messages: 2, letters: 1, entries: 0 }],
  });
});

test('whoever asks for an erasure is the caller, and the request has the id of its key', async () => {
  const { call, asked } = lab({ requestErasure: undefined });
  const answer = await call('POST', `${PERSON}/erasure-requests`, { role: 'agent', key: 'k', body: reason });
  expect(answer).toMatchObject({ status: 200, body: { taken: true } });
  const request = { tenant: 'acme', personId: 'P-1', id: 'api/me/k', by: 'me', at: AT, ...reason };
  expect(asked).toEqual([['requestErasure', request]]);
});

test('an erasure is approved by the caller; repeated under its key it is not begun again', async () => {
  const { call, asked } = lab({ approveErasure: { erased: true } });
  for (let times = 0; times < 2; times += 1)
    expect(await call('POST', `${PERSON}/erasure`, { ...officer, body: reason })).toMatchObject({
      ...{ status: 200, body: { erased: true } },
    });
  expect(asked).toEqual([
    ['approveErasure', { tenant: 'acme', personId: 'P-1', by: 'me', at: AT, ...reason }],
  ]);
});

test('what may not be erased yet is a conflict with every reason', async () => {
  const refusals = [{ reason: 'not_requested' }, ...status.refusals];
  const { call } = lab({ approveErasure: { erased: false, refusals } });
  const answer = await call('POST', `${PERSON}/erasure`, { ...officer, body: reason });
  expect(answer).toMatchObject({ status: 409, body: { type: 'urn:recobro:problem:kept' } });
  expect(answer.body['refusals']).toMatchObject([
    { reason: 'not_requested' },
    { reason: 'legal_hold' },
    { reason: 'open_account' },
    { reason: 'retention', until: '2024-10-04' },
  ]);
});

test.each(['Ana lo pidió', '+57 300 123', ''])('the reason "%s" says too much or nothing', async (said) => {
  const { call, asked } = lab({ approveErasure: { erased: true } });
  const answer = await call('POST', `${PERSON}/erasure`, { ...officer, body: { reason: said } });
  expect(answer).toMatchObject({ status: 422, body: { faults: [{ pointer: '/body/reason' }] } });
  expect(asked).toEqual([]);
});

test('a legal hold that is not there cannot be lifted, and of somebody who was erased nothing is held', async () => {
  const erased = new StoreError('person.erased', 'erased', { personId: 'P-1' });
  const { call } = lab({ liftHold: false, hold: erased });
  expect(await call('POST', `${PERSON}/holds/h-1/release`, { ...officer, body: reason })).toMatchObject({
    status: 404,
  });
  const hold = { id: 'h-1', reason: 'lawsuit' };
  expect(await call('POST', `${PERSON}/holds`, { ...officer, key: 'k2', body: hold })).toMatchObject({
    status: 409,
  });
});

const access = {
  ...{ tenant: 'acme', madeAt: 'now', person: { id: 'P-1' }, legalHolds: [], purposes: [], recipients: [] },
  ...{ accesses: [], accounts: [{ id: 'A-1', text: '' }] },
};

test('a copy is handed out whole or not at all', async () => {
  const whole = lab({ exportOf: access });
  expect(await whole.call('GET', `${PERSON}/export`, { role: 'compliance' })).toMatchObject({
    ...{ status: 200, body: access },
  });
  expect(whole.asked).toEqual([['exportOf', { tenant: 'acme', personId: 'P-1', by: 'me', at: AT }]]);
  const long = { ...access, accounts: [{ id: 'A-1', text: 'x'.repeat(5_000_000) }] };
  for (const [exportOf, code] of [
    [long, 413],
    [new Error('no worker answers'), 503],
    [new StoreError('store.notFound', 'nobody', { item: 'P-1' }), 404],
  ] as const)
    expect((await lab({ exportOf }).call('GET', `${PERSON}/export`, { role: 'admin' })).status).toBe(code);
});

test('who of the staff looks at a person is written down first; machines look into their own books', async () => {
  const written: unknown[] = [];
  const person = { id: 'P-1', zones: [], addresses: {}, consent: [], optedOut: [], dead: [], facts: [] };
  const parts = {
    getPerson: async () => ({ person, accounts: ['A-1', 'A-2'] }),
    appendEntries: async ({ ref, drafts }: { ref: object; drafts: object[] }) =>
      void written.push([ref, ...drafts]),
  };
  const { call } = apiLab(parts);
  expect((await call('GET', '/v1/persons/P-1', { role: 'machine' })).status).toBe(200);
  expect(written).toEqual([]);
  expect((await call('GET', '/v1/persons/P-1', { role: 'agent' })).status).toBe(200);
  const look = { type: 'data_accessed', actor: 'me', facts: { what: 'person_record' }, at: AT };
  expect(written).toEqual(['A-1', 'A-2'].map((accountId) => [{ tenant: 'acme', accountId }, look]));
  const mute = apiLab({ ...parts, appendEntries: () => Promise.reject(new Error('no table')) });
  expect((await mute.call('GET', '/v1/persons/P-1', { role: 'agent' })).status).toBe(500);
});

describe('what somebody wrote back', () => {
  const details = { from: '+573001112233', text: 'llámenme mañana' };
  const work = { kind: 'reply', queue: 'revision', state: 'CLAIMED', dueAt: AT, at: AT, details };
  const task = (accountId: string) => ({ ...work, tenant: 'acme', accountId, id: 'w' });
  const claim = (accountId: string) => `/v1/tasks/${taskId({ accountId, id: 'w' })}/claim`;
  const asAgent = { role: 'agent', key: 'k', body: { minutes: 5 } } as const;

  function replies() {
    const looks: unknown[] = [];
    const parts = {
      listWorkItems: async () => ({ items: [task('A-1'), { ...task('A-1'), kind: 'call' }] }),
      getWorkItem: async ({ accountId }: { accountId: string }) => task(accountId),
      claimWorkItem: async () => ({ claimed: true }),
      appendEntries: async ({ ref, drafts }: { ref: object; drafts: { facts: object }[] }) =>
        void looks.push(ref, drafts[0]?.facts),
    };
    return { ...apiLab(parts), looks };
  }

  test('is not told in lists', async () => {
    const { body } = await replies().call('GET', '/v1/tasks', { role: 'agent' });
    const [reply, other] = body['items'] as object[]; // as the document says
    expect(reply).not.toHaveProperty('details');
    expect(other).toMatchObject({ details });
  });

  test('is told to whoever claims the task, and that stands in the ledger', async () => {
    const { call, looks } = replies();
    expect(await call('POST', claim('A-1'), asAgent)).toMatchObject({ status: 200, body: { details } });
    expect(looks).toEqual([{ tenant: 'acme', accountId: 'A-1' }, { what: 'reply' }]);
  });

  test('by somebody whom nobody knows has no ledger', async () => {
    const { call, looks } = replies();
    expect(await call('POST', claim('(none)'), asAgent)).toMatchObject({ body: { account: null, details } });
    expect(looks).toEqual([]);
  });
});
