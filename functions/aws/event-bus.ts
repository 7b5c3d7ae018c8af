import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Bus } from '../events/publish';

/** EventBridge takes ten events at once. */
const AT_ONCE = 10;
const PREFIX = '/recobro/';

/**
 * Events on a bus of EventBridge: the CloudEvent is the detail; source `recobro.<tenant>` and the type lead the rules.
 * PutEvents answers well even when it took only some: then this throws.
 */
export const createEventBus = ({
  client,
  busName,
}: {
  client: Pick<EventBridgeClient, 'send'>;
  busName: string;
}): Bus => ({
  async put(events) {
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const Entries = events.slice(from, from + AT_ONCE).map((event) => ({
        EventBusName: busName,
        Source: `recobro.${event.source.slice(PREFIX.length)}`,
        DetailType: event.type,
        Time: new Date(event.time),
        Detail: JSON.stringify(event),
      }));
      const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount > 0) throw new Error(`EventBridge did not take ${FailedEntryCount} events`);
    }
  },
});
