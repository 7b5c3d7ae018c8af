import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Signer } from './ports';

export const SIGNATURE_ALGORITHM = 'ECDSA_P256_SHA256';

/** What a signed text says about its signature; it is signed with the rest. */
export interface SignatureNote {
  readonly algorithm: typeof SIGNATURE_ALGORITHM;
  readonly keyId: string;
  /** DER (SubjectPublicKeyInfo), base64. */
  readonly publicKey: string;
}

export const noteOf = ({ keyId, publicKey }: Signer): SignatureNote => ({
  algorithm: SIGNATURE_ALGORITHM,
  keyId,
  publicKey: publicKey.toString('base64'),
});

/** Whether the key signed the message. A key that cannot be read has signed nothing. */
export function isSignedBy(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

/** SHA-256 of the key's DER, by which people compare keys: `SHA256:` and 64 hexadecimal digits. */
export const fingerprintOf = (publicKey: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex')}`;

/** A signer whose key is in this process and dies with it: for tests and measurements. */
export function temporarySigner(keyId = 'temporary'): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    keyId,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
    sign: async (message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}
