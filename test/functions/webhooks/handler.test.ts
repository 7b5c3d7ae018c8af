import type { Knock } from '../../../functions/webhooks/receive';
import { createWebhookHandler } from '../../../functions/webhooks/handler';
import { watch } from '../watch';

const event = {
  ...{ version: '2.0', routeKey: '', rawPath: '', rawQueryString: 'data.id=ORD1&type=order' },
  headers: { 'X-Signature': 'ts=1,v1=0' },
  pathParameters: { provider: 'mercadopago', tenant: 'acme' },
  requestContext: { requestId: 'r-1' },
  body: Buffer.from('{"ñ":1}').toString('base64'),
  isBase64Encoded: true,
};
type Event = Parameters<ReturnType<typeof createWebhookHandler>>[0];

test('the handler hands over the bytes, the query and the headers as they came', async () => {
  const seen: Knock[] = [];
  const handler = createWebhookHandler(async (knock) => {
    seen.push(knock);
    return { status: 202 };
  }, watch().report);
  // The handler reads nothing else of the event.
  expect(await handler(event as unknown as Event)).toEqual({ statusCode: 202 });
  expect(seen).toEqual([
    {
      ...{ provider: 'mercadopago', tenant: 'acme', requestId: 'r-1', rawBody: Buffer.from('{"ñ":1}') },
      headers: { 'x-signature': 'ts=1,v1=0' },
      query: { 'data.id': 'ORD1', type: 'order' },
    },
  ]);
});

test.each([
  { rule: 'a refusal', receive: async () => ({ status: 401, refusal: 'too_old' }) as const, status: 401 },
  { rule: 'a queue that is down', receive: () => Promise.reject(new Error('down')), status: 503 },
])('$rule is answered as a problem', async ({ receive, status }) => {
  const answer = await createWebhookHandler(receive, watch().report)(event as unknown as Event);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers?.['content-type']).toBe('application/problem+json');
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ status });
});
