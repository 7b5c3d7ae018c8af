import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { TraceContext } from '../traces/context';
import { currentTrace, readTraceparent, TRACEPARENT, traceparentOf } from '../traces/context';
import type { Tell, Tracer } from '../traces/tracer';
import { errorKind, quietTracer } from '../traces/tracer';
import type { Report } from './report';

/** Where work waits for its consumer. What fails too often goes to the dead-letter queue behind it. */
export interface Queue {
  send(body: string): Promise<void>;
}

/** Sending may be retried: consumers take the same message twice. A message says of which trace it is. */
export const createSqsQueue = ({ sqs, url }: { sqs: Pick<SQSClient, 'send'>; url: string }): Queue => ({
  send: async (MessageBody) => {
    const trace = currentTrace();
    const MessageAttributes = trace && {
      [TRACEPARENT]: { DataType: 'String', StringValue: traceparentOf(trace) },
    };
    await sqs.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody, ...(MessageAttributes && { MessageAttributes }) }),
    );
  },
});

interface BatchOptions {
  /** What the queue is called in metrics and traces. */
  readonly queue: string;
  /** Throws when the message is to be tried again. @param tries For the how many-th time it is tried. */
  readonly handle: (body: string, tries: number) => Promise<void>;
  readonly report: Report;
  readonly tracer?: Tracer;
  /** The trace that a message names in its text, where whoever put it there could not say so beside it. */
  readonly traceIn?: (body: string) => TraceContext | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Handles the messages of a batch one after the other, each in the trace of its sender; what fails stays in the queue
 * alone, the rest is done. Measured is how long after it was put into the queue a message has been dealt with.
 */
export function createBatchHandler({
  queue,
  handle,
  report,
  tracer = quietTracer,
  traceIn = () => undefined,
  now = Date.now,
}: BatchOptions) {
  return async function handleBatch({ Records }: Pick<SQSEvent, 'Records'>): Promise<SQSBatchResponse> {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of Records) {
      const parent = senderOf(record) ?? traceIn(record.body) ?? null;
      try {
        await tracer.run(`take ${queue}`, 'consumer', { parent }, (tell) => take(record, tell));
      } catch {
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };

  async function take({ messageId, body, attributes }: SQSRecord, tell: Tell): Promise<void> {
    const tries = Number(attributes.ApproximateReceiveCount);
    const sentAt = Number(attributes.SentTimestamp);
    tell({ messageId, tries, waitedMs: now() - sentAt });
    try {
      await handle(body, tries);
      report.measure('handled_after', now() - sentAt, 'Milliseconds', { queue });
    } catch (error) {
      report.count('message_failed', { queue }, { messageId, error: errorKind(error) });
      throw error;
    }
  }
}

// Absent in events that are made by hand.
const senderOf = ({ messageAttributes }: Partial<SQSRecord>): TraceContext | undefined =>
  readTraceparent(messageAttributes?.[TRACEPARENT]?.stringValue);
