import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createPaymentBook } from '../payments/book';
import { createPaymentConsumer } from '../payments/consume';
import { createProviderApi } from '../payments/provider-api';
import { createBatchHandler } from '../queue';
import { report, theIntake, theSecrets, theStore, tracer, withSecrets } from './root';

/** Lambda behind the queue of believed payment deliveries. */
export const handler = withSecrets(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const book = createPaymentBook({ store: theStore(), intake: await theIntake(), report, now: Date.now });
  const api = createProviderApi({ secretsOf: theSecrets(), fetch });
  const handle = createPaymentConsumer({ book, api, report });
  return createBatchHandler({ queue: 'payments', handle, report, tracer })(event);
});
