import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { SendChannel } from '../domain/channel';
import type { IdentityKind } from '../domain/identity';
import { contactIdentities, contactIdentity, taxIdentity, verifiedIdentities } from '../domain/identity';
import type { Person } from '../domain/person';
import type { Base } from './base';
import { readPerson } from './base';
import { contactPointKey, identityKey } from './keys';
import type { PersonRef, VersionedPerson } from './types';

/** One entry of the blind index. `identifies`: whoever holds it is this person; else it is merely an address of theirs. */
export interface IndexKey {
  readonly hash: string;
  readonly kind: IdentityKind;
  readonly identifies: boolean;
}

/** A person found by what identifies them. */
export interface Recognised {
  readonly person: VersionedPerson;
  readonly by: IdentityKind;
}

/** The entries of a person's contact points: each address, and each verified one as an identity. */
export function contactKeys({ blindIndex }: Base, tenant: string, person: Person): IndexKey[] {
  if (!blindIndex) return [];
  const keyed = (identifies: boolean) => (identity: ReturnType<typeof contactIdentities>[number]) => ({
    hash: blindIndex(tenant, identity),
    kind: identity.kind,
    identifies,
  });
  return [...verifiedIdentities(person).map(keyed(true)), ...contactIdentities(person).map(keyed(false))];
}

/** What identifies the person: the tax id, if it can be somebody's, and verified contact points. */
export function identifyingKeys(base: Base, tenant: string, person: Person, taxId?: string): IndexKey[] {
  const tax = taxId === undefined ? null : taxIdentity(taxId, person.jurisdiction);
  const hash = tax && base.blindIndex?.(tenant, tax);
  const own = hash ? [{ hash, kind: 'tax_id' as const, identifies: true }] : [];
  return [...own, ...contactKeys(base, tenant, person).filter(({ identifies }) => identifies)];
}

/** As it is kept with the person, so that a merge knows what to move. */
export const storedKey = ({ hash, identifies }: IndexKey): string =>
  identifies ? identityKey(hash) : contactPointKey(hash);

/** Who holds these identities, each person once, in the order of the keys. */
export async function holdersOf(
  base: Base,
  tenant: string,
  keys: readonly IndexKey[],
): Promise<Recognised[]> {
  const found = await Promise.all(keys.map((key) => holderOf(base, tenant, key)));
  const holders = new Map<string, Recognised>();
  for (const holder of found) {
    if (holder && !holders.has(holder.person.person.id)) holders.set(holder.person.person.id, holder);
  }
  return [...holders.values()];
}

async function holderOf(
  base: Base,
  tenant: string,
  { hash, kind }: IndexKey,
): Promise<Recognised | undefined> {
  const get = base.entities.identity.build(GetItemCommand).key({ hash }).options({ consistent: true });
  const { Item } = await get.send();
  const person = Item && (await readPerson(base, { tenant, personId: Item.personId }));
  return person && { person, by: kind };
}

/** Puts entries into the index. An identity that another person holds refuses the transaction. */
export function indexWrites({ entities }: Base, { tenant, personId }: PersonRef, stored: readonly string[]) {
  return stored.map((key) => {
    const { hash, identifies } = partsOf(key);
    if (!identifies) return entities.contactPoint.build(PutTransaction).item({ hash, personId, tenant });
    const condition = {
      or: [
        { attr: 'hash' as const, exists: false as const },
        { attr: 'personId' as const, eq: personId },
      ],
    };
    return entities.identity.build(PutTransaction).item({ hash, personId, tenant }).options({ condition });
  });
}

/** Takes entries out of the index. */
export function indexRemovals({ entities }: Base, { personId }: PersonRef, stored: readonly string[]) {
  return stored.map((key) => {
    const { hash, identifies } = partsOf(key);
    return identifies
      ? entities.identity.build(DeleteTransaction).key({ hash })
      : entities.contactPoint.build(DeleteTransaction).key({ hash, personId });
  });
}

/** Gives the entries of one person to another. */
export function indexMoves(
  base: Base,
  tenant: string,
  { from, to }: { from: string; to: string },
  stored: readonly string[],
) {
  const identities = stored.filter((key) => partsOf(key).identifies);
  const points = stored.filter((key) => !partsOf(key).identifies);
  return [
    ...identities.map((key) =>
      base.entities.identity.build(PutTransaction).item({ hash: partsOf(key).hash, personId: to, tenant }),
    ),
    ...indexRemovals(base, { tenant, personId: from }, points),
    ...indexWrites(base, { tenant, personId: to }, points),
  ];
}

function partsOf(stored: string): { hash: string; identifies: boolean } {
  const [prefix, hash = ''] = stored.split('#');
  return { hash, identifies: prefix === 'ID' };
}

/** Reads of the blind index. */
export function createIdentities(base: Base) {
  /** The person that these particulars are about, if the store knows them: by tax id, verified contact point or id. */
  async function resolvePerson(query: {
    tenant: string;
    person: Person;
    taxId?: string;
  }): Promise<VersionedPerson | undefined> {
    const { tenant, person, taxId } = query;
    const [holder] = await holdersOf(base, tenant, identifyingKeys(base, tenant, person, taxId));
    return holder?.person ?? readPerson(base, { tenant, personId: person.id });
  }

  /** Everybody who is reached at this address, verified or not: a family may share a telephone. */
  async function findByContact(query: {
    tenant: string;
    channel: SendChannel;
    address: string;
  }): Promise<VersionedPerson[]> {
    const { tenant, channel, address } = query;
    const identity = contactIdentity(channel, address);
    if (!identity || !base.blindIndex) return [];
    const { Items } = await base.entities.core
      .build(QueryCommand)
      .query({ partition: contactPointKey(base.blindIndex(tenant, identity)) })
      .entities(base.entities.contactPoint)
      .options({ consistent: true, maxPages: Infinity })
      .send();
    const found = await Promise.all(
      (Items ?? []).map(({ personId }) => readPerson(base, { tenant, personId })),
    );
    const known = found.filter((person) => person !== undefined);
    return [...new Map(known.map((person) => [person.person.id, person])).values()];
  }

  return { resolvePerson, findByContact };
}
