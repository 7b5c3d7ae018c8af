import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { keptBucket } from './private-bucket';

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
      ...keptBucket(scope, id, { encryptionKey, retain }),
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(lockDays)),
    });
  }
}
