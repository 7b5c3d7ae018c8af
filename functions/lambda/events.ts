import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createEventBus } from '../aws/event-bus';
import { createLedgerPublisher } from '../events/publish';
import { createEventReceiver, traceInEvent } from '../events/receive';
import { createBatchHandler } from '../queue';
import { report, theIntake, theStore, theStrategies, tracer, withSecrets } from './root';

/** Lambda behind the queue of loan events. */
export const inHandler = withSecrets(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const [store, intake] = [theStore(), await theIntake()];
  const handle = createEventReceiver({
    store,
    intake,
    strategyOf: theStrategies().of,
    report,
    now: Date.now,
  });
  return createBatchHandler({ queue: 'events', handle, report, tracer, traceIn: traceInEvent })(event);
});

const client = new EventBridgeClient({});

/** Lambda behind the stream of the ledger table. */
export const outHandler = withSecrets(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const busName = process.env['RECOBRO_EVENT_BUS'] ?? 'default';
  return createLedgerPublisher({ store: theStore(), bus: createEventBus({ client, busName }), report })(
    event,
  );
});
