import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { jsonStringify } from 'dynamodb-toolbox/transformers/jsonStringify';
import type { Strategy } from '../domain/strategy';
import { versionOf } from '../domain/strategy';
import type { Base } from './base';
import type { CoreTable } from './entities';
import { StoreError } from './errors';
import { numbered, strategyKey } from './keys';
import { isWritten } from './transact';
import type { AccountRef, StrategyRef } from './types';

/** A version of a strategy as it was published. Never changed. */
export interface PublishedStrategy extends StrategyRef {
  readonly tenant: string;
  readonly content: Strategy;
  /** Who published it, as an opaque id or a name that they gave. */
  readonly by: string;
  readonly at: number;
}

const strategyEntity = (table: CoreTable) =>
  new Entity({
    timestamps: false,
    name: 'Strategy',
    table,
    schema: item({
      tenant: string().key(),
      id: string().key(),
      version: number().key(),
      hash: string(),
      content: any().castAs<Strategy>().transform(jsonStringify()),
      by: string(),
      at: number(),
    }),
    computeKey: ({ tenant, id, version }) => ({ pk: strategyKey(tenant, id), sk: numbered('V', version) }),
  });

/** Published strategy versions, and which one an account follows. */
export function createStrategies({ entities }: Base) {
  const entity = strategyEntity(entities.core);

  /**
   * Publishes a version; the same content twice changes nothing.
   *
   * @throws {StoreError} `store.otherStrategy` when the version has been published with other content.
   */
  async function publishStrategy(strategy: PublishedStrategy): Promise<{ readonly isNew: boolean }> {
    const put = entity.build(PutItemCommand).item({ ...strategy });
    const isNew = await isWritten(put.options({ condition: { attr: 'hash', exists: false } }).send());
    if (isNew) return { isNew };
    const known = await readStrategy(strategy.tenant, strategy);
    if (known?.hash === strategy.hash) return { isNew: false };
    const name = versionOf(strategy);
    const message = `Cannot publish ${name}: it has been published with other content (${known?.hash ?? ''}); raise version in the file`;
    throw new StoreError('store.otherStrategy', message, { strategy: name, known: known?.hash ?? '' });
  }

  async function readStrategy(
    tenant: string,
    { id, version }: Pick<StrategyRef, 'id' | 'version'>,
  ): Promise<PublishedStrategy | undefined> {
    const get = entity.build(GetItemCommand).key({ tenant, id, version }).options({ consistent: true });
    return (await get.send()).Item;
  }

  /** Notes the strategy that an account follows from now on. */
  async function setStrategy(
    { tenant, accountId }: AccountRef,
    { id, version, hash }: StrategyRef,
  ): Promise<void> {
    const update = entities.account
      .build(UpdateItemCommand)
      .item({ tenant, accountId, strategy: { id, version, hash } });
    await update.options({ condition: { attr: 'factSeq', exists: true } }).send();
  }

  return { publishStrategy, readStrategy, setStrategy };
}
