import { createOtlpExport, otlpSettings, otlpTraces } from '../../traces/otlp';
import type { Span } from '../../traces/tracer';

const context = { traceId: '9259d35589ad78b03ea71c4a39f1a51d', spanId: '7b66161143c95c80', sampled: true };
const span: Span = {
  ...{ name: 'take payments', kind: 'consumer', context, parentSpanId: 'c'.repeat(16) },
  link: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true },
  ...{ startMs: 1_700_000_000_123, endMs: 1_700_000_000_456 },
  facts: { queue: 'payments', tries: 2, share: 1.5 },
  error: 'store.busy',
};

/** As `JsonTraceSerializer` of @opentelemetry/otlp-transformer 0.223.1 writes this span, without counts of what it dropped. */
const OFFICIAL = {
  ...{ traceId: context.traceId, spanId: context.spanId, parentSpanId: 'c'.repeat(16) },
  ...{ name: 'take payments', kind: 5 },
  ...{ startTimeUnixNano: '1700000000123000000', endTimeUnixNano: '1700000000456000000' },
  attributes: [
    { key: 'queue', value: { stringValue: 'payments' } },
    { key: 'tries', value: { intValue: 2 } },
    { key: 'share', value: { doubleValue: 1.5 } },
    { key: 'error.type', value: { stringValue: 'store.busy' } },
  ],
  links: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), attributes: [] }],
  status: { code: 2 },
};

test('spans are written as OpenTelemetry writes them', () => {
  expect(otlpTraces('recobro-worker', [span])).toEqual({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'recobro-worker' } }] },
        scopeSpans: [{ scope: { name: 'recobro' }, spans: [OFFICIAL] }],
      },
    ],
  });
});

interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers: unknown;
}

function collector(answer: () => Promise<Response>) {
  const posts: Post[] = [];
  const lost: string[] = [];
  const made = createOtlpExport({
    ...{ url: 'http://collector:4318/v1/traces', headers: { authorization: 'x' }, service: 'recobro' },
    fetch: async (url, init) => {
      posts.push({ url, body: init.body, headers: init.headers });
      return answer();
    },
    lost: (spans, why) => lost.push(`${spans} ${why}`),
  });
  return { ...made, posts, lost };
}

test('what waits is handed over once, and nothing when nothing waits', async () => {
  const { add, flush, posts, lost } = collector(async () => new Response('{}'));
  await flush();
  add(span);
  add({ ...span, context: { ...context, sampled: false } });
  await flush();
  await flush();
  expect(posts).toHaveLength(1);
  expect(posts[0]).toMatchObject({
    url: 'http://collector:4318/v1/traces',
    headers: { 'content-type': 'application/json', authorization: 'x' },
  });
  expect(JSON.parse(posts[0]?.body ?? '')).toEqual(otlpTraces('recobro', [span]));
  expect(lost).toEqual([]);
});

test.each([
  { what: 'refuses', answer: async () => new Response('', { status: 503 }), why: '1 status_503' },
  { what: 'is away', answer: async () => Promise.reject(new TypeError('fetch failed')), why: '1 TypeError' },
])('a collector that $what costs spans, and says so, and nothing else', async ({ answer, why }) => {
  const { add, flush, lost } = collector(answer);
  add(span);
  await flush();
  expect(lost).toEqual([why]);
});

test('while the collector is away, no more is kept than fits', () => {
  const { add, lost } = collector(async () => new Response('{}'));
  for (let made = 0; made < 2_050; made += 1) add(span);
  expect(lost).toEqual(['1 too_many', '1 too_many']);
});

test.each([
  { what: 'nothing', env: {}, settings: undefined },
  {
    what: 'an endpoint',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/', AWS_LAMBDA_FUNCTION_NAME: 'Webhooks' },
    settings: { url: 'http://c:4318/v1/traces', headers: {}, service: 'Webhooks' },
  },
  {
    what: 'an address of traces, headers and a name',
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example/otlp',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3Db, x = y',
      OTEL_SERVICE_NAME: 'cobranza',
    },
    settings: { url: 'https://t.example/otlp', headers: { 'api-key': 'a=b', x: 'y' }, service: 'cobranza' },
  },
])('an environment with $what', ({ env, settings }) => {
  expect(otlpSettings(env)).toEqual(settings);
});
