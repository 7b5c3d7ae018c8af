import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { LedgerDraft } from '../domain/ledger';
import { emptied } from '../domain/unite';
import type { Base } from './base';
import { personWrite, readPerson, sealedPerson } from './base';
import type { IndexKey } from './identities';
import { contactKeys, holdersOf, identifyingKeys, indexWrites, storedKey } from './identities';
import type { OpenAccount, VersionedPerson } from './types';

/** Whom an account that is to be opened belongs to. */
export interface Debtor {
  /** The person that the store knows, by what identifies them or by id. */
  readonly known?: VersionedPerson;
  /** Another record of the same person. */
  readonly twin?: VersionedPerson;
  /** By what the first of them was recognised. */
  readonly reason: string;
  /** What the new account's ledger says about it. */
  readonly drafts: readonly LedgerDraft[];
  readonly identities: readonly IndexKey[];
}

/** Looks the person of a new account up: by tax id and verified contact points first, then by id. */
export async function recognise(base: Base, open: OpenAccount): Promise<Debtor> {
  const { tenant, person, taxId, openedAt } = open;
  const identities = identifyingKeys(base, tenant, person, taxId);
  const holders = await holdersOf(base, tenant, identities);
  const byId = await readPerson(base, { tenant, personId: person.id });
  const persons = [...holders.map((holder) => holder.person), ...(byId ? [byId] : [])];
  const [known, ...others] = persons;
  const twin = others.find((other) => other.person.id !== known?.person.id);
  const reason = `same_${holders[0]?.by ?? 'id'}`;
  const isAlias = known !== undefined && !byId;
  const facts = { from: person.id, into: known?.person.id ?? person.id, reason };
  return {
    ...{ reason, identities },
    drafts: isAlias ? [{ at: openedAt, type: 'persons_merged', actor: 'recobro', facts }] : [],
    ...(known && { known }),
    ...(twin && { twin }),
  };
}

/** The person, new or with one account more, what identifies them, and a pointer from an id that was not known. */
export async function debtorWrites(base: Base, open: OpenAccount, { known, drafts, identities }: Debtor) {
  const { tenant, accountId } = open;
  if (!known) return newPersonWrites(base, open, identities);
  const added = identities.map(storedKey).filter((key) => !known.indexKeys?.includes(key));
  const indexKeys = [...(known.indexKeys ?? []), ...added];
  const accounts = [...new Set([...known.accounts, accountId])];
  const next = { ...known, accounts, ...(indexKeys.length > 0 && { indexKeys }) };
  return [
    await personWrite(base, tenant, next, known.version),
    ...(drafts.length > 0 ? [pointerWrite(base, open, known.person.id)] : []),
    ...indexWrites(base, { tenant, personId: known.person.id }, added),
  ];
}

async function newPersonWrites(
  base: Base,
  { tenant, accountId, person }: OpenAccount,
  identities: readonly IndexKey[],
) {
  const keys = [...new Set([...identities, ...contactKeys(base, tenant, person)].map(storedKey))];
  const sealed = await sealedPerson(base, tenant, person);
  const record = {
    person: sealed,
    version: 1,
    accounts: [accountId],
    ...(keys.length > 0 && { indexKeys: keys }),
  };
  const put = base.entities.person
    .build(PutTransaction)
    .item({ tenant, personId: person.id, ...record })
    .options({ condition: { attr: 'personId', exists: false } });
  return [put, ...indexWrites(base, { tenant, personId: person.id }, keys)];
}

function pointerWrite({ entities }: Base, { tenant, person }: OpenAccount, mergedInto: string) {
  const { id: personId } = person;
  return entities.person
    .build(PutTransaction)
    .item({ tenant, personId, version: 1, accounts: [], mergedInto, person: JSON.stringify(emptied(person)) })
    .options({ condition: { attr: 'personId', exists: false } });
}
