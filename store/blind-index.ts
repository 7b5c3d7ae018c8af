import { createHmac } from 'node:crypto';
import type { Identity } from '../domain/identity';
import { StoreError } from './errors';

/** Tells whether two identities are equal without saying which they are. */
export type BlindIndex = (tenant: string, identity: Identity) => string;

/** The environment variable with the secret of the blind index: at least 32 bytes, in base64. */
export const INDEX_KEY_VARIABLE = 'RECOBRO_INDEX_KEY';

const LEAST_KEY_BYTES = 32;

/**
 * HMAC-SHA256 over tenant, kind and value, as hex. Tax ids and telephones are few enough to try them all against a plain
 * hash, so the key is a secret; it cannot be changed without writing the index again.
 */
export function createBlindIndex(key: Buffer): BlindIndex {
  return (tenant, { kind, value }) => {
    const parts = [tenant, kind, value].map(encodeURIComponent);
    return createHmac('sha256', key).update(parts.join('|')).digest('hex');
  };
}

/**
 * The index of the process.
 *
 * @param env Such as `process.env`; reads `RECOBRO_INDEX_KEY`.
 * @throws {StoreError} `store.badIndexKey` when it is absent or too short. The message never shows it.
 */
export function blindIndexFromEnv(env: Readonly<Record<string, string | undefined>>): BlindIndex {
  const key = Buffer.from(env[INDEX_KEY_VARIABLE] ?? '', 'base64');
  if (key.length >= LEAST_KEY_BYTES) return createBlindIndex(key);
  const message = `Cannot tell persons apart: set ${INDEX_KEY_VARIABLE} to base64 of at least ${LEAST_KEY_BYTES} random bytes (openssl rand -base64 32); it has ${key.length}`;
  throw new StoreError('store.badIndexKey', message, { variable: INDEX_KEY_VARIABLE, bytes: key.length });
}
