import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { erasedPerson } from './base';
import { createCache } from './cache';
import type { Entities } from './entities';
import { badKey } from './key-wrapper';
import type { KeyWrapper } from './key-wrapper';
import { accountKey, personKey } from './keys';
import type { AccountRef, PersonRef } from './keys';
import { isWritten } from './transact';
import { derivedKey } from './vault';

/** What a person's data key gives; undefined once it was destroyed. */
type OpenKey = { readonly field: Buffer; readonly payload: Buffer } | undefined;

/** Open keys of so many persons stay in memory, each so long: a destroyed key is of no use to any process after that. */
const MOST_KEYS = 10_000;
export const KEY_KEPT_MS = 5 * 60_000;
/** Under which person an account was opened never changes. */
const MOST_ACCOUNTS = 50_000;

interface Deps {
  readonly entities: Pick<Entities, 'personKey' | 'account'>;
  readonly wrapper: KeyWrapper;
  readonly now: () => number;
}

/** Data keys of persons, one each, made at first use. Many who ask at once cause one request. */
export function createPersonKeys({ entities, wrapper, now }: Deps) {
  const keys = createCache<OpenKey>({ most: MOST_KEYS, keptMs: KEY_KEPT_MS, now });
  const owners = createCache<string>({ most: MOST_ACCOUNTS, now });

  /** The key that encrypts; made where there is none. @throws {StoreError} `person.erased` */
  async function toSeal(owner: PersonRef): Promise<NonNullable<OpenKey>> {
    const key = await keys.get(personKey(owner), async () => (await read(owner)) ?? make(owner));
    if (key) return key;
    throw erasedPerson(owner);
  }

  /** Undefined when the key was destroyed. @throws {StoreError} `person.badKey` when it never was. */
  function toOpen(owner: PersonRef): Promise<OpenKey> {
    return keys.get(personKey(owner), async () => {
      const item = await find(owner);
      if (!item) throw badKey(owner, 'is not there; restore the item from a backup');
      return opened(owner, item);
    });
  }

  async function read(owner: PersonRef): Promise<OpenKey | null> {
    const item = await find(owner);
    return item ? opened(owner, item) : null;
  }

  async function find(owner: PersonRef) {
    const get = entities.personKey.build(GetItemCommand).key({ ...owner });
    return (await get.options({ consistent: true }).send()).Item;
  }

  async function opened(owner: PersonRef, { wrapped }: { wrapped?: string | undefined }): Promise<OpenKey> {
    return wrapped === undefined ? undefined : partsOf(await wrapper.unwrap(owner, wrapped));
  }

  async function make(owner: PersonRef): Promise<OpenKey> {
    const { key, wrapped } = await wrapper.generate(owner);
    const put = entities.personKey
      .build(PutItemCommand)
      .item({ ...owner, version: 1, wrapped, createdAt: now() })
      .options({ condition: { attr: 'personId', exists: false } });
    if (await isWritten(put.send())) return partsOf(key);
    return (await read(owner)) ?? undefined; // somebody else was faster
  }

  /** The person under whose id an account was opened; undefined when nobody has opened it. */
  async function ownerOf(ref: AccountRef): Promise<string | undefined> {
    const { tenant, accountId } = ref;
    const get = entities.account.build(GetItemCommand).key({ tenant, accountId });
    const load = async (): Promise<string> => {
      const { Item } = await get.options({ attributes: ['personId'] }).send();
      return Item?.personId ?? Promise.reject(new NoAccount());
    };
    return owners.get(accountKey(ref), load).catch((error: unknown) => {
      if (error instanceof NoAccount) return undefined;
      throw error;
    });
  }

  return { toSeal, toOpen, ownerOf, forget: (owner: PersonRef) => keys.forget(personKey(owner)) };
}

export type PersonKeys = ReturnType<typeof createPersonKeys>;

/** Not to be remembered: it may be opened later. */
class NoAccount extends Error {}

const partsOf = (key: Buffer): NonNullable<OpenKey> => ({
  field: derivedKey(key, 'field'),
  payload: derivedKey(key, 'payload'),
});
