import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { accessLogsOf } from './private-bucket';

export interface LockedBucketProps {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  /** Keep the bucket when the stack goes. */
  readonly retain: boolean;
  /** So many days nobody can change or remove what was written, the account's own root included. */
  readonly lockDays: number;
}

/** A bucket that only grows: Object Lock in compliance mode, TLS only, our key, no public access. */
export class LockedBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { bucketName, encryptionKey, retain, lockDays }: LockedBucketProps,
  ) {
    super(scope, id, {
      bucketName,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(lockDays)),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      serverAccessLogsBucket: accessLogsOf(scope, id, retain),
    });
  }
}
