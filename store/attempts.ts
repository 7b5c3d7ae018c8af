import type { FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Base } from './base';
import { compact } from './base';
import type { Entities } from './entities';
import { accountKey, attemptKey, providerKey } from './keys';
import { indexRow } from './lists';
import type { AccountRef, StoredAttempt } from './types';

/** To which a sealed body is bound. */
export const bodyPlace = (accountId: string, hash: string): string => `body/${accountId}/${hash}`;

/** Reads of the tries to reach a person. */
export function createAttempts(base: Base) {
  const { entities } = base;

  async function getAttempt(ref: AccountRef, attemptId: string): Promise<StoredAttempt | undefined> {
    const { tenant, accountId } = ref;
    const get = entities.attempt.build(GetItemCommand).key({ tenant, accountId, attemptId });
    const { Item } = await get.options({ consistent: true }).send();
    return Item && attemptFrom(Item);
  }

  /** All attempts of an account, oldest first. */
  async function listAttempts(ref: AccountRef): Promise<StoredAttempt[]> {
    const { Items } = await entities.core
      .build(QueryCommand)
      .query({ partition: accountKey(ref), range: { beginsWith: 'ATT#' } })
      .entities(entities.attempt)
      .options({ consistent: true, maxPages: Infinity })
      .send();
    return (Items ?? []).map(attemptFrom).sort((a, b) => a.at - b.at);
  }

  async function lastAttemptOfStep(ref: AccountRef, step: string): Promise<StoredAttempt | undefined> {
    return (await listAttempts(ref)).findLast((attempt) => attempt.step === step);
  }

  /** By the id that the provider gave. A receipt may be faster than the index: look again before giving it up. */
  const findAttemptByProvider = (providerId: string): Promise<StoredAttempt | undefined> =>
    findBy({ index: 'gsi1', partition: providerKey(providerId) });

  /** By its own id, which travels with the message: for an attempt whose provider id never arrived. */
  const findAttempt = (attemptId: string): Promise<StoredAttempt | undefined> =>
    findBy({ index: 'gsi2', partition: attemptKey(attemptId) });

  async function findBy(query: {
    index: 'gsi1' | 'gsi2';
    partition: string;
  }): Promise<StoredAttempt | undefined> {
    const { Items } = await entities.core.build(QueryCommand).query(query).options({ limit: 1 }).send();
    const [row] = (Items ?? []).map((item) => indexRow(item, `${query.index}sk`));
    return row && getAttempt(row, row.attemptId);
  }

  /** The rendered message of the account with this SHA-256; undefined also when its person was erased. */
  async function readBody({ tenant, accountId }: AccountRef, hash: string): Promise<string | undefined> {
    const { Item } = await entities.body.build(GetItemCommand).key({ tenant, accountId, hash }).send();
    return Item && base.vault.open(tenant, bodyPlace(accountId, hash), Item.body);
  }

  return { getAttempt, listAttempts, lastAttemptOfStep, findAttemptByProvider, findAttempt, readBody };
}

/** The domain's view of a stored attempt. */
export function attemptFrom(item: FormattedItem<Entities['attempt']>): StoredAttempt {
  const { gsi1pk: _1p, gsi1sk: _1s, gsi2pk: _2p, gsi2sk: _2s, ...attempt } = item;
  return compact(attempt);
}
