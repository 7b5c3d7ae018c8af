import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Entities } from './entities';
import { StoreError } from './errors';
import { SHARDS } from './keys';
import type { Page } from './types';

/** `limit` at most; `cursor` is the one that the page before gave. */
export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface ShardedList extends ListQuery {
  readonly index: 'gsi1' | 'gsi2';
  readonly partition: (shard: number) => string;
}

/** What the indexes know of an item. */
export interface IndexRow {
  readonly sort: string;
  readonly tenant: string;
  readonly accountId: string;
  readonly attemptId: string;
  readonly workItemId: string;
}

/**
 * One page of a list whose partitions are read side by side and merged by sort key. The rows come from an index, which
 * lags behind by moments, the items from the table; a row whose item `read` does not find or want is left out.
 *
 * @throws {StoreError} `store.badCursor`
 */
export async function listShards<T>(
  table: Entities['core'],
  list: ShardedList,
  read: (row: IndexRow) => Promise<T | undefined>,
): Promise<Page<T>> {
  const after = list.cursor === undefined ? undefined : decodeCursor(list.cursor);
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const found = await Promise.all(
    shards.map((shard) => firstRows(table, list, list.partition(shard), after)),
  );
  const sorted = found.flat().sort((a, b) => (a.sort < b.sort ? -1 : 1));
  const rows = sorted.slice(0, list.limit);
  const items = (await Promise.all(rows.map(read))).filter((item) => item !== undefined);
  const last = sorted.length > rows.length ? rows.at(-1) : undefined;
  return { items, ...(last && { cursor: encodeCursor(last.sort) }) };
}

/** One row more than a page holds, so that it is known whether there is a next page. */
async function firstRows(
  table: Entities['core'],
  list: ShardedList,
  partition: string,
  after?: string,
): Promise<IndexRow[]> {
  const { index, limit } = list;
  const rows: IndexRow[] = [];
  let exclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const range = after === undefined ? {} : { range: { gt: after } };
    const { Items, LastEvaluatedKey } = await table
      .build(QueryCommand)
      .query({ index, partition, ...range })
      .options({ limit: limit + 1 - rows.length, ...(exclusiveStartKey && { exclusiveStartKey }) })
      .send();
    rows.push(...(Items ?? []).map((item) => indexRow(item, `${index}sk`)));
    exclusiveStartKey = LastEvaluatedKey;
  } while (exclusiveStartKey !== undefined && rows.length <= limit);
  return rows;
}

/** The attributes of an index row as text; those that its kind of item does not have are empty. */
export function indexRow(item: Record<string, unknown>, sortName: string): IndexRow {
  const text = (name: string): string => {
    const value = item[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    sort: text(sortName),
    tenant: text('tenant'),
    accountId: text('accountId'),
    attemptId: text('attemptId'),
    workItemId: text('workItemId'),
  };
}

export const encodeCursor = (sort: string): string => Buffer.from(sort).toString('base64url');

/** @throws {StoreError} `store.badCursor` */
export function decodeCursor(cursor: string): string {
  const sort = Buffer.from(cursor, 'base64url').toString();
  if (sort !== '' && encodeCursor(sort) === cursor) return sort;
  throw badCursor(cursor);
}

export function badCursor(cursor: string): StoreError {
  const message = `Cannot go on from cursor "${cursor}": pass the one that the last page gave, unchanged`;
  return new StoreError('store.badCursor', message, { cursor });
}
