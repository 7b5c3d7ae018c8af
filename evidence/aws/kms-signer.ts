import { createHash } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { RecobroError } from '../../domain/errors';
import type { Signer } from '../ports';
import { fixedFormOf } from './der';

/** The environment variable with the id, ARN or alias of the signing key. */
export const EVIDENCE_KEY_VARIABLE = 'RECOBRO_EVIDENCE_KEY';

/**
 * Signs with an asymmetric key of KMS (`ECC_NIST_P256`, `SIGN_VERIFY`), which never leaves it. Only the hash is sent.
 *
 * @param keyId Id, ARN or alias.
 */
export async function kmsSigner(kms: Pick<KMSClient, 'send'>, keyId: string): Promise<Signer> {
  const { PublicKey, KeyId } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey) throw noKey(`KMS gives no public key for ${keyId}`);
  return {
    keyId: KeyId ?? keyId,
    publicKey: Buffer.from(PublicKey),
    sign: async (message) => {
      const Message = createHash('sha256').update(message).digest();
      const command = {
        KeyId: keyId,
        Message,
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      } as const;
      const { Signature } = await kms.send(new SignCommand(command));
      if (!Signature) throw noKey(`KMS gives no signature for ${keyId}`);
      return fixedFormOf(Signature);
    },
  };
}

function noKey(problem: string): RecobroError<'evidence.noKey'> {
  const message = `Cannot sign evidence: ${problem}; set ${EVIDENCE_KEY_VARIABLE} to an ECC_NIST_P256 key for SIGN_VERIFY`;
  return new RecobroError('evidence.noKey', message, { variable: EVIDENCE_KEY_VARIABLE });
}
