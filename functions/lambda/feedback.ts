import type { CloudWatchLogsEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createFeedback } from '../feedback';
import { ownNumbersFrom } from '../provider-events/own-numbers';
import { createFeedbackConsumer } from '../provider-events/consume';
import { unzipLogs } from '../provider-events/unzip-logs';
import { createBatchHandler } from '../queue';
import { createReplies } from '../replies';
import { queueFrom, report, theIntake, theStore, tracer, withSecrets } from './root';

const tenantOf = ownNumbersFrom(process.env);

/** Lambda behind the queue of what SES, SNS and End User Messaging tell us. */
export const handler = withSecrets(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const store = theStore();
  const intake = await theIntake();
  const feedback = createFeedback({ store, intake });
  const replies = createReplies({ store, intake });
  const handle = createFeedbackConsumer({ feedback, replies, store, tenantOf, report, now: Date.now });
  return createBatchHandler({ queue: 'feedback', handle, report, tracer })(event);
});

/** Lambda behind the log of SMS deliveries: puts its lines into the same queue. */
export async function logHandler(event: CloudWatchLogsEvent): Promise<void> {
  const queue = queueFrom('RECOBRO_FEEDBACK_QUEUE_URL');
  for (const line of unzipLogs(event)) await queue.send(line);
}
