import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Report } from './report';

/** Where work waits for its consumer. What fails too often goes to the dead-letter queue behind it. */
export interface Queue {
  send(body: string): Promise<void>;
}

/** Sending may be retried: consumers take the same message twice. */
export const createSqsQueue = ({ sqs, url }: { sqs: Pick<SQSClient, 'send'>; url: string }): Queue => ({
  send: async (MessageBody) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
  },
});

/**
 * Handles the messages of a batch one after the other, telling for the how many-th time each is tried; what fails stays in
 * the queue alone, the rest is done. Measured is how long after it was put into the queue a message has been dealt with.
 */
export const createBatchHandler =
  (
    queue: string,
    handle: (body: string, tries: number) => Promise<void>,
    report: Report,
    now: () => number = Date.now,
  ) =>
  async ({ Records }: Pick<SQSEvent, 'Records'>): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const { messageId, body, attributes } of Records) {
      try {
        await handle(body, Number(attributes.ApproximateReceiveCount));
        report.measure('handled_after', now() - Number(attributes.SentTimestamp), 'Milliseconds', { queue });
      } catch (error) {
        batchItemFailures.push({ itemIdentifier: messageId });
        report.count('message_failed', { queue }, { messageId, error: codeOf(error) });
      }
    }
    return { batchItemFailures };
  };

/** The kind of an error: its text may quote what was received. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
