import { canonicalJson } from '../domain/ledger';
import { changePerson as changed } from '../domain/person';
import type { Person } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import type { Base } from './base';
import { noPerson, onceWrite, personWrite, readPerson } from './base';
import { contactKeys, holdersOf, indexRemovals, indexWrites, storedKey } from './identities';
import { onceKey, personKey } from './keys';
import type { MergedPersons } from './merge';
import { mergePersons } from './merge';
import { isRefused, transact, untilAnswered } from './transact';
import type { ChangePerson, PersonRef, VersionedPerson } from './types';

export interface ChangedPerson {
  readonly person: Person;
  /** Accounts to which the change must be told. */
  readonly accounts: readonly string[];
  /** False when the change was made before or says nothing new. */
  readonly changed: boolean;
  /** A contact point that was verified belongs to another record: they are one person now, and the accounts are all theirs. */
  readonly merged?: MergedPersons;
}

/** Debtors: the one place that knows their consents, opt-outs and recent contacts. */
export function createPeople(base: Base) {
  const { pause } = base;

  /** Who has this id; of persons that were merged, the one that was kept. */
  async function getPerson(ref: PersonRef): Promise<VersionedPerson | undefined> {
    return readPerson(base, ref);
  }

  /**
   * Applies a change; one with the same `changeId` is applied once. What it verifies may show that the person is known
   * twice: then the two are merged.
   *
   * @throws {StoreError} `store.notFound`, `store.conflict`
   */
  async function changePerson(change: ChangePerson): Promise<ChangedPerson> {
    const made = await untilAnswered(pause, `change person ${change.personId}`, () =>
      changeOnce(base, change),
    );
    if (change.change.kind !== 'verify') return made;
    const merged = await mergeTwin(base, change.tenant, made.person, change.at ?? base.now());
    return merged ? { ...made, person: merged.person, accounts: merged.accounts, merged } : made;
  }

  return { getPerson, changePerson };
}

async function changeOnce(
  base: Base,
  { change, changeId, tenant, personId }: ChangePerson,
): Promise<ChangedPerson | undefined> {
  const ref = { tenant, personId };
  const known = await readPerson(base, ref);
  if (known === undefined) throw noPerson(ref);
  const { accounts, version } = known;
  const person = changed(known.person, change);
  const once = onceWrite(base, onceKey('PERSON', personKey(ref), changeId), version + 1);
  const { indexKeys, writes } = await reindexed(base, tenant, known, person);
  const next = { ...known, person, ...(indexKeys && { indexKeys }) };
  const reasons = await transact(base.pause, once, await personWrite(base, tenant, next, version), ...writes);
  if (reasons === undefined) return { person, accounts, changed: !isSame(person, known.person) };
  return isRefused(reasons[0]) ? { person: known.person, accounts, changed: false } : undefined;
}

/** How the blind index follows a change of contact points. An identity that somebody else holds is left to them. */
async function reindexed(base: Base, tenant: string, known: VersionedPerson, person: Person) {
  const { person: before, indexKeys: old = [] } = known;
  if (person.addresses === before.addresses && person.verified === before.verified) return { writes: [] };
  const { id: personId } = person;
  const wanted = contactKeys(base, tenant, person);
  const taken = await takenOf(base, tenant, person);
  const free = wanted.filter(({ hash, identifies }) => !identifies || !taken.has(hash)).map(storedKey);
  const lost = contactKeys(base, tenant, before)
    .map(storedKey)
    .filter((key) => old.includes(key) && !free.includes(key));
  const gained = free.filter((key) => !old.includes(key));
  const ref = { tenant, personId };
  return {
    indexKeys: [...old.filter((key) => !lost.includes(key)), ...gained],
    writes: [...indexWrites(base, ref, gained), ...indexRemovals(base, ref, lost)],
  };
}

/** Hashes of verified contact points that identify somebody else. */
async function takenOf(base: Base, tenant: string, person: Person): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  for (const key of contactKeys(base, tenant, person).filter(({ identifies }) => identifies)) {
    const [holder] = await holdersOf(base, tenant, [key]);
    if (holder && holder.person.person.id !== person.id) taken.add(key.hash);
  }
  return taken;
}

/** Merges the person into another whom a verified contact point of theirs identifies. */
async function mergeTwin(
  base: Base,
  tenant: string,
  person: Person,
  at: Instant,
): Promise<MergedPersons | undefined> {
  const identities = contactKeys(base, tenant, person).filter(({ identifies }) => identifies);
  const twin = (await holdersOf(base, tenant, identities)).find(
    (holder) => holder.person.person.id !== person.id,
  );
  if (!twin) return undefined;
  const pair = { from: person.id, into: twin.person.person.id, reason: `same_${twin.by}` };
  return mergePersons(base, { tenant, ...pair, at });
}

const isSame = (a: Person, b: Person): boolean => canonicalJson(a) === canonicalJson(b);
