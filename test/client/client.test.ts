import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRecobroClient, itemsOf } from '../../client/client';
import { createApi } from '../../functions/api/app';
import { byKey, byToken } from '../../functions/api/authenticate';
import { firstOf } from '../../functions/api/identity';
import type { ApiDeps } from '../../functions/api/operation';
import { caseOperations } from '../../functions/api/operations/cases';
import { AT } from '../store/fixtures';
import { watch } from '../functions/watch';

const ROOT = join(__dirname, '..', '..');
const SECRET = 'a-secret-of-acme';

test('client/schema.ts is what `npm run generate:client` writes', async () => {
  const cli = join(ROOT, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');
  const args = [cli, 'schemas/openapi.json', '--output', 'client/schema.ts', '--check'];
  await expect(promisify(execFile)(process.execPath, args, { cwd: ROOT })).resolves.toBeDefined();
});

/** The API itself, over parts that remember what they were asked, with its own way of authenticating. */
function apiOver(parts: object) {
  const facts: unknown[] = [];
  const store = {
    beginAnswer: async () => ({ kind: 'new' }),
    finishAnswer: async () => undefined,
    abandonAnswer: async () => undefined,
    ...parts,
  };
  const intake = { acceptFact: async (...args: unknown[]) => void facts.push(args) };
  // The operations under test use nothing else of them.
  const deps = { store, intake, now: () => AT } as unknown as ApiDeps;
  const api = createApi({
    operations: caseOperations,
    deps: async () => deps,
    authenticate: firstOf([
      byKey(
        async (tenant, name) =>
          tenant === 'acme' && name === 'api/core' ? { signing: [SECRET] } : undefined,
        () => AT,
      ),
      byToken(async (token) => {
        if (token !== 'a.b.c') throw new Error('not ours');
        return { sub: 'ana', recobro_tenant: 'acme', recobro_roles: ['agent'] };
      }),
    ]),
    report: watch().report,
    document: '{}',
  });
  const fetch = async (request: Request) =>
    api.fetch(new Request(request.url, { method: request.method, headers: request.headers }), {
      rawBody: Buffer.from(await request.arrayBuffer()),
    });
  return { fetch, facts };
}

const baseUrl = 'https://api.example.com';
const credentials = { key: 'acme.core', secret: SECRET };
const payment = {
  params: { path: { account: 'A/1' }, header: { 'Idempotency-Key': 'k-1' } },
  body: { id: 'p-1', amount: 1_250_000 },
} as const;

test('a machine signs a payment, which the API takes as that tenant’s', async () => {
  const { fetch, facts } = apiOver({});
  const client = createRecobroClient({ baseUrl, credentials, fetch, now: () => AT });
  const { data, response } = await client.POST('/v1/accounts/{account}/payments', payment);
  expect([response.status, data]).toEqual([202, { taken: true }]);
  expect(facts).toMatchObject([
    [{ tenant: 'acme', accountId: 'A/1' }, 'api/key:core/k-1', { amount: 1_250_000 }, 'key:core'],
  ]);
});

test.each([
  { rule: 'a wrong secret', key: { ...credentials, secret: 'another' }, at: AT },
  { rule: 'another tenant', key: { ...credentials, key: 'other.core' }, at: AT },
  { rule: 'a clock that is six minutes slow', key: credentials, at: AT - 360_000 },
])('$rule is a problem, not an exception', async ({ key, at }) => {
  const { fetch, facts } = apiOver({});
  const client = createRecobroClient({ baseUrl, credentials: key, fetch, now: () => at });
  const { error } = await client.POST('/v1/accounts/{account}/payments', payment);
  expect(error).toMatchObject({ type: 'urn:recobro:problem:unauthenticated', status: 401 });
  expect(facts).toEqual([]);
});

test('a person shows a token, and reads a list to its end', async () => {
  const pages = [
    { items: [{ accountId: 'A-1' }, { accountId: 'A-2' }], cursor: 'c' },
    { items: [{ accountId: 'A-3' }] },
  ];
  const ledger = { seq: 1 };
  const { fetch } = apiOver({
    listAccounts: async ({ cursor }: { cursor?: string }) => {
      const { items, ...rest } = pages[cursor === 'c' ? 1 : 0]!;
      return { items: items.map((item) => ({ ...item, ledger })), ...rest };
    },
  });
  const client = createRecobroClient({ baseUrl, credentials: () => 'a.b.c', fetch });
  const ids: string[] = [];
  const read = (cursor: string | undefined) =>
    client.GET('/v1/accounts', { params: { query: { limit: 2, ...(cursor !== undefined && { cursor }) } } });
  for await (const { id } of itemsOf(read)) ids.push(id);
  expect(ids).toEqual(['A-1', 'A-2', 'A-3']);
});
