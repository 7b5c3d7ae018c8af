/** Whose cases are and with which keys they are encrypted; the store knows. */
export interface PersonKeySource {
  /** The person of an account; undefined when nobody has opened it. */
  ownerOf(account: { readonly tenant: string; readonly accountId: string }): Promise<string | undefined>;
  /** 32 bytes to encrypt with. Throws when the person was erased. */
  toSeal(person: PersonRef): Promise<Buffer>;
  /** 32 bytes to decrypt with; undefined when the person was erased. */
  toOpen(person: PersonRef): Promise<Buffer | undefined>;
}

interface PersonRef {
  readonly tenant: string;
  readonly personId: string;
}

/** A payload whose key id begins so is encrypted with a person's key; no id in the key ring can. */
const PERSON = 'p:';

export const isPersonKey = (keyId: string): boolean => keyId.startsWith(PERSON);

/** The key that encrypts what a workflow carries; undefined where it is about no person whom the store knows. */
export async function sealingKey(
  keys: PersonKeySource,
  workflowId: string,
): Promise<{ readonly keyId: string; readonly key: Buffer } | undefined> {
  const account = accountOf(workflowId);
  const personId = account && (await keys.ownerOf(account));
  if (!account || personId === undefined) return undefined;
  return { keyId: `${PERSON}${personId}`, key: await keys.toSeal({ tenant: account.tenant, personId }) };
}

/** The key of this id, for payloads of this workflow; undefined when the person was erased. */
export async function openingKey(
  keys: PersonKeySource,
  workflowId: string,
  keyId: string,
): Promise<Buffer | undefined> {
  const account = accountOf(workflowId);
  return account && keys.toOpen({ tenant: account.tenant, personId: keyId.slice(PERSON.length) });
}

/** The account of a workflow id `account/<tenant>/<account>`; undefined for other workflows. */
export function accountOf(workflowId: string): { tenant: string; accountId: string } | undefined {
  const [, tenant, accountId] = /^account\/([^/]+)\/(.+)$/s.exec(workflowId) ?? [];
  return tenant === undefined || accountId === undefined ? undefined : { tenant, accountId };
}
