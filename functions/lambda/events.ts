import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createEventBus } from '../aws/event-bus';
import { createLedgerPublisher } from '../events/publish';
import { createEventReceiver } from '../events/receive';
import { createBatchHandler } from '../queue';
import { report, theIntake, theStore, theStrategies, withSecrets } from './root';

/** Lambda behind the queue of loan events. */
export const inHandler = withSecrets(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const [store, intake] = [theStore(), await theIntake()];
  const receive = createEventReceiver({
    store,
    intake,
    strategyOf: theStrategies().of,
    report,
    now: Date.now,
  });
  return createBatchHandler('events', receive, report)(event);
});

const client = new EventBridgeClient({});

/** Lambda behind the stream of the ledger table. */
export const outHandler = withSecrets(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const busName = process.env['RECOBRO_EVENT_BUS'] ?? 'default';
  return createLedgerPublisher({ store: theStore(), bus: createEventBus({ client, busName }), report })(
    event,
  );
});
