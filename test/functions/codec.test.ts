import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Role } from '../../functions/api/roles';
import { createCodecHandler } from '../../functions/codec';
import { ONE_LOOK_MS } from '../../store/access';
import { createReport } from '../../functions/report';
import { notFound } from '../../store/errors';
import type { AppendEntries } from '../../store/types';
import { createPayloadCodec } from '../../temporal/codec';
import { payloadsFrom, payloadsJson } from '../../temporal/codec-wire';
import { keyRing } from '../../temporal/key-ring';
import type { PersonKeySource } from '../../temporal/person-keys';

const UI = 'https://temporal.example';
const NOW = 1_764_547_200_000;
const ring = keyRing(new Map([['k1', Buffer.alloc(32, 1)]]));

/** Accounts B-… are of a person who was erased. */
const persons: PersonKeySource = {
  ownerOf: async ({ accountId }) => (accountId.startsWith('B') ? 'erased' : 'ana'),
  toSeal: async () => Buffer.alloc(32, 2),
  toOpen: async ({ personId }) => (personId === 'erased' ? undefined : Buffer.alloc(32, 2)),
};
const codec = createPayloadCodec(ring, 'recobro', persons);

function aServer({ roles = ['compliance'], now = NOW }: { roles?: readonly Role[]; now?: number } = {}) {
  const written: AppendEntries[] = [];
  const handle = createCodecHandler({
    authenticate: async ({ headers }) =>
      headers['authorization'] === 'Bearer good' ? { tenant: 'acme', actor: 'person:1', roles } : undefined,
    codec,
    store: {
      appendEntries: async (append) => {
        if (append.ref.accountId === 'unknown') throw notFound('account unknown', 'open it first');
        written.push(append);
        return { appended: true, ledger: { seq: 1, hash: '' } };
      },
    },
    ...{ namespace: 'recobro', uiOrigin: UI, now: () => now, report: createReport(() => undefined) },
  });
  return { handle, written };
}

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const HEADERS = { origin: UI, authorization: 'Bearer good', 'x-namespace': 'recobro' };

const anEvent = ({ method = 'POST', path = '/decode', headers = HEADERS, body }: Ask) =>
  ({
    rawPath: path,
    rawQueryString: '',
    headers,
    ...(body !== undefined && { body }),
    requestContext: { http: { method } },
  }) as unknown as APIGatewayProxyEventV2; // no more of the event is read

const encrypted = async (workflowId: string, text = `secret of ${workflowId}`): Promise<Payload[]> =>
  codec.encode([defaultPayloadConverter.toPayload(text)], {
    ...{ type: 'workflow', namespace: 'recobro', workflowId },
  });

const bodyOf = (payloads: readonly Payload[]): string => JSON.stringify(payloadsJson(payloads));

/** What each payload says; null where it is still encrypted. */
const shownIn = (body: string | undefined): unknown[] =>
  (payloadsFrom(body ?? '') ?? []).map((payload) =>
    Buffer.from(payload.metadata?.['encoding'] ?? []).toString() === 'json/plain'
      ? defaultPayloadConverter.fromPayload(payload)
      : null,
  );

test('decrypts what is of the tenant, after writing down who looked at whose', async () => {
  const { handle, written } = aServer();
  const payloads = [...(await encrypted('account/acme/A-1')), ...(await encrypted('account/acme/A-2'))];
  const answer = await handle(anEvent({ body: bodyOf([...payloads, ...payloads]) }));
  expect(answer.statusCode).toBe(200);
  expect(shownIn(answer.body).slice(0, 2)).toEqual([
    'secret of account/acme/A-1',
    'secret of account/acme/A-2',
  ]);
  expect(written.map(({ ref, drafts }) => [ref, drafts])).toEqual(
    ['A-1', 'A-2'].map((accountId) => [
      { tenant: 'acme', accountId },
      [{ at: NOW, type: 'data_accessed', actor: 'person:1', facts: { what: 'payloads' } }],
    ]),
  );
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': UI, 'cache-control': 'no-store' });
});

test('one look is one access, a later one is another', async () => {
  const body = bodyOf(await encrypted('account/acme/A-1'));
  const batches: string[] = [];
  for (const now of [NOW, NOW + ONE_LOOK_MS - 1, NOW + ONE_LOOK_MS]) {
    const { handle, written } = aServer({ now });
    await handle(anEvent({ body }));
    batches.push(...written.map(({ batchId }) => batchId));
  }
  expect(batches[1]).toBe(batches[0]);
  expect(batches[2]).not.toBe(batches[0]);
});

test('leaves encrypted what is of another tenant, of an unknown account or of no account', async () => {
  const { handle, written } = aServer();
  const payloads = await Promise.all(
    ['account/other/A-1', 'account/acme/unknown', 'seal/acme'].map((id) => encrypted(id)),
  );
  const answer = await handle(anEvent({ body: bodyOf(payloads.flat()) }));
  expect(shownIn(answer.body)).toEqual([null, null, null]);
  expect(written).toEqual([]);
});

test('leaves encrypted what was changed to look like the tenant’s', async () => {
  const [payload] = await encrypted('account/other/A-1');
  const metadata = { ...payload?.metadata, wid: Buffer.from('account/acme/A-1') };
  const answer = await aServer().handle(anEvent({ body: bodyOf([{ ...payload, metadata }]) }));
  expect(shownIn(answer.body)).toEqual([null]);
});

test('says that a person was erased', async () => {
  const answer = await aServer().handle(anEvent({ body: bodyOf(await encrypted('account/acme/B-1')) }));
  expect(shownIn(answer.body)).toEqual([expect.stringMatching(/^\[borrado/)]);
});

test('answers nothing when nobody can write it down', async () => {
  const { handle } = aServer();
  const failing = createCodecHandler({
    ...{ authenticate: async () => ({ tenant: 'acme', actor: 'p', roles: ['admin'] as const }), codec },
    ...{ namespace: 'recobro', uiOrigin: UI, now: () => NOW, report: createReport(() => undefined) },
    store: { appendEntries: () => Promise.reject(new Error('the store is down')) },
  });
  const event = anEvent({ body: bodyOf(await encrypted('account/acme/A-1')) });
  await expect(failing(event)).rejects.toThrow('the store is down');
  expect((await handle(event)).statusCode).toBe(200);
});

test.each<{ rule: string; ask: Ask; roles?: readonly Role[]; status: number }>([
  { rule: 'another page', ask: { headers: { ...HEADERS, origin: 'https://evil.example' } }, status: 403 },
  { rule: 'nobody', ask: { headers: { origin: UI, 'x-namespace': 'recobro' } }, status: 401 },
  { rule: 'a bad token', ask: { headers: { ...HEADERS, authorization: 'Bearer bad' } }, status: 401 },
  { rule: 'an agent', ask: {}, roles: ['agent', 'supervisor', 'machine'], status: 403 },
  { rule: 'another namespace', ask: { headers: { ...HEADERS, 'x-namespace': 'other' } }, status: 403 },
  { rule: 'who wants to encrypt', ask: { path: '/encode' }, status: 404 },
  { rule: 'who does not post', ask: { method: 'GET' }, status: 405 },
  { rule: 'who sends something else', ask: { body: '[' }, status: 400 },
])('refuses $rule', async ({ ask, roles, status }) => {
  const { handle, written } = aServer(roles ? { roles } : {});
  const body = bodyOf(await encrypted('account/acme/A-1'));
  const answer = await handle(anEvent({ body, ...ask }));
  expect(answer.statusCode).toBe(status);
  expect(answer.body).not.toContain('secret');
  expect(written).toEqual([]);
});

test('tells the browser that only the Temporal UI may ask', async () => {
  const { handle } = aServer();
  const answer = await handle(anEvent({ method: 'OPTIONS', headers: { origin: UI } }));
  expect(answer).toMatchObject({ statusCode: 204, headers: { 'access-control-allow-methods': 'POST' } });
  const other = await handle(anEvent({ method: 'OPTIONS', headers: { origin: 'https://evil.example' } }));
  expect(other.headers).not.toHaveProperty('access-control-allow-origin');
});
