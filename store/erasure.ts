import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $remove } from 'dynamodb-toolbox/entity/actions/update/symbols';
import { erased } from '../domain/erasure';
import type { Instant } from '../domain/time/calendar';
import type { Base } from './base';
import { noPerson, readAccount, readPerson } from './base';
import { StoreError } from './errors';
import { indexRemovals } from './identities';
import type { PersonKeys } from './person-keys';
import { isWritten, transact, untilAnswered } from './transact';
import type { AccountRecord, LegalHold, PersonRef, VersionedPerson } from './types';

/** What stands between a person and being forgotten. */
export interface Protection {
  readonly person: VersionedPerson;
  readonly accounts: readonly AccountRecord[];
  /** Every id under which data of the person was encrypted: their own, and those of records merged into it. */
  readonly ids: readonly string[];
  readonly holds: readonly LegalHold[];
}

export type Erased =
  | { readonly kind: 'erased'; readonly keys: number }
  /** Somebody has put the person under a legal hold meanwhile. */
  | { readonly kind: 'held'; readonly holds: readonly LegalHold[] };

type KeyItem = NonNullable<Awaited<ReturnType<typeof readKey>>>;

/** Legal holds, and the end of a person's key. */
export function createErasure(base: Base) {
  /** @throws {StoreError} `store.notFound` */
  async function readProtection(ref: PersonRef): Promise<Protection> {
    const person = await readPerson(base, ref);
    if (!person) throw noPerson(ref);
    const { tenant } = ref;
    const accounts = await Promise.all(
      person.accounts.map((accountId) => readAccount(base, { tenant, accountId })),
    );
    const ids = [...new Set([person.person.id, ...accounts.map(({ personId }) => personId)])];
    const keys = await Promise.all(ids.map((personId) => readKey(base, { tenant, personId })));
    return { person, accounts, ids, holds: keys.flatMap((key) => key?.holds ?? []) };
  }

  /** Puts the person under a legal hold; one with the same id stays as it is. @throws {StoreError} `person.erased` */
  async function setLegalHold(ref: PersonRef, hold: LegalHold): Promise<void> {
    const { person } = await readProtection(ref);
    await keysOf(base).toSeal({ tenant: ref.tenant, personId: person.person.id }); // makes it where there is none
    await changeHolds({ tenant: ref.tenant, personId: person.person.id }, (holds) =>
      holds.some(({ id }) => id === hold.id) ? holds : [...holds, hold],
    );
  }

  /** False when there is no such hold. */
  async function liftLegalHold(ref: PersonRef, holdId: string): Promise<boolean> {
    const { ids, holds } = await readProtection(ref);
    for (const personId of ids)
      await changeHolds({ tenant: ref.tenant, personId }, (known) => known.filter(({ id }) => id !== holdId));
    return holds.some(({ id }) => id === holdId);
  }

  async function changeHolds(
    ref: PersonRef,
    change: (holds: readonly LegalHold[]) => readonly LegalHold[],
  ): Promise<void> {
    await untilAnswered(base.pause, `change the legal holds of person ${ref.personId}`, async () => {
      const key = await readKey(base, ref);
      const holds = change(key?.holds ?? []);
      if (!key || holds.length === (key.holds?.length ?? 0)) return true;
      const { tenant, personId } = ref;
      const update = base.entities.personKey
        .build(UpdateItemCommand)
        .item({ tenant, personId, version: key.version + 1, holds: holds.length > 0 ? holds : $remove() })
        .options({ condition: { attr: 'version', eq: key.version } });
      return (await isWritten(update.send())) || undefined;
    });
  }

  /**
   * Destroys every key of the person, what is left of the record and what they were recognised by, in one transaction, and
   * then what books said of their accounts. It cannot be undone; repeated, it completes what was cut short.
   *
   * @throws {StoreError} `store.notFound`, `store.conflict`
   */
  async function erasePerson(ref: PersonRef, at: Instant): Promise<Erased> {
    const { tenant } = ref;
    return untilAnswered(base.pause, `erase person ${ref.personId}`, async () => {
      const { person, accounts, ids, holds } = await readProtection(ref);
      if (holds.length > 0) return { kind: 'held', holds };
      const keys = await Promise.all(ids.map((personId) => keyEnd(base, { tenant, personId }, at)));
      const { indexKeys = [] } = person;
      const owner = { tenant, personId: person.person.id };
      const reasons = await transact(
        base.pause,
        recordEnd(base, tenant, person, at),
        ...keys,
        ...indexRemovals(base, owner, indexKeys),
      );
      if (reasons !== undefined) return undefined;
      for (const personId of ids) base.personKeys?.forget({ tenant, personId });
      for (const { accountId } of accounts) await forgetBook(base, { tenant, accountId });
      return { kind: 'erased', keys: ids.length };
    });
  }

  return { readProtection, setLegalHold, liftLegalHold, erasePerson };
}

async function readKey({ entities }: Base, { tenant, personId }: PersonRef) {
  const get = entities.personKey.build(GetItemCommand).key({ tenant, personId });
  return (await get.options({ consistent: true }).send()).Item;
}

/** What remains tells that there was a key, so that no other takes its place. */
async function keyEnd(base: Base, ref: PersonRef, at: Instant) {
  const key = await readKey(base, ref);
  return key ? keyRemoval(base, key, at) : tombstone(base, ref, at);
}

function keyRemoval({ entities }: Base, { tenant, personId, version, erasedAt }: KeyItem, at: Instant) {
  return entities.personKey
    .build(UpdateTransaction)
    .item({ tenant, personId, version: version + 1, wrapped: $remove(), erasedAt: erasedAt ?? at })
    .options({
      condition: {
        and: [
          { attr: 'version', eq: version },
          { attr: 'holds', exists: false },
        ],
      },
    });
}

function tombstone({ entities }: Base, { tenant, personId }: PersonRef, at: Instant) {
  return entities.personKey
    .build(PutTransaction)
    .item({ tenant, personId, version: 1, createdAt: at, erasedAt: at })
    .options({ condition: { attr: 'personId', exists: false } });
}

function recordEnd({ entities }: Base, tenant: string, { person, version }: VersionedPerson, at: Instant) {
  const left = erased(person, person.erasedAt ?? at);
  return entities.person
    .build(UpdateTransaction)
    .item({
      ...{ tenant, personId: person.id, version: version + 1, person: JSON.stringify(left) },
      indexKeys: $remove(),
    })
    .options({ condition: { attr: 'version', eq: version } });
}

async function forgetBook({ entities }: Base, ref: { tenant: string; accountId: string }): Promise<void> {
  await entities.bookRow.build(DeleteItemCommand).key(ref).send();
}

function keysOf({ personKeys }: Base): PersonKeys {
  if (personKeys) return personKeys;
  const action = 'protect a person';
  const message = `Cannot ${action}: this store was opened without keys; open it with a key wrapper`;
  throw new StoreError('person.noKeys', message, { action });
}
