import type { LedgerContext, LedgerDraft, LedgerEntry, LedgerHead, Sha256 } from '../domain/ledger';
import { chain } from '../domain/ledger';
import { asCurrency } from '../domain/money';
import type { Person } from '../domain/person';
import type { FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $remove, $set } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { BlindIndex } from './blind-index';
import type { Entities } from './entities';
import { StoreError, notFound } from './errors';
import type { PersonKeys } from './person-keys';
import type { AccountRef, PersonRef } from './keys';
import type { Pause } from './transact';
import type { AccountRecord, VersionedPerson } from './types';
import type { Vault } from './vault';

/** What every part of the store works with. */
export interface Base {
  readonly entities: Entities;
  readonly sha256: Sha256;
  readonly pause: Pause;
  /** Real time in milliseconds: items expire by the real clock, whatever the case clock says. */
  readonly now: () => number;
  /** Without it persons are known by their ids only. */
  readonly blindIndex?: BlindIndex;
  /** Keeps what is personal. */
  readonly vault: Vault;
  /** Absent where nothing is encrypted. */
  readonly personKeys?: PersonKeys;
}

/** DynamoDB takes 100 items a transaction; the rest is for what goes with the entries. */
export const MAX_ENTRIES = 80;

/** Texts up to this size leave room for the other attributes of an item (at most 400 KB), a third longer by base64. */
export const MAX_TEXT_BYTES = 280 * 1024;

/** How long a repeated event, change or batch is recognised. */
const ONCE_DAYS = 400;

export type AccountItem = FormattedItem<Entities['account']>;
export type PersonItem = FormattedItem<Entities['person']>;

/** The domain's view of a stored account. */
export function accountFrom(item: AccountItem, snapshot?: string): AccountRecord {
  const { openedAt: _at, gsi2pk: _pk, gsi2sk: _sk, currency, ...account } = item;
  return compact({ ...account, currency: asCurrency(currency), snapshot });
}

export const snapshotPlace = (accountId: string): string => `snapshot/${accountId}`;

/** Undefined also when the account's person was erased: what is closed then stays closed. */
export const openSnapshot = (
  { vault }: Base,
  { tenant, accountId, snapshot }: AccountRef & { snapshot: string },
): Promise<string | undefined> => vault.open(tenant, snapshotPlace(accountId), snapshot);

/** The item without its undefined members, as the types with exact optional members want it. */
export function compact<T extends object>(item: T): Compact<T> {
  const members = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as Compact<T>; // same members but for the undefined ones
}

type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The domain's view of a stored person. */
export async function personFrom({ vault }: Base, item: PersonItem): Promise<VersionedPerson> {
  const { tenant, version, accounts, indexKeys } = item;
  const text = await vault.open(tenant, PERSON_PLACE, item.person);
  if (text === undefined) throw erasedPerson(item); // between the end of the key and that of the record
  const person = JSON.parse(text) as Person; // written by `sealedPerson`
  return compact({ person, version, accounts, indexKeys });
}

const PERSON_PLACE = 'person';

/** What is kept of a person; a record without personal data is not worth a key. */
export function sealedPerson({ vault }: Base, tenant: string, person: Person): Promise<string> {
  return vault.seal({ tenant, personId: person.id }, PERSON_PLACE, JSON.stringify(person));
}

/**
 * The account's own item, without its snapshot.
 *
 * @throws {StoreError} `store.notFound`
 */
export async function readAccount({ entities }: Base, ref: AccountRef): Promise<AccountRecord> {
  const { tenant, accountId } = ref;
  const get = entities.account.build(GetItemCommand).key({ tenant, accountId }).options({ consistent: true });
  const { Item } = await get.send();
  if (Item === undefined) throw noAccount(ref);
  return accountFrom(Item);
}

/** The person of this id; where two turned out to be one, the one that was kept (`person.id` is then another). */
export async function readPerson(base: Base, ref: PersonRef): Promise<VersionedPerson | undefined> {
  const { entities } = base;
  const { tenant } = ref;
  for (let { personId } = ref; ;) {
    const get = entities.person.build(GetItemCommand).key({ tenant, personId }).options({ consistent: true });
    const { Item } = await get.send();
    if (Item?.mergedInto === undefined) return Item && personFrom(base, Item);
    personId = Item.mergedInto;
  }
}

export const noAccount = ({ tenant, accountId }: AccountRef): StoreError =>
  notFound(`account ${accountId} of tenant ${tenant}`, 'open the account first');

export const noPerson = ({ tenant, personId }: PersonRef): StoreError =>
  notFound(`person ${personId} of tenant ${tenant}`, 'open an account of theirs first');

/** The entries behind `head` as writes, with the head that they lead to. An entry never replaces another. */
export function entryWrites(
  base: Base,
  ref: AccountRef,
  link: { head: LedgerHead; drafts: readonly LedgerDraft[]; context: LedgerContext },
) {
  const { tenant, accountId } = ref;
  if (link.drafts.length > MAX_ENTRIES) throw tooManyEntries(link.drafts.length);
  const entries = chain(link.head, link.drafts, link.context, base.sha256);
  const writes = entries.map((entry) =>
    base.entities.entry
      .build(PutTransaction)
      .item({ tenant, accountId, ...entry })
      .options({ condition: { attr: 'seq', exists: false } }),
  );
  return { writes, head: headOf(entries.at(-1)) ?? link.head };
}

const headOf = (entry: LedgerEntry | undefined): LedgerHead | undefined =>
  entry && { seq: entry.seq, hash: entry.hash };

/** Moves the ledger's head, unless somebody else has moved it, or a newer fact than `factSeq` was accepted. */
export function headWrite(
  { entities }: Base,
  { tenant, accountId }: AccountRef,
  move: {
    from: LedgerHead;
    to: LedgerHead;
    factSeq?: number;
    stage?: string | undefined;
    outcome?: string | null | undefined;
  },
) {
  const { from, to, factSeq, stage, outcome } = move;
  const facts = factSeq === undefined ? [] : [{ attr: 'factSeq' as const, eq: factSeq }];
  return entities.account
    .build(UpdateTransaction)
    .item({
      tenant,
      accountId,
      ledger: { seq: to.seq, hash: to.hash },
      ...(stage === undefined ? {} : { stage }),
      ...(outcome === undefined ? {} : { outcome: outcome ?? $remove() }),
    })
    .options({
      condition: {
        and: [{ attr: 'ledger.seq', eq: from.seq }, { attr: 'ledger.hash', eq: from.hash }, ...facts],
      },
      returnValuesOnConditionFalse: 'ALL_OLD',
    });
}

/** Marks an id as seen; refused with the first mark when it has been seen before. */
export function onceWrite({ entities, now }: Base, id: string, seq: number) {
  const expiration = Math.floor(now() / 1000) + ONCE_DAYS * 86_400;
  return entities.once
    .build(PutTransaction)
    .item({ id, seq, expiration })
    .options({ condition: { attr: 'id', exists: false }, returnValuesOnConditionFalse: 'ALL_OLD' });
}

/** Replaces what is known of the person, unless somebody else has since version `from`. */
export async function personWrite(base: Base, tenant: string, next: VersionedPerson, from: number) {
  const { person, accounts, indexKeys } = next;
  const sealed = await sealedPerson(base, tenant, person);
  return base.entities.person
    .build(UpdateTransaction)
    .item({
      ...{ tenant, personId: person.id, person: sealed, version: from + 1, accounts: $set([...accounts]) },
      ...(indexKeys && { indexKeys: $set([...indexKeys]) }),
    })
    .options({ condition: { attr: 'version', eq: from } });
}

export const erasedPerson = ({ personId }: Pick<PersonRef, 'personId'>): StoreError<'person.erased'> =>
  new StoreError(
    'person.erased',
    `Cannot work with person ${personId}: they were erased; whoever comes again gets a new id`,
    { personId },
  );

function tooManyEntries(size: number): StoreError<'store.tooLarge'> {
  const message = `Cannot write ${size} ledger entries with one change: at most ${MAX_ENTRIES} fit, append the rest before`;
  return new StoreError('store.tooLarge', message, { what: 'ledger entries', size, limit: MAX_ENTRIES });
}
