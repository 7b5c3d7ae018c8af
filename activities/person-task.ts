import { REVIEW_QUEUE } from '../domain/case/events';
import { HARDSHIP } from '../domain/choices';
import type { LedgerDraft } from '../domain/ledger';
import type { Person, PersonChange } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import { isoFromDay } from '../domain/time/calendar';
import { localDay } from '../domain/time/zones';
import type { Store } from '../store/store';
import type { AccountRef } from '../store/types';

interface Changed extends AccountRef {
  readonly at: Instant;
  readonly change: PersonChange;
  readonly changeId: string;
  readonly person: Person;
}

/**
 * The work that a change of the person makes for people, put into its queue once: hardship is looked into by somebody.
 *
 * @returns What the ledger of the account says about it.
 */
export async function openPersonTask(
  store: Pick<Store, 'putWorkItem'>,
  changed: Changed,
): Promise<LedgerDraft[]> {
  const { tenant, accountId, at, change, changeId, person } = changed;
  if (change.kind !== 'stop' || change.fact !== HARDSHIP) return [];
  const task = { kind: HARDSHIP, queue: REVIEW_QUEUE };
  await store.putWorkItem({ tenant, accountId, id: `person-${changeId}`, ...task, dueAt: at, at });
  const on = isoFromDay(localDay(at, person.zones[0]));
  return [{ at, type: 'task_opened', actor: 'recobro', facts: { on, step: '', anchor: '', ...task } }];
}
