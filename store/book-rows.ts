import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import type { Base } from './base';
import type { AccountRef, BookRow } from './types';

/** What imports have said so far: the same row twice changes nothing. */
export function createBookRows({ entities: { bookRow } }: Base) {
  /** The last row that was imported for the account; undefined when there was none. */
  async function readBookRow({ tenant, accountId }: AccountRef): Promise<BookRow | undefined> {
    const get = bookRow.build(GetItemCommand).key({ tenant, accountId }).options({ consistent: true });
    return (await get.send()).Item;
  }

  /** Remembers a row that has been taken in, in the place of the last one. */
  async function putBookRow(row: BookRow): Promise<void> {
    await bookRow.build(PutItemCommand).item(row).send();
  }

  return { readBookRow, putBookRow };
}
