import { CreateAliasCommand, CreateKeyCommand, KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { kmsSigner } from '../evidence/aws/kms-signer';
import { s3Archive } from '../evidence/aws/s3-archive';
import type { EvidenceArchive, Signer } from '../evidence/ports';

const ALIAS = 'alias/recobro-evidence';
const BUCKET = 'recobro-evidence';

/** The signing key and the bucket of the local cloud, made when they are not there. Called again, finds them again. */
export async function localEvidence(): Promise<{
  readonly signer: Signer;
  readonly archive: EvidenceArchive;
}> {
  const kms = new KMSClient({});
  await ensureKey(kms);
  const s3 = new S3Client({ forcePathStyle: true });
  await ensureBucket(s3);
  return { signer: await kmsSigner(kms, ALIAS), archive: s3Archive(s3, BUCKET) };
}

async function ensureKey(kms: KMSClient): Promise<void> {
  const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
  if (Aliases.some(({ AliasName }) => AliasName === ALIAS)) return;
  const spec = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } as const;
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(spec));
  await kms.send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId: KeyMetadata?.KeyId }));
}

/** Locked for a day: long enough to show that nothing can be written over. */
async function ensureBucket(s3: S3Client): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: true }));
  } catch (error) {
    if (error instanceof BucketAlreadyOwnedByYou) return;
    throw error;
  }
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket: BUCKET, ObjectLockConfiguration }));
}
