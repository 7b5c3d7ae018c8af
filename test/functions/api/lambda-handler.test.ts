import { createApi } from '../../../functions/api/app';
import type { Credentials } from '../../../functions/api/identity';
import { createApiHandler } from '../../../functions/api/lambda-handler';
import { operations } from '../../../functions/api/operations';
import { watch } from '../watch';
import { apiLab } from './lab';

/** What the handler reads of an event, and nothing else. */
type Event = Parameters<ReturnType<typeof createApiHandler>>[0];

test('the gateway’s event is a request: bytes, query, headers, and who signed it', async () => {
  const seen: Credentials[] = [];
  const api = createApi({
    operations,
    deps: () => Promise.reject(new Error('not asked')),
    authenticate: async (credentials) => (seen.push(credentials), undefined),
    report: watch().report,
    document: '{}',
  });
  const event = {
    ...{ rawPath: '/v1/accounts/A-1/payments', rawQueryString: 'a=%20b', isBase64Encoded: true },
    ...{ body: Buffer.from('ñ').toString('base64'), headers: { 'X-Test': '1', Host: 'x' } },
    requestContext: { http: { method: 'POST' }, authorizer: { iam: { userArn: 'arn:x' } } },
  };
  const answer = await createApiHandler(api)(event as unknown as Event);
  expect(answer).toMatchObject({ statusCode: 401, headers: { 'content-type': 'application/problem+json' } });
  expect(seen).toMatchObject([
    {
      method: 'POST',
      target: '/v1/accounts/A-1/payments?a=%20b',
      iamArn: 'arn:x',
      rawBody: Buffer.from('ñ'),
    },
  ]);
  expect(seen[0]?.headers['x-test']).toBe('1');
});

test('a method that the platform cannot carry is one that nobody has', async () => {
  const { api } = apiLab();
  const requestContext = { http: { method: 'TRACE' } };
  const event = { rawPath: '/v1/accounts', rawQueryString: '', headers: {}, requestContext };
  const answer = await createApiHandler(api)(event as unknown as Event);
  expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'POST, GET, HEAD' } });
});
