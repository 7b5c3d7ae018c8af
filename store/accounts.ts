import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { execute, GetTransaction } from 'dynamodb-toolbox/entity/actions/transactGet';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { EMPTY_LEDGER } from '../domain/ledger';
import type { Base } from './base';
import { accountFrom, entryWrites, noAccount, noPerson, personFrom, personWrite, readPerson } from './base';
import { listKey, shardOf } from './keys';
import type { ListQuery } from './lists';
import { listShards } from './lists';
import { isRefused, transact, transactGet, untilAnswered } from './transact';
import type { AccountRecord, AccountRef, OpenAccount, Page, PersonRef, VersionedPerson } from './types';

/** What a touch looks at: the account and the person, at one instant. */
export interface Look {
  readonly account: AccountRecord;
  readonly person: VersionedPerson;
}

/** Accounts and the persons who owe on them. */
export function createAccounts(base: Base) {
  const { entities, pause } = base;

  /** Opens the account with its first ledger entries; a person who is known already is kept as known. */
  async function openAccount(open: OpenAccount): Promise<{ created: boolean }> {
    return untilAnswered(pause, `open account ${open.accountId}`, async () => {
      const known = await readPerson(base, { tenant: open.tenant, personId: open.person.id });
      const { writes, head } = entryWrites(base, open, {
        head: EMPTY_LEDGER,
        drafts: open.entries,
        context: open.context,
      });
      const reasons = await transact(
        pause,
        accountWrite(base, open, head),
        debtorWrite(base, open, known),
        ...writes,
      );
      if (reasons === undefined) return { created: true };
      return isRefused(reasons[0]) ? { created: false } : undefined; // else the person has changed: look again
    });
  }

  /** @throws {StoreError} `store.notFound` */
  async function look({ tenant, accountId, personId }: AccountRef & PersonRef): Promise<Look> {
    const { Responses } = await transactGet(pause, () =>
      execute(
        entities.account.build(GetTransaction).key({ tenant, accountId }),
        entities.snapshot.build(GetTransaction).key({ tenant, accountId }),
        entities.person.build(GetTransaction).key({ tenant, personId }),
      ),
    );
    const [account, snapshot, person] = Responses ?? [];
    if (account?.Item === undefined) throw noAccount({ tenant, accountId });
    if (person?.Item === undefined) throw noPerson({ tenant, personId });
    return { account: accountFrom(account.Item, snapshot?.Item?.snapshot), person: personFrom(person.Item) };
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
    return (await get.send()).Item?.snapshot;
  }

  return { openAccount, look, readSnapshot, listAccounts };
}

function accountWrite({ entities }: Base, open: OpenAccount, ledger: { seq: number; hash: string }) {
  const { tenant, accountId, person, record, openedAt } = open;
  return entities.account
    .build(PutTransaction)
    .item({
      tenant,
      accountId,
      personId: person.id,
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

function debtorWrite(
  base: Base,
  { tenant, accountId, person }: OpenAccount,
  known: VersionedPerson | undefined,
) {
  const personId = person.id;
  if (known !== undefined) {
    const accounts = [...new Set([...known.accounts, accountId])];
    return personWrite(base, { tenant, personId }, { ...known, accounts }, known.version);
  }
  return base.entities.person
    .build(PutTransaction)
    .item({ tenant, personId, person, version: 1, accounts: [accountId] })
    .options({ condition: { attr: 'personId', exists: false } });
}
