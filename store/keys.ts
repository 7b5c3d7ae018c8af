/** Keys carry ids of tenants, accounts and persons, and nothing else of a person. */
export interface AccountRef {
  readonly tenant: string;
  readonly accountId: string;
}

export interface PersonRef {
  readonly tenant: string;
  readonly personId: string;
}

/** Partitions over which the lists of one tenant are spread: one takes at most 1000 writes a second. */
export const SHARDS = 10;

/** `#` separates the parts of a key, so it is escaped inside a part. */
const part = (text: string): string => text.replace(/[%#]/g, encodeURIComponent);

export const accountKey = ({ tenant, accountId }: AccountRef): string =>
  `T#${part(tenant)}#A#${part(accountId)}`;
export const personKey = ({ tenant, personId }: PersonRef): string => `T#${part(tenant)}#P#${part(personId)}`;

/** Numbers in keys have ten digits, so that they sort as text. */
export const numbered = (prefix: string, seq: number): string => `${prefix}#${String(seq).padStart(10, '0')}`;

/** List keys of a tenant; each has {@link SHARDS} partitions. */
export const listKey = {
  accounts: (tenant: string, shard: number): string => `T#${part(tenant)}#ACCOUNTS#${shard}`,
  work: (tenant: string, shard: number): string => `T#${part(tenant)}#WORK#${shard}`,
  queue: (tenant: string, queue: string, shard: number): string =>
    `T#${part(tenant)}#Q#${part(queue)}#${shard}`,
};

/** How much work of each day a queue has been given. */
export const queueDaysKey = (tenant: string, queue: string): string =>
  `T#${part(tenant)}#QDAYS#${part(queue)}`;

export const strategyKey = (tenant: string, id: string): string => `T#${part(tenant)}#STRATEGY#${part(id)}`;

export const providerKey = (providerId: string): string => `PROV#${part(providerId)}`;
/** Keys of the blind index: who a tax id or a verified contact point is, and who is reached at an address. */
export const identityKey = (hash: string): string => `ID#${hash}`;
export const contactPointKey = (hash: string): string => `ADDR#${hash}`;
export const holderKey = (personId: string): string => `P#${part(personId)}`;

export const paymentKey = (of: { tenant: string; provider: string; paymentId: string }): string =>
  `T#${part(of.tenant)}#PAY#${part(of.provider)}#${part(of.paymentId)}`;
export const paymentReferenceKey = (of: { tenant: string; provider: string; reference: string }): string =>
  `T#${part(of.tenant)}#REF#${part(of.provider)}#${part(of.reference)}`;
/** The stop switch: what holds now, and what was done to it. Read whole, and small: not spread over partitions. */
export const HALTS = 'HALTS';
export const HALT_LOG = 'HALTLOG';
/** In the key of a halt: every tenant, or every channel. No id of a tenant or channel has it. */
export const ALL = '*';
export const haltKey = (tenant: string, channel: string): string => `T#${part(tenant)}#C#${part(channel)}`;

export const attemptKey = (attemptId: string): string => `ATT#${part(attemptId)}`;

/** Key of a "seen once" mark in the idempotency table: what kind, of whom, and the id that must not count twice. */
export const onceKey = (kind: 'FACT' | 'BATCH' | 'PERSON', owner: string, id: string): string =>
  `${kind}#${owner}#${part(id)}`;

/** Spreads ids evenly over the partitions of a list (FNV-1a). */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash % SHARDS;
}
