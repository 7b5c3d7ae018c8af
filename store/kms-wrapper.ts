import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { PersonRef } from './keys';
import { badKey, type KeyWrapper, ringWrapper } from './key-wrapper';

/** Names the KMS key of a tenant, with `{tenant}` in its place: `alias/recobro-prod/tenant/{tenant}`, or one ARN for all. */
export const TENANT_KEY_VARIABLE = 'RECOBRO_TENANT_KEY';

const KMS = 'kms';

/**
 * Wraps under the tenant's key in KMS. The encryption context is authenticated and stands in CloudTrail, so it holds the
 * ids of tenant and person and nothing else.
 *
 * @param keyIdOf ARN or alias of the tenant's symmetric key.
 */
export function kmsWrapper(kms: Pick<KMSClient, 'send'>, keyIdOf: (tenant: string) => string): KeyWrapper {
  return {
    async generate(owner) {
      const command = new GenerateDataKeyCommand({
        KeyId: keyIdOf(owner.tenant),
        KeySpec: 'AES_256',
        EncryptionContext: contextOf(owner),
      });
      const { Plaintext, CiphertextBlob } = await kms.send(command);
      if (!Plaintext || !CiphertextBlob) throw badKey(owner, 'was not given by KMS');
      return {
        key: Buffer.from(Plaintext),
        wrapped: `${KMS}:${Buffer.from(CiphertextBlob).toString('base64')}`,
      };
    },
    async unwrap(owner, wrapped) {
      const [way, base64 = ''] = wrapped.split(':');
      if (way !== KMS) throw badKey(owner, `was not wrapped by KMS; unset ${TENANT_KEY_VARIABLE}`);
      const command = new DecryptCommand({
        KeyId: keyIdOf(owner.tenant), // of this tenant, whatever the ciphertext says
        CiphertextBlob: Buffer.from(base64, 'base64'),
        EncryptionContext: contextOf(owner),
      });
      const { Plaintext } = await kms.send(command);
      if (!Plaintext) throw badKey(owner, 'was not opened by KMS');
      return Buffer.from(Plaintext);
    },
  };
}

const contextOf = ({ tenant, personId }: PersonRef) => ({ product: 'recobro', tenant, person: personId });

interface WrapperDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For where the environment names no key in KMS. */
  readonly ring: Parameters<typeof ringWrapper>[0];
  readonly kms: () => Pick<KMSClient, 'send'>;
}

/** KMS where `RECOBRO_TENANT_KEY` names the tenants' keys, or else the key ring of the process. */
export function keyWrapperFrom({ env, ring, kms }: WrapperDeps): KeyWrapper {
  const name = env[TENANT_KEY_VARIABLE];
  return name ? kmsWrapper(kms(), (tenant) => keyIdOf(name, tenant)) : ringWrapper(ring);
}

/** `(operator)`, whose tasks and answers are about no tenant, has the key `operator`. */
const keyIdOf = (name: string, tenant: string): string =>
  name.replace('{tenant}', tenant.replace(/[^\w-]/g, ''));
