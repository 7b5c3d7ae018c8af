import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import type { Base } from './base';
import type { AccountRef, BookRow, BookRowContent } from './types';
import { NOBODY } from './vault';

/** What is sealed of a row: its hashes would confirm a telephone that somebody guesses. */
interface Kept {
  readonly hash: string;
  readonly content: BookRowContent;
}

/** What imports have said so far: the same row twice changes nothing. */
export function createBookRows({ entities: { bookRow }, vault, personKeys }: Base) {
  /** The last row that was imported for the account; undefined when there was none, or its person was erased. */
  async function readBookRow({ tenant, accountId }: AccountRef): Promise<BookRow | undefined> {
    const get = bookRow.build(GetItemCommand).key({ tenant, accountId }).options({ consistent: true });
    const { Item } = await get.send();
    const text = Item && (await vault.open(tenant, placeOf(accountId), Item.row));
    if (!Item || text === undefined) return undefined;
    const { hash, content } = JSON.parse(text) as Kept; // written by `putBookRow`
    return { tenant, accountId, version: Item.version, hash, content };
  }

  /** Remembers a row that has been taken in, in the place of the last one. */
  async function putBookRow({ tenant, accountId, version, hash, content }: BookRow): Promise<void> {
    const personId = (await personKeys?.ownerOf({ tenant, accountId })) ?? NOBODY;
    const text = JSON.stringify({ hash, content } satisfies Kept);
    const row = await vault.seal({ tenant, personId }, placeOf(accountId), text);
    await bookRow.build(PutItemCommand).item({ tenant, accountId, version, row }).send();
  }

  return { readBookRow, putBookRow };
}

const placeOf = (accountId: string): string => `book/${accountId}`;
