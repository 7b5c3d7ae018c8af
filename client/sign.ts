/** A key of a machine: `<tenant>.<name>`, and its secret (docs/api.md). */
export interface SigningKey {
  readonly key: string;
  readonly secret: string;
}

export interface SignedParts {
  readonly method: string;
  /** Path with query, as sent. */
  readonly target: string;
  readonly body: ArrayBuffer;
}

/**
 * The `Authorization` header of a request by key: HMAC-SHA256 of method, path with query, time and hash of the body. It
 * holds for five minutes.
 *
 * @param atMs Milliseconds since the Unix epoch, by the clock of the caller.
 */
export async function authorizationOf(
  { key, secret }: SigningKey,
  { method, target, body }: SignedParts,
  atMs: number,
): Promise<string> {
  const seconds = String(Math.floor(atMs / 1_000));
  const hash = hex(await crypto.subtle.digest('SHA-256', body));
  const text = [method.toUpperCase(), target, seconds, hash].join('\n');
  const signature = hex(await crypto.subtle.sign('HMAC', await hmacKey(secret), bytes(text)));
  return `RECOBRO-HMAC-SHA256 key=${key},ts=${seconds},signature=${signature}`;
}

const bytes = (text: string) => new TextEncoder().encode(text);

const hmacKey = (secret: string) =>
  crypto.subtle.importKey('raw', bytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

const hex = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
