import type { FormattedItem } from 'dynamodb-toolbox/entity';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { LedgerDraft, LedgerEntry, LedgerHead } from '../domain/ledger';
import type { Base } from './base';
import {
  entryWrites,
  headWrite,
  MAX_ENTRIES,
  MAX_TEXT_BYTES,
  onceWrite,
  readAccount,
  snapshotPlace,
} from './base';
import type { Entities } from './entities';
import { assertFits } from './errors';
import { accountKey, numbered, onceKey } from './keys';
import type { ListQuery } from './lists';
import { badCursor, decodeCursor, encodeCursor } from './lists';
import { isRefused, transact, untilAnswered } from './transact';
import type { AccountRecord, AccountRef, AppendEntries, Page } from './types';

export interface Appended {
  /** False when the whole batch was there already. */
  readonly appended: boolean;
  readonly ledger: LedgerHead;
}

type StoredEntry = FormattedItem<Entities['entry']>;

/** As many as their keys can number. */
const MOST_ENTRIES = 9_999_999_999;

/** How many entries are read at once when one is looked for. */
const BACKWARDS = 25;

interface EntryBefore extends AccountRef {
  readonly seq: number;
  readonly type: string;
}

/** The ledgers of the accounts: chains of entries that are only ever appended to. */
export function createLedgers(base: Base) {
  const { entities } = base;

  /** The whole ledger, oldest entry first. */
  async function readLedger(ref: AccountRef): Promise<LedgerEntry[]> {
    const { Items } = await entities.entry.table
      .build(QueryCommand)
      .query({ partition: accountKey(ref), range: { beginsWith: 'L#' } })
      .entities(entities.entry)
      .options({ consistent: true, maxPages: Infinity })
      .send();
    return (Items ?? []).map(entryOf);
  }

  /**
   * One page of the ledger, oldest entry first; reads no more of it than the page.
   *
   * @throws {StoreError} `store.badCursor`
   */
  async function readLedgerPage({
    limit,
    cursor,
    ...ref
  }: AccountRef & ListQuery): Promise<Page<LedgerEntry>> {
    const after = cursor === undefined ? 0 : seqIn(cursor);
    const { Items = [], LastEvaluatedKey } = await entities.entry.table
      .build(QueryCommand)
      .query({
        partition: accountKey(ref),
        range: { between: [numbered('L', after + 1), numbered('L', MOST_ENTRIES)] },
      })
      .entities(entities.entry)
      // One more than the page holds tells whether there is a next one; DynamoDB itself cuts at a megabyte.
      .options({ consistent: true, limit: limit + 1 })
      .send();
    const items = Items.slice(0, limit).map(entryOf);
    const last = Items.length > limit || LastEvaluatedKey !== undefined ? items.at(-1) : undefined;
    return { items, ...(last && { cursor: encodeCursor(numbered('L', last.seq)) }) };
  }

  /** The last entry of the type before the one of this number; read backwards, and no further than to it. */
  async function lastEntryBefore({ seq, type, ...ref }: EntryBefore): Promise<LedgerEntry | undefined> {
    for (let before = seq; before > 1;) {
      const { Items = [] } = await entities.entry.table
        .build(QueryCommand)
        .query({
          partition: accountKey(ref),
          range: { between: [numbered('L', 1), numbered('L', before - 1)] },
        })
        .entities(entities.entry)
        .options({ consistent: true, reverse: true, limit: BACKWARDS })
        .send();
      const found = Items.find((entry) => entry.type === type);
      if (found) return entryOf(found);
      before = Items.at(-1)?.seq ?? 0;
    }
    return undefined;
  }

  return {
    appendEntries: (append: AppendEntries) => appendEntries(base, append),
    readLedger,
    readLedgerPage,
    lastEntryBefore,
  };
}

const entryOf = ({ tenant: _tenant, accountId: _account, ...entry }: StoredEntry): LedgerEntry => entry;

/** The cursor is the key of the last entry that was read. @throws {StoreError} `store.badCursor` */
function seqIn(cursor: string): number {
  const [, digits] = /^L#(\d{10})$/.exec(decodeCursor(cursor)) ?? [];
  if (digits === undefined) throw badCursor(cursor);
  return Number(digits);
}

/**
 * Appends the drafts behind the current head, at most {@link MAX_ENTRIES} in one transaction, and writes the patch
 * with the last of them. A batch that was cut short is completed when it is repeated.
 *
 * @throws {StoreError} `store.notFound`, `store.conflict`, `store.tooLarge`
 */
export async function appendEntries(base: Base, append: AppendEntries): Promise<Appended> {
  assertFits('a snapshot', append.patch?.snapshot ?? '', MAX_TEXT_BYTES);
  const parts = split(append.drafts);
  const account = await readAccount(base, append.ref);
  const sealed = await sealedSnapshot(base, account, append.patch);
  let result: Appended = { appended: false, ledger: account.ledger };
  for (const [part, drafts] of parts.entries()) {
    const patch = part === parts.length - 1 ? sealed : undefined;
    const { appended, ledger } = await appendPart(base, append, { part, drafts, patch, head: result.ledger });
    result = { appended: result.appended || appended, ledger };
  }
  return result;
}

async function appendPart(
  base: Base,
  { ref, context, batchId }: AppendEntries,
  batch: Part,
): Promise<Appended> {
  const { pause } = base;
  let { head } = batch;
  const once = onceKey('BATCH', accountKey(ref), `${batchId}/${batch.part}`);
  return untilAnswered(pause, `append batch ${batchId}`, async () => {
    const { writes, head: to } = entryWrites(base, ref, { head, drafts: batch.drafts, context });
    const { stage, outcome } = batch.patch ?? {};
    const move = headWrite(base, ref, { from: head, to, stage, outcome });
    const snapshot = snapshotWrites(base, ref, batch.patch?.snapshot);
    const reasons = await transact(pause, onceWrite(base, once, to.seq), move, ...snapshot, ...writes);
    if (reasons === undefined) return { appended: true, ledger: to };
    head = reasons[1].FormattedItem?.ledger ?? (await readAccount(base, ref)).ledger;
    return isRefused(reasons[0]) ? { appended: false, ledger: head } : undefined;
  });
}

async function sealedSnapshot(
  base: Base,
  { tenant, accountId, personId }: AccountRecord,
  patch: AppendEntries['patch'],
): Promise<AppendEntries['patch']> {
  if (typeof patch?.snapshot !== 'string') return patch;
  const snapshot = await base.vault.seal({ tenant, personId }, snapshotPlace(accountId), patch.snapshot);
  return { ...patch, snapshot };
}

interface Part {
  readonly part: number;
  readonly drafts: readonly LedgerDraft[];
  readonly head: LedgerHead;
  readonly patch: AppendEntries['patch'];
}

/** At least one part, so that a patch without entries is written too. */
function split(drafts: readonly LedgerDraft[]): (readonly LedgerDraft[])[] {
  const parts: (readonly LedgerDraft[])[] = [drafts.slice(0, MAX_ENTRIES)];
  for (let from = MAX_ENTRIES; from < drafts.length; from += MAX_ENTRIES)
    parts.push(drafts.slice(from, from + MAX_ENTRIES));
  return parts;
}

function snapshotWrites(
  { entities }: Base,
  { tenant, accountId }: AccountRef,
  snapshot: string | null | undefined,
) {
  if (snapshot === undefined) return [];
  if (snapshot === null) return [entities.snapshot.build(DeleteTransaction).key({ tenant, accountId })];
  return [entities.snapshot.build(PutTransaction).item({ tenant, accountId, snapshot })];
}
