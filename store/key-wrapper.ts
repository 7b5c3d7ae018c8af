import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { StoreError } from './errors';
import type { PersonRef } from './keys';

/** A person's data key, open and as it may be kept. */
export interface NewKey {
  /** 32 bytes. */
  readonly key: Buffer;
  readonly wrapped: string;
}

/** Makes data keys of persons and wraps them under the key of their tenant. What was wrapped for one opens for no other. */
export interface KeyWrapper {
  generate(owner: PersonRef): Promise<NewKey>;
  /** @throws {StoreError} `person.badKey` when it was wrapped by other means or for somebody else. */
  unwrap(owner: PersonRef, wrapped: string): Promise<Buffer>;
}

/** The keys of the process, as `temporal/key-ring` reads them from the environment. */
interface Ring {
  readonly current: string;
  key(keyId: string): Buffer;
}

export const DATA_KEY_BYTES = 32;

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const RING = 'ring';

/** Wraps under the process's own key ring: for the local environment, and where there is no KMS. */
export function ringWrapper(ring: Ring): KeyWrapper {
  return {
    async generate(owner) {
      const key = randomBytes(DATA_KEY_BYTES);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, ring.key(ring.current), iv).setAAD(ownerBytes(owner));
      const data = Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
      return { key, wrapped: `${RING}:${ring.current}:${data.toString('base64')}` };
    },
    async unwrap(owner, wrapped) {
      const [way, keyId = '', base64 = ''] = wrapped.split(':');
      if (way !== RING) throw badKey(owner, 'was not wrapped by the key ring; set RECOBRO_TENANT_KEY');
      const data = Buffer.from(base64, 'base64');
      return unwrapped(ring.key(keyId), data, owner);
    },
  };
}

function unwrapped(ringKey: Buffer, data: Buffer, owner: PersonRef): Buffer {
  if (data.length !== IV_BYTES + DATA_KEY_BYTES + TAG_BYTES) throw badKey(owner, 'is cut off');
  const iv = data.subarray(0, IV_BYTES);
  const decipher = createDecipheriv(ALGORITHM, ringKey, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(ownerBytes(owner)).setAuthTag(data.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(data.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw badKey(owner, 'was changed, or belongs to somebody else');
  }
}

const ownerBytes = ({ tenant, personId }: PersonRef): Buffer =>
  Buffer.from(['recobro/person-key', tenant, personId].map(encodeURIComponent).join('|'));

export function badKey({ personId }: PersonRef, problem: string): StoreError<'person.badKey'> {
  const message = `Cannot open the key of person ${personId}: it ${problem}`;
  return new StoreError('person.badKey', message, { personId });
}
