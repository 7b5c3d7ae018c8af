import type { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { traceInEvent } from '../../functions/events/receive';
import { createBatchHandler, createSqsQueue } from '../../functions/queue';
import { spanBelow, traceparentOf } from '../../traces/context';
import { collected } from '../traces/spans';
import { watch } from './watch';

/** What the queue was given by `send`, as its consumer gets it. */
async function sent(send: (queue: ReturnType<typeof createSqsQueue>) => Promise<void>): Promise<SQSRecord[]> {
  const records: SQSRecord[] = [];
  const keep = async ({ input }: SendMessageCommand) => {
    const text = input.MessageAttributes?.['traceparent']?.StringValue;
    records.push(aRecord(input.MessageBody ?? '', text));
  };
  await send(createSqsQueue({ sqs: { send: keep as never }, url: 'https://sqs.test/payments' })); // one method of many
  return records;
}

function aRecord(body: string, stringValue?: string): SQSRecord {
  const traceparent = { stringValue, dataType: 'String' };
  const made = {
    ...{ messageId: `m-${body.length}`, body },
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '900' },
    messageAttributes: stringValue === undefined ? {} : { traceparent },
  };
  return made as unknown as SQSRecord; // the handler reads nothing else
}

function consumer(handle: (body: string) => Promise<void>) {
  const { tracer, spans, named } = collected();
  const { report, counted } = watch();
  const batch = createBatchHandler({
    ...{ queue: 'payments', handle, report, tracer, traceIn: traceInEvent, now: () => 1_000 },
  });
  return { batch, spans, named, counted };
}

test('the trace in which a message is put into the queue goes on where it is taken out', async () => {
  const { tracer, named: sender } = collected();
  const Records = await sent((queue) =>
    tracer.run('webhook', 'server', {}, () => queue.send('{"any":"thing"}')),
  );
  const { batch, named } = consumer(async () => undefined);
  await batch({ Records });
  const { traceId, spanId } = sender('webhook').context;
  expect(named('take payments')).toMatchObject({
    ...{ context: { traceId }, parentSpanId: spanId, kind: 'consumer' },
    facts: { messageId: 'm-15', tries: 1, waitedMs: 100 },
  });
});

test('put in where nobody traces, a message carries no attribute and begins a trace', async () => {
  const Records = await sent((queue) => queue.send('{}'));
  expect(Records[0]?.messageAttributes).toEqual({});
  const { batch, named } = consumer(async () => undefined);
  await batch({ Records });
  expect(named('take payments')).not.toHaveProperty('parentSpanId');
});

const caller = spanBelow(undefined);
const loanEvent = (traceparent: unknown): string =>
  JSON.stringify({ source: 'loans.acme', detail: { specversion: '1.0', traceparent } });

test('an event of a loan system says its trace by the extension of CloudEvents', async () => {
  const { batch, named } = consumer(async () => undefined);
  await batch({ Records: [aRecord(loanEvent(traceparentOf(caller)))] });
  expect(named('take payments')).toMatchObject({
    context: { traceId: caller.traceId },
    parentSpanId: caller.spanId,
  });
});

test.each([loanEvent('nonsense'), loanEvent(7), loanEvent(undefined), 'no JSON', '{}', 'null'])(
  'the event %s begins a trace, and is handled as any other',
  async (body) => {
    const taken: string[] = [];
    const { batch, named } = consumer(async (text) => void taken.push(text));
    expect(await batch({ Records: [aRecord(body)] })).toEqual({ batchItemFailures: [] });
    expect(taken).toEqual([body]);
    expect(named('take payments')).not.toHaveProperty('parentSpanId');
  },
);

test('a message that fails comes back alone, and its span says why', async () => {
  const { batch, spans, counted } = consumer(async (body) => {
    if (body === 'bad') throw Object.assign(new Error('Ana'), { code: 'store.busy' });
  });
  expect(await batch({ Records: [aRecord('bad'), aRecord('fine')] })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm-3' }],
  });
  expect(spans.map(({ error }) => error)).toEqual(['store.busy', undefined]);
  expect(counted).toEqual(['message_failed payments', 'handled_after payments']);
});
