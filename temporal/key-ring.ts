import { RecobroError } from '../domain/errors';

/** The environment variable with the payload keys: `id:base64[,id:base64…]`, the first one encrypts. */
export const PAYLOAD_KEYS_VARIABLE = 'RECOBRO_PAYLOAD_KEYS';

const KEY_BYTES = 32;

/** The keys of the payload codec. `current` encrypts; older keys stay until nothing encrypted with them is read. */
export interface KeyRing {
  readonly current: string;
  /** The 32 bytes of a key. @throws {RecobroError} `payload.unknownKey` */
  key(keyId: string): Buffer;
}

/** A ring over keys in memory. @param keys Key id → 32 bytes; the first one is current. */
export function keyRing(keys: ReadonlyMap<string, Buffer>): KeyRing {
  const [current] = keys.keys();
  if (current === undefined) throw noKeys();
  return {
    current,
    key(keyId) {
      const key = keys.get(keyId);
      if (!key) throw unknownKey(keyId, [...keys.keys()]);
      return key;
    },
  };
}

/**
 * The key ring that the environment describes. Rotate by putting the new key first and keeping the old one behind it.
 *
 * @param env Such as `process.env`; reads `RECOBRO_PAYLOAD_KEYS`.
 * @throws {RecobroError} `payload.noKeys` when it is absent, `payload.badKey` when an entry is not `id:base64`, its key
 *   is not 32 bytes or its id repeats. The message names the entry by number and never shows a key.
 */
export function keyRingFromEnv(env: Readonly<Record<string, string | undefined>>): KeyRing {
  const text = env[PAYLOAD_KEYS_VARIABLE]?.trim();
  if (!text) throw noKeys();
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text.split(',').entries()) {
    const { id, key } = parseEntry(entry, index + 1);
    if (keys.has(id)) throw badKey(index + 1, `repeats the key id ${JSON.stringify(id)}`);
    keys.set(id, key);
  }
  return keyRing(keys);
}

function parseEntry(entry: string, number: number): { id: string; key: Buffer } {
  const match = /^\s*([\w.-]{1,40}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry);
  const [, id, base64] = match ?? [];
  if (id === undefined || base64 === undefined) throw badKey(number, 'is not id:base64');
  const key = Buffer.from(base64, 'base64');
  if (key.length !== KEY_BYTES)
    throw badKey(number, `has a key of ${key.length} bytes instead of ${KEY_BYTES}`);
  return { id, key };
}

function noKeys(): RecobroError {
  const message = `Cannot encrypt payloads: set ${PAYLOAD_KEYS_VARIABLE} to id:base64 with 32 random bytes, for example k1:$(openssl rand -base64 32)`;
  return new RecobroError('payload.noKeys', message, { variable: PAYLOAD_KEYS_VARIABLE });
}

function badKey(entry: number, problem: string): RecobroError {
  const message = `Cannot read ${PAYLOAD_KEYS_VARIABLE}: entry ${entry} ${problem}; write id:base64 with 32 bytes (openssl rand -base64 32)`;
  return new RecobroError('payload.badKey', message, { variable: PAYLOAD_KEYS_VARIABLE, entry });
}

function unknownKey(keyId: string, known: readonly string[]): RecobroError {
  const message = `Cannot decrypt a payload: key ${JSON.stringify(keyId)} is not among ${known.join(', ')}; put it back into ${PAYLOAD_KEYS_VARIABLE}, behind the current key`;
  return new RecobroError('payload.unknownKey', message, { keyId, known });
}
