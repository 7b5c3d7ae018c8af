import { ApplicationFailure } from '@temporalio/common';
import { createReport } from '../../functions/report';
import { spanBelow } from '../../traces/context';
import { spanLine } from '../../traces/tracer';
import { collected } from './spans';

test('a span within another is its child; beside it, a trace of its own begins', async () => {
  const { tracer, named } = collected();
  await tracer.run('outer', 'server', { parent: null }, () =>
    tracer.run('inner', 'client', {}, async () => {
      await tracer.run('apart', 'internal', { parent: null }, async () => undefined);
    }),
  );
  const [outer, inner, apart] = ['outer', 'inner', 'apart'].map(named);
  expect(outer).not.toHaveProperty('parentSpanId');
  expect(inner).toMatchObject({
    context: { traceId: outer?.context.traceId },
    parentSpanId: outer?.context.spanId,
  });
  expect(apart?.context.traceId).not.toBe(outer?.context.traceId);
});

test('the trace of the caller goes on', async () => {
  const { tracer, named } = collected();
  const caller = { ...spanBelow(undefined), sampled: false };
  await tracer.run('served', 'server', { parent: caller }, async () => undefined);
  expect(named('served')).toMatchObject({
    context: { traceId: caller.traceId, sampled: false },
    parentSpanId: caller.spanId,
  });
});

test.each([
  {
    what: 'our own error',
    error: Object.assign(new Error('Ana owes'), { code: 'store.busy' }),
    kind: 'store.busy',
  },
  {
    what: 'a failure of an activity',
    error: ApplicationFailure.retryable('Ana', 'touch.x'),
    kind: 'touch.x',
  },
  { what: 'any error', error: new TypeError('Ana'), kind: 'TypeError' },
  { what: 'something else', error: 'Ana', kind: 'unknown' },
])('$what goes through, and the span says its kind and not its text', async ({ error, kind }) => {
  const { tracer, named } = collected();
  const failing = tracer.run('failing', 'internal', {}, async () => Promise.reject(error as Error));
  await expect(failing).rejects.toBe(error);
  expect(named('failing').error).toBe(kind);
  expect(spanLine(named('failing'))).not.toContain('Ana');
});

test('a span is one line: where it stands, how long it took, and what it tells', async () => {
  let now = 1_764_547_200_000;
  const { tracer, named } = collected(() => now);
  const link = spanBelow(undefined);
  await tracer.run('sendTouch', 'consumer', { parent: null, link, facts: { attempt: 2 } }, async (tell) => {
    now += 34;
    tell({ result: 'accepted' });
  });
  const { context } = named('sendTouch');
  expect(JSON.parse(spanLine(named('sendTouch')))).toEqual({
    ...{ span: 'sendTouch', kind: 'consumer', traceId: context.traceId, spanId: context.spanId },
    ...{ linkedTraceId: link.traceId, startedAt: '2025-12-01T00:00:00.000Z', durationMs: 34 },
    ...{ attempt: 2, result: 'accepted' },
  });
});

test('what is reported within a span says of which trace it is, and makes no dimension of it', async () => {
  const { tracer, named } = collected();
  const lines: string[] = [];
  const report = createReport((line) => lines.push(line));
  await tracer.run('take payments', 'consumer', {}, async () =>
    report.count('touch_sent', { channel: 'sms' }),
  );
  report.count('touch_sent', { channel: 'sms' });
  const [within, outside] = lines.map((line) => JSON.parse(line) as object);
  const { traceId, spanId } = named('take payments').context;
  expect(within).toMatchObject({ traceId, spanId, touch_sent: 1 });
  expect(within).toHaveProperty('_aws.CloudWatchMetrics.0.Dimensions', [[], ['channel']]);
  expect(outside).not.toHaveProperty('traceId');
});
