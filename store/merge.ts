import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $remove, $set } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { Person } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import { emptied, unite } from '../domain/unite';
import type { Base } from './base';
import { noPerson, personWrite, readPerson } from './base';
import { indexMoves } from './identities';
import { outsideRun } from '../domain/ledger';
import { appendEntries } from './ledgers';
import { transact, untilAnswered } from './transact';
import type { VersionedPerson } from './types';

/** Two records of one person. `from` becomes a pointer to `into`. */
export interface MergePersons {
  readonly tenant: string;
  readonly from: string;
  readonly into: string;
  /** Such as `same_tax_id`; it stands in the ledgers. */
  readonly reason: string;
  readonly at: Instant;
  /** Who found it out, as an opaque id. Default: the store itself. */
  readonly by?: string;
}

export interface MergedPersons {
  readonly from: string;
  readonly into: string;
  readonly person: Person;
  /** All accounts of the person: they must be told. */
  readonly accounts: readonly string[];
  /** False when they had been merged before. */
  readonly merged: boolean;
}

/**
 * Makes one person of two. First the ledgers of all their accounts say so, then one transaction unites the records (see
 * `unite`), moves what identifies them and leaves a pointer. Cut short, it is completed when it is repeated; repeated
 * when it is complete, it changes nothing.
 *
 * @throws {StoreError} `store.notFound`, `store.conflict`
 */
export async function mergePersons(base: Base, merge: MergePersons): Promise<MergedPersons> {
  const { tenant, from, into } = merge;
  const logged = new Set<string>();
  return untilAnswered(base.pause, `merge person ${from} into ${into}`, async () => {
    const kept = await readPerson(base, { tenant, personId: into });
    const other = await readPerson(base, { tenant, personId: from });
    if (!kept || !other) throw noPerson({ tenant, personId: kept ? from : into });
    const isDone = kept.person.id === other.person.id;
    const next = isDone ? kept : united(kept, other);
    if (!isDone) {
      await logMerge(base, merge, { kept, other, accounts: next.accounts, logged });
      if (!(await writeMerge(base, tenant, { kept, other, next }))) return undefined;
    }
    return { from, into: kept.person.id, person: next.person, accounts: next.accounts, merged: !isDone };
  });
}

function united(kept: VersionedPerson, other: VersionedPerson): VersionedPerson {
  return {
    person: unite(kept.person, other.person),
    version: kept.version,
    accounts: union(kept.accounts, other.accounts),
    indexKeys: union(kept.indexKeys ?? [], other.indexKeys ?? []),
  };
}

interface Pair {
  readonly kept: VersionedPerson;
  readonly other: VersionedPerson;
}

/** Accounts that came in since the last look are told, too; each once. */
async function logMerge(
  base: Base,
  { tenant, reason, at, by = 'recobro' }: MergePersons,
  { kept, other, accounts, logged }: Pair & { accounts: readonly string[]; logged: Set<string> },
): Promise<void> {
  const facts = { from: other.person.id, into: kept.person.id, reason };
  for (const accountId of accounts) {
    if (logged.has(accountId)) continue;
    await appendEntries(base, {
      ref: { tenant, accountId },
      drafts: [{ at, type: 'persons_merged', actor: by, facts }],
      context: outsideRun(),
      batchId: `merge/${facts.from}/${facts.into}`,
    });
    logged.add(accountId);
  }
}

/** False when one of the two has changed since it was read. */
async function writeMerge(
  base: Base,
  tenant: string,
  { kept, other, next }: Pair & { next: VersionedPerson },
): Promise<boolean> {
  const ids = { from: other.person.id, to: kept.person.id };
  const reasons = await transact(
    base.pause,
    await personWrite(base, tenant, next, kept.version),
    pointerWrite(base, tenant, other, kept.person.id),
    ...indexMoves(base, tenant, ids, other.indexKeys ?? []),
  );
  return reasons === undefined;
}

function pointerWrite(
  { entities }: Base,
  tenant: string,
  { person, version }: VersionedPerson,
  mergedInto: string,
) {
  return entities.person
    .build(UpdateTransaction)
    .item({
      ...{ tenant, personId: person.id, person: JSON.stringify(emptied(person)) },
      ...{ version: version + 1, mergedInto },
      accounts: $set([]),
      indexKeys: $remove(),
    })
    .options({ condition: { attr: 'version', eq: version } });
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
