import { canonicalJson } from '../domain/ledger';
import { changePerson as changed } from '../domain/person';
import type { Person } from '../domain/person';
import type { Base } from './base';
import { noPerson, onceWrite, personWrite, readPerson } from './base';
import { onceKey, personKey } from './keys';
import { isRefused, transact, untilAnswered } from './transact';
import type { ChangePerson, PersonRef, VersionedPerson } from './types';

export interface ChangedPerson {
  readonly person: Person;
  /** Accounts to which the change must be told. */
  readonly accounts: readonly string[];
  /** False when the change was made before or says nothing new. */
  readonly changed: boolean;
}

/** Debtors: the one place that knows their consents, opt-outs and recent contacts. */
export function createPeople(base: Base) {
  const { pause } = base;

  async function getPerson(ref: PersonRef): Promise<VersionedPerson | undefined> {
    return readPerson(base, ref);
  }

  /**
   * Applies a change; one with the same `changeId` is applied once.
   *
   * @throws {StoreError} `store.notFound`, `store.conflict`
   */
  async function changePerson({ change, changeId, ...ref }: ChangePerson): Promise<ChangedPerson> {
    return untilAnswered(pause, `change person ${ref.personId}`, async () => {
      const known = await readPerson(base, ref);
      if (known === undefined) throw noPerson(ref);
      const { accounts, version } = known;
      const person = changed(known.person, change);
      const once = onceWrite(base, onceKey('PERSON', personKey(ref), changeId), version + 1);
      const reasons = await transact(pause, once, personWrite(base, ref, { ...known, person }, version));
      if (reasons === undefined) return { person, accounts, changed: !isSame(person, known.person) };
      return isRefused(reasons[0]) ? { person: known.person, accounts, changed: false } : undefined;
    });
  }

  return { getPerson, changePerson };
}

const isSame = (a: Person, b: Person): boolean => canonicalJson(a) === canonicalJson(b);
