import { $add } from 'dynamodb-toolbox/entity/actions/update/symbols';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { firstDayWithRoom } from '../domain/queue-plan';
import type { Day } from '../domain/time/calendar';
import { DAY_MS, isoFromInstant } from '../domain/time/calendar';
import type { Base } from './base';
import { listKey, numbered, queueDaysKey, shardOf } from './keys';
import { isRefused, transact, untilAnswered } from './transact';
import type { WorkItem } from './types';

/** How much work a queue takes a day, and the first local date that is asked for. */
export interface DailyRoom {
  readonly from: Day;
  readonly perDay: number;
}

/** Plans an item for the first day of its queue that has room, and counts it there, in one transaction. */
export async function planWorkItem(
  base: Base,
  { work, sealed, room }: { work: WorkItem; sealed: string | undefined; room: DailyRoom },
): Promise<{ created: boolean }> {
  return untilAnswered(base.pause, `plan work item ${work.id}`, async () => {
    const day = await firstFree(base, work, room);
    const due = { ...work, dueAt: work.dueAt + (day - room.from) * DAY_MS };
    const { id, details: _open, ...rest } = due;
    const put = base.entities.workItem
      .build(PutTransaction)
      .item({ ...rest, ...indexOf(due), workItemId: id, state: 'OPEN', ...(sealed && { details: sealed }) })
      .options({ condition: { attr: 'workItemId', exists: false } });
    const reasons = await transact(base.pause, put, count(base, work, day, room));
    if (reasons === undefined) return { created: true };
    return isRefused(reasons[0]) ? { created: false } : undefined; // others have filled the day: look again
  });
}

function count({ entities }: Base, { tenant, queue }: WorkItem, day: Day, { perDay }: DailyRoom) {
  return entities.queueDay
    .build(UpdateTransaction)
    .item({ tenant, queue, day, planned: $add(1) })
    .options({
      condition: {
        or: [
          { attr: 'planned', exists: false },
          { attr: 'planned', lt: perDay },
        ],
      },
    });
}

async function firstFree(
  { entities }: Base,
  { tenant, queue }: WorkItem,
  { from, perDay }: DailyRoom,
): Promise<Day> {
  const query = entities.core
    .build(QueryCommand)
    .query({ partition: queueDaysKey(tenant, queue), range: { gte: numbered('D', from) } })
    .entities(entities.queueDay)
    .options({ consistent: true, maxPages: Infinity });
  const { Items: days = [] } = await query.send();
  return firstDayWithRoom(new Map(days.map(({ day, planned }) => [day, planned])), from, perDay);
}

/** The keys of the lists in which an item that is not done stands. */
export function indexOf({ tenant, accountId, queue, id, dueAt }: WorkItem) {
  const sort = `${isoFromInstant(dueAt)}#${accountId}#${id}`;
  const shard = shardOf(accountId);
  return {
    ...{ gsi1pk: listKey.queue(tenant, queue, shard), gsi1sk: sort },
    ...{ gsi2pk: listKey.work(tenant, shard), gsi2sk: sort },
  };
}
