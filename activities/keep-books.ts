import type { CaseEvent } from '../domain/case/events';
import { ledgerDraft } from '../domain/case/entries';
import { packSnapshot } from '../store/snapshot';
import type { DailyRoom } from '../store/plan-work';
import type { KeepBooksRequest } from '../workflows/contract';
import type { ActivityHost } from './host';
import { ledgerContext } from './ledger-context';

/** Writes what the rules decided into the ledger, gives tasks to people, and at closing keeps what opens the case again. */
export const createKeepBooks = ({ store, law }: Pick<ActivityHost, 'store' | 'law'>) =>
  async function keepBooks(request: KeepBooksRequest): Promise<void> {
    const { tenant, accountId, personId, journal, closing, intent } = request;
    const ref = { tenant, accountId };
    for (const [index, event] of journal.events.entries()) {
      if (event.type === 'task_opened')
        await store.putWorkItem(
          { ...ref, ...workItem(event, `${journal.batchId}-${index}`) },
          roomFor(event),
        );
    }
    if (intent !== undefined)
      await store.changePerson({
        ...{ tenant, personId, changeId: `intent/${journal.batchId}` },
        change: { kind: 'intent', account: accountId, intent },
      });
    const place = closing?.snapshot.place;
    await store.appendEntries({
      ref,
      drafts: journal.events.map((event) => ledgerDraft(event)),
      context: ledgerContext(
        journal.strategyVersion,
        place && law.has(place) ? law.lawbook(place).version : '',
      ),
      batchId: journal.batchId,
      ...(closing && { patch: { outcome: closing.outcome, snapshot: packSnapshot(closing.snapshot) } }),
    });
  };

function workItem({ at, kind, queue, step, script }: CaseEvent & { type: 'task_opened' }, id: string) {
  return { id, kind, queue, step, dueAt: at, at, ...(script !== undefined && { script }) };
}

/** Where the queue takes only so many a day; the day is the debtor's local date of the task. */
const roomFor = ({ on, perDay }: CaseEvent & { type: 'task_opened' }): DailyRoom | undefined =>
  perDay === undefined ? undefined : { from: on, perDay };
