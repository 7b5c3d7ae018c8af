import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { StoreError } from './errors';
import type { PersonRef } from './keys';
import { DATA_KEY_BYTES } from './key-wrapper';

/** Texts of a person, encrypted with that person's key and bound to the place in which they are kept. */
export interface Vault {
  /** @param place Kind and id of the item. @throws {StoreError} `person.erased` */
  seal(owner: PersonRef, place: string, text: string): Promise<string>;
  /** The text; undefined when its person was erased. What was never sealed is given back as it is. */
  open(tenant: string, place: string, sealed: string): Promise<string | undefined>;
}

/** The key for one use: making it where the person has none, or undefined when there is none any more. */
export interface VaultKeys {
  toSeal(owner: PersonRef): Promise<Buffer>;
  toOpen(owner: PersonRef): Promise<Buffer | undefined>;
}

/** What strangers wrote is about nobody whom the store knows: it has a key of its own in each tenant. */
export const NOBODY = '~nobody';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** `p1` = version of this form, `p1z` = deflated before it was encrypted. */
const SEALED = /^(p1z?):([^:]*):([A-Za-z0-9+/=]+)$/;
const DEFLATE_FROM_BYTES = 256;

/** The key of a purpose, from a person's data key (HKDF-SHA256): one leaves no trace of the other. */
export const derivedKey = (dataKey: Buffer, purpose: 'field' | 'payload'): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, '', `recobro/${purpose}/1`, DATA_KEY_BYTES));

export function createVault(keys: VaultKeys): Vault {
  return {
    async seal(owner, place, text) {
      const { form, body } = pack(text);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, await keys.toSeal(owner), iv);
      cipher.setAAD(associated(form, owner, place));
      const data = Buffer.concat([iv, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
      return `${form}:${encodeURIComponent(owner.personId)}:${data.toString('base64')}`;
    },
    async open(tenant, place, sealed) {
      const [, form, person, base64] = SEALED.exec(sealed) ?? [];
      if (form === undefined || person === undefined || base64 === undefined) return sealed;
      const owner = { tenant, personId: decodeURIComponent(person) };
      const key = await keys.toOpen(owner);
      if (!key) return undefined;
      const body = decrypt(key, Buffer.from(base64, 'base64'), { form, owner, place });
      return (form === 'p1z' ? inflateRawSync(body) : body).toString('utf8');
    },
  };
}

/** For stores without keys: keeps everything as it is. */
export const openVault: Vault = {
  seal: async (_owner, _place, text) => text,
  open: async (_tenant, _place, text) => text,
};

function pack(text: string): { form: 'p1' | 'p1z'; body: Buffer } {
  const plain = Buffer.from(text);
  if (plain.length < DEFLATE_FROM_BYTES) return { form: 'p1', body: plain };
  const packed = deflateRawSync(plain);
  return packed.length < plain.length ? { form: 'p1z', body: packed } : { form: 'p1', body: plain };
}

function decrypt(
  key: Buffer,
  data: Buffer,
  { form, owner, place }: { form: string; owner: PersonRef; place: string },
): Buffer {
  if (data.length < IV_BYTES + TAG_BYTES) throw notAuthentic(owner, place);
  const iv = data.subarray(0, IV_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(form, owner, place)).setAuthTag(data.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(data.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw notAuthentic(owner, place);
  }
}

const associated = (form: string, { tenant, personId }: PersonRef, place: string): Buffer =>
  Buffer.from([form, tenant, personId, place].map(encodeURIComponent).join('|'));

function notAuthentic({ personId }: PersonRef, place: string): StoreError<'person.notAuthentic'> {
  const message = `Cannot decrypt ${place} of person ${personId}: it was changed or moved here from elsewhere; restore the item from a backup`;
  return new StoreError('person.notAuthentic', message, { personId, place });
}
