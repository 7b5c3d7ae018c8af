import type { FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { $remove } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { Instant } from '../domain/time/calendar';
import type { Base } from './base';
import { compact } from './base';
import type { Entities } from './entities';
import { listKey } from './keys';
import type { ListQuery } from './lists';
import { listShards } from './lists';
import type { DailyRoom } from './plan-work';
import { indexOf, planWorkItem } from './plan-work';
import { isWritten } from './transact';
import type { Page, StoredWorkItem, WorkItem, WorkItemRef } from './types';
import { NOBODY } from './vault';

export interface ClaimWork extends WorkItemRef {
  readonly agent: string;
  readonly at: Instant;
  /** Until when no other agent may claim it. */
  readonly until: Instant;
}

export interface CompleteWork extends WorkItemRef {
  readonly agent: string;
  readonly at: Instant;
  readonly result?: string;
}

export interface WithdrawWork extends WorkItemRef {
  readonly at: Instant;
  /** Why nobody needs to do it any more. */
  readonly result: string;
}

/** The queues of what people have to do. */
export function createWorkItems(base: Base) {
  const { core, workItem } = base.entities;

  /**
   * Puts an item into its queue; one that is there, in whatever state, stays as it is.
   *
   * @param room Where the queue takes only so many a day: the item falls due on the first day that has room, at the
   *   same time of day. Room that is given back, because a task has become pointless, is not filled again.
   */
  async function putWorkItem(work: WorkItem, room?: DailyRoom): Promise<{ created: boolean }> {
    const { id, details, ...rest } = work;
    const sealed = details && (await sealedDetails(base, work, JSON.stringify(details)));
    if (room) return planWorkItem(base, { work, sealed, room });
    const put = workItem
      .build(PutItemCommand)
      .item({ ...rest, ...indexOf(work), workItemId: id, state: 'OPEN', ...(sealed && { details: sealed }) })
      .options({ condition: { attr: 'workItemId', exists: false } });
    return { created: await isWritten(put.send()) };
  }

  async function getWorkItem({ tenant, accountId, id }: WorkItemRef): Promise<StoredWorkItem | undefined> {
    const get = workItem.build(GetItemCommand).key({ tenant, accountId, workItemId: id });
    const { Item } = await get.options({ consistent: true }).send();
    return Item && workItemFrom(base, Item);
  }

  /** What is not done yet, by due date; of one queue or of all. Claimed items stay listed, with their agent. */
  async function listWorkItems(
    query: { tenant: string; queue?: string } & ListQuery,
  ): Promise<Page<StoredWorkItem>> {
    const { tenant, queue, ...page } = query;
    const list =
      queue === undefined
        ? { index: 'gsi2' as const, partition: (shard: number) => listKey.work(tenant, shard) }
        : { index: 'gsi1' as const, partition: (shard: number) => listKey.queue(tenant, queue, shard) };
    return listShards(core, { ...list, ...page }, async ({ accountId, workItemId }) => {
      const work = await getWorkItem({ tenant, accountId, id: workItemId });
      return work?.state === 'DONE' ? undefined : work;
    });
  }

  /** Gives the item to an agent, if it is open, or its claim has run out, or it is the same agent's. */
  async function claimWorkItem({
    id,
    tenant,
    accountId,
    agent,
    at,
    until,
  }: ClaimWork): Promise<{ claimed: boolean }> {
    const runOut = {
      and: [
        { attr: 'state' as const, eq: 'CLAIMED' as const },
        { attr: 'until' as const, lt: at },
      ],
    };
    const own = {
      and: [
        { attr: 'state' as const, eq: 'CLAIMED' as const },
        { attr: 'agent' as const, eq: agent },
      ],
    };
    const update = workItem
      .build(UpdateItemCommand)
      .item({ tenant, accountId, workItemId: id, state: 'CLAIMED', agent, until })
      .options({ condition: { or: [{ attr: 'state', eq: 'OPEN' }, runOut, own] } });
    return { claimed: await isWritten(update.send()) };
  }

  /** Closes the item, which leaves its queue. Only the agent who holds it can. */
  async function completeWorkItem(done: CompleteWork): Promise<{ completed: boolean }> {
    const { id, tenant, accountId, agent, at, result } = done;
    const noIndex = { gsi1pk: $remove(), gsi1sk: $remove(), gsi2pk: $remove(), gsi2sk: $remove() };
    const update = workItem
      .build(UpdateItemCommand)
      .item({
        ...{
          tenant,
          accountId,
          workItemId: id,
          state: 'DONE',
          completedAt: at,
          until: $remove(),
          ...noIndex,
        },
        ...(result !== undefined && { result }),
      })
      .options({
        condition: {
          and: [
            { attr: 'state', eq: 'CLAIMED' },
            { attr: 'agent', eq: agent },
          ],
        },
      });
    return { completed: await isWritten(update.send()) };
  }

  /** Closes an item that has become pointless, whoever holds it; one that is not there or done stays as it is. */
  async function withdrawWorkItem({ id, tenant, accountId, at, result }: WithdrawWork): Promise<void> {
    const noIndex = { gsi1pk: $remove(), gsi1sk: $remove(), gsi2pk: $remove(), gsi2sk: $remove() };
    const done = { state: 'DONE' as const, completedAt: at, until: $remove(), result, ...noIndex };
    const update = workItem
      .build(UpdateItemCommand)
      .item({ tenant, accountId, workItemId: id, ...done })
      .options({
        condition: {
          and: [
            { attr: 'workItemId', exists: true },
            { attr: 'state', ne: 'DONE' },
          ],
        },
      });
    await isWritten(update.send());
  }

  return { putWorkItem, getWorkItem, listWorkItems, claimWorkItem, completeWorkItem, withdrawWorkItem };
}

async function workItemFrom(
  { vault }: Base,
  item: FormattedItem<Entities['workItem']>,
): Promise<StoredWorkItem> {
  const { gsi1pk: _1p, gsi1sk: _1s, gsi2pk: _2p, gsi2sk: _2s, workItemId: id, details, ...work } = item;
  const text = details && (await vault.open(work.tenant, detailsPlace({ ...work, id }), details));
  // Written by `putWorkItem`; gone when the person was erased.
  const known = text === undefined ? undefined : (JSON.parse(text) as NonNullable<WorkItem['details']>);
  return compact({ ...work, id, details: known });
}

const detailsPlace = ({ accountId, id }: Pick<WorkItemRef, 'accountId' | 'id'>): string =>
  `work/${accountId}/${id}`;

async function sealedDetails({ vault, personKeys }: Base, work: WorkItem, text: string): Promise<string> {
  const personId = (await personKeys?.ownerOf(work)) ?? NOBODY;
  return vault.seal({ tenant: work.tenant, personId }, detailsPlace(work), text);
}
