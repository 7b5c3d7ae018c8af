import type { AttributeValue as Wire } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { mayBeCure } from '../../domain/case/cure';
import type { LedgerEntry } from '../../domain/ledger';
import type { Store } from '../../store/store';
import { errorKind } from '../../traces/tracer';
import type { Report } from '../report';
import { eventsOf, type LedgerNews, type OutgoingEvent } from './outgoing';

/** Where events go. Throws when one of them was not taken; those before it may have been. */
export interface Bus {
  put(events: readonly OutgoingEvent[]): Promise<void>;
}

interface Deps {
  readonly store: Pick<Store, 'lastEntryBefore'>;
  readonly bus: Bus;
  readonly report: Report;
}

const itemSchema = z.looseObject({
  ...{ tenant: z.string(), accountId: z.string(), seq: z.int(), at: z.string(), type: z.string() },
  facts: z.record(z.string(), z.json()),
});

/**
 * Tells what the ledger says, entry by entry in the order of the stream, which keeps the order of each account. At the
 * first entry that cannot be told it stops, and the stream comes again from there: at least once. A ledger entry that was
 * changed or removed is an alarm.
 */
export function createLedgerPublisher({ store, bus, report }: Deps) {
  return async function publish({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
    for (const record of Records) {
      try {
        await tell(record);
      } catch (error) {
        report.count('event_out_failed', {}, { error: errorKind(error) });
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };

  async function tell({ eventName, dynamodb }: DynamoDBRecord): Promise<void> {
    if (eventName !== 'INSERT') {
      report.count('ledger_changed', { change: eventName ?? 'unknown' });
      return;
    }
    // The same values under two packages' names.
    const image = itemSchema.parse(unmarshall((dynamodb?.NewImage ?? {}) as Record<string, Wire>));
    const { tenant, accountId, ...entry } = image;
    const news = { tenant, accountId, entry: entry as unknown as LedgerEntry }; // as the store wrote it
    const events = eventsOf({ ...news, ...(await stageBefore(news)) });
    if (events.length === 0) return;
    await bus.put(events);
    for (const { type } of events) report.count('event_out', { type });
  }

  /** Read only where it matters: entering the stage in which nothing is overdue is curing, unless the case begins there. */
  async function stageBefore({ tenant, accountId, entry }: LedgerNews): Promise<{ stageBefore?: string }> {
    if (entry.type !== 'stage_changed' || !mayBeCure(entry.facts['stage'])) return {};
    const { seq, type } = entry;
    const last = await store.lastEntryBefore({ tenant, accountId, seq, type });
    const stage = last?.facts['stage'];
    return typeof stage === 'string' ? { stageBefore: stage } : {};
  }
}
