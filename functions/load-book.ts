import type { Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { rowHash } from '../policy/book/row-hash';
import { openingFromBook, personFromBook } from '../policy/book/to-case';
import type { BookAccount } from '../policy/book/types';
import type { Store } from '../store/store';
import type { BookRow } from '../store/types';
import type { NotApplied, RowChanges } from './book-changes';
import { changesOf, contentOf } from './book-changes';
import { deal } from './deal';
import type { Intake } from './intake';

/** What has become of one row of a book. */
export type LoadedRow =
  | { readonly kind: 'new' | 'unchanged' }
  /** `applied`: what was told to the case and the person, such as `debt/D2` or `address/email`. */
  | {
      readonly kind: 'changed';
      readonly applied: readonly string[];
      readonly notApplied: readonly NotApplied[];
    };

interface LoaderDeps {
  readonly tenant: string;
  readonly store: Store;
  readonly intake: Intake;
  /** The strategy of a row; undefined for rows that name none. */
  readonly strategyOf: (id: string | undefined) => Strategy;
  readonly now: () => Instant;
}

/**
 * Loads the rows of a book: a new one opens a case, a changed one becomes facts and changes of the person, the same one
 * again does nothing. A row that was cut short is completed when it is loaded again, because every event id follows from
 * what the row says.
 */
export function createBookLoader({ tenant, store, intake, strategyOf, now }: LoaderDeps) {
  return async function loadRow(account: BookAccount): Promise<LoadedRow> {
    const key = { tenant, accountId: account.account };
    const hash = rowHash(account);
    const last = await store.readBookRow(key);
    if (last?.hash === hash) return { kind: 'unchanged' };
    const row: BookRow = { ...key, hash, version: (last?.version ?? 0) + 1, content: contentOf(account) };
    const loaded = last ? await change(account, last, row) : await open(account);
    await store.putBookRow(row);
    return loaded;
  };

  async function open(account: BookAccount): Promise<LoadedRow> {
    // Opened by other means, and closed since: a book is no reason to open it again.
    const hasClosed = (await store.readSnapshot({ tenant, accountId: account.account })) !== undefined;
    if (hasClosed) return { kind: 'unchanged' };
    const { taxId } = account.person;
    const { strategy, assignment } = deal(strategyOf, account.strategy, account.person.id);
    await intake.openQuietly({
      tenant,
      person: personFromBook(account.person),
      ...(taxId !== undefined && { taxId }),
      strategy,
      opening: { ...openingFromBook(account, now()), ...(assignment && { assignment }) },
    });
    return { kind: 'new' };
  }

  async function change(account: BookAccount, last: BookRow, row: BookRow): Promise<LoadedRow> {
    const known = await store.getPerson({ tenant, personId: account.person.id });
    const changes = changesOf(account, last.content, known?.person, now());
    await tell(account, changes, `book/${row.accountId}/${row.version}/${row.hash.slice(0, 16)}`);
    const applied = [...changes.facts, ...changes.person].map(({ key }) => key);
    return { kind: 'changed', applied, notApplied: changes.notApplied };
  }

  async function tell(
    { account: accountId, person }: BookAccount,
    changes: RowChanges,
    eventId: string,
  ): Promise<void> {
    for (const { key, fact } of changes.facts)
      await intake.acceptFact({ tenant, accountId }, `${eventId}/${key}`, fact, 'book');
    for (const { key, change: made } of changes.person)
      await intake.changePerson(tenant, person.id, `${eventId}/${key}`, now(), made);
  }
}
