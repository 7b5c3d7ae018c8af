import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { tracedHttp } from '../../functions/http';
import { spanBelow, traceparentOf } from '../../traces/context';
import { collected } from '../traces/spans';

// The handler reads nothing else of the event.
const eventWith = (headers: object) => ({ headers }) as unknown as APIGatewayProxyEventV2;
const caller = spanBelow(undefined);

async function served(headers: object) {
  const { tracer, named } = collected();
  const handler = tracedHttp(tracer, 'webhook', async () => ({ statusCode: 202 }));
  expect(await handler(eventWith(headers))).toEqual({ statusCode: 202 });
  return named('webhook');
}

test('a request goes on with the trace of its caller, and tells how it was answered', async () => {
  expect(await served({ Traceparent: traceparentOf(caller) })).toMatchObject({
    ...{ context: { traceId: caller.traceId }, parentSpanId: caller.spanId },
    facts: { status: 202 },
  });
});

test.each([{}, { traceparent: 'x' }, { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }])(
  'a request with %j begins a trace',
  async (headers) => {
    expect(await served(headers)).not.toHaveProperty('parentSpanId');
  },
);
