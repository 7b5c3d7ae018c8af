import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { execute, GetTransaction } from 'dynamodb-toolbox/entity/actions/transactGet';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { LedgerHead } from '../domain/ledger';
import { EMPTY_LEDGER } from '../domain/ledger';
import type { Base } from './base';
import {
  accountFrom,
  entryWrites,
  openSnapshot,
  noAccount,
  noPerson,
  personFrom,
  readAccount,
  readPerson,
} from './base';
import { listKey, shardOf } from './keys';
import type { ListQuery } from './lists';
import { listShards } from './lists';
import type { MergedPersons } from './merge';
import { mergePersons } from './merge';
import { debtorWrites, recognise } from './recognise';
import { isRefused, transact, transactGet, untilAnswered } from './transact';
import type { AccountRecord, AccountRef, OpenAccount, Page, PersonRef, VersionedPerson } from './types';

/** What a touch looks at: the account and the person, at one instant. */
export interface Look {
  readonly account: AccountRecord;
  readonly person: VersionedPerson;
}

export interface OpenedAccount {
  /** False when the account was there. */
  readonly created: boolean;
  /** Who owes on it: the person that the store knew already, if it recognised them. */
  readonly personId: string;
  /** Persons that turned out to be one on the way; their accounts must be told. */
  readonly merged: readonly MergedPersons[];
}

/** Accounts and the persons who owe on them. */
export function createAccounts(base: Base) {
  const { entities, pause } = base;

  /**
   * Opens the account with its first ledger entries; a person who is known already, by id, tax id or verified contact
   * point, is kept as known. When the three lead to two known persons, these are merged first.
   */
  async function openAccount(open: OpenAccount): Promise<OpenedAccount> {
    const merged: MergedPersons[] = [];
    return untilAnswered(pause, `open account ${open.accountId}`, async () => {
      const { tenant } = open;
      const debtor = await recognise(base, open);
      const { known, twin } = debtor;
      if (known && twin) {
        const pair = {
          from: twin.person.id,
          into: known.person.id,
          reason: debtor.reason,
          at: open.openedAt,
        };
        merged.push(await mergePersons(base, { tenant, ...pair }));
        return undefined;
      }
      const personId = known?.person.id ?? open.person.id;
      const { writes, head } = entryWrites(base, open, {
        head: EMPTY_LEDGER,
        drafts: [...open.entries, ...debtor.drafts],
        context: open.context,
      });
      const reasons = await transact(
        pause,
        accountWrite(base, open, personId, head),
        ...(await debtorWrites(base, open, debtor)),
        ...writes,
      );
      if (reasons === undefined) return { created: true, personId, merged };
      if (!isRefused(reasons[0])) return undefined; // the person has changed: look again
      return { created: false, personId: await ownerOf(open), merged };
    });
  }

  async function ownerOf(ref: AccountRef): Promise<string> {
    const { tenant, personId } = await readAccount(base, ref);
    return (await readPerson(base, { tenant, personId }))?.person.id ?? personId;
  }

  /**
   * Account and person at one instant; a person who was merged into another is that other.
   *
   * @throws {StoreError} `store.notFound`
   */
  async function look({ tenant, accountId, ...of }: AccountRef & PersonRef): Promise<Look> {
    for (let { personId } = of; ;) {
      const read = { tenant, accountId, personId };
      const [account, snapshot, person] = await lookOnce(read);
      if (account?.Item === undefined) throw noAccount(read);
      if (person?.Item === undefined) throw noPerson(read);
      if (person.Item.mergedInto === undefined) {
        const packed = snapshot?.Item && (await openSnapshot(base, snapshot.Item));
        return {
          account: accountFrom(account.Item, packed),
          person: await personFrom(base, person.Item),
        };
      }
      personId = person.Item.mergedInto;
    }
  }

  async function lookOnce({ tenant, accountId, personId }: AccountRef & PersonRef) {
    const { Responses } = await transactGet(pause, () =>
      execute(
        entities.account.build(GetTransaction).key({ tenant, accountId }),
        entities.snapshot.build(GetTransaction).key({ tenant, accountId }),
        entities.person.build(GetTransaction).key({ tenant, personId }),
      ),
    );
    return Responses ?? [];
  }

  /** The account without its snapshot; undefined when nobody has opened it. */
  async function getAccount({ tenant, accountId }: AccountRef): Promise<AccountRecord | undefined> {
    const get = entities.account.build(GetItemCommand).key({ tenant, accountId });
    const { Item } = await get.options({ consistent: true }).send();
    return Item && accountFrom(Item);
  }

  /** Accounts of a tenant by id, without snapshots. */
  async function listAccounts({
    tenant,
    ...page
  }: { tenant: string } & ListQuery): Promise<Page<AccountRecord>> {
    const partition = (shard: number): string => listKey.accounts(tenant, shard);
    return listShards(entities.core, { index: 'gsi2', partition, ...page }, async ({ accountId }) => {
      const { Item } = await entities.account.build(GetItemCommand).key({ tenant, accountId }).send();
      return Item && accountFrom(Item);
    });
  }

  /** What opens a closed case again, as packed by `packSnapshot`; undefined while it has never closed. */
  async function readSnapshot({ tenant, accountId }: AccountRef): Promise<string | undefined> {
    const get = entities.snapshot
      .build(GetItemCommand)
      .key({ tenant, accountId })
      .options({ consistent: true });
    const { Item } = await get.send();
    return Item && openSnapshot(base, Item);
  }

  return { openAccount, getAccount, look, readSnapshot, listAccounts };
}

function accountWrite({ entities }: Base, open: OpenAccount, personId: string, ledger: LedgerHead) {
  const { tenant, accountId, record, openedAt } = open;
  return entities.account
    .build(PutTransaction)
    .item({
      tenant,
      accountId,
      personId,
      ...record,
      strategy: { ...record.strategy },
      ledger,
      openedAt,
      factSeq: 0,
      gsi2pk: listKey.accounts(tenant, shardOf(accountId)),
      gsi2sk: accountId,
    })
    .options({ condition: { attr: 'accountId', exists: false } });
}
