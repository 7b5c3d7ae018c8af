import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface PrivateBucketProps {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  /** Keep the bucket when the stack goes. A bucket that is not empty stays in any case. */
  readonly retain: boolean;
  /** Days after which an object ends. What is overwritten or deleted before ends 30 days later. */
  readonly retentionDays: number;
}

const OVERWRITTEN_DAYS = 30;
const UNFINISHED_UPLOAD_DAYS = 7;
const ACCESS_LOG_DAYS = 400;

/** TLS only, no public access, no ACLs: so is every bucket. */
const CLOSED = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const;

/** Of a bucket of ours with data in it: closed, versioned, under our key, with a log of who reached for what. */
export const keptBucket = (
  scope: Construct,
  id: string,
  { encryptionKey, retain }: { readonly encryptionKey: IKey; readonly retain: boolean },
) =>
  ({
    ...CLOSED,
    versioned: true,
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    serverAccessLogsBucket: accessLogsOf(scope, id, retain),
  }) as const;

/** Where it is written who reached for what of the bucket with this id. S3 delivers there with its own key only. */
function accessLogsOf(scope: Construct, id: string, retain: boolean): IBucket {
  const log = new Bucket(scope, `${id}AccessLog`, {
    ...CLOSED,
    encryption: BucketEncryption.S3_MANAGED,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [{ id: 'retention', expiration: Duration.days(ACCESS_LOG_DAYS) }],
  });
  // They differ in optional members only, and under exactOptionalPropertyTypes only.
  return log as IBucket;
}

/** A bucket that nobody reads in the clear: versioned, TLS only, our key, no public access, no ACLs. */
export class PrivateBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { bucketName, encryptionKey, retain, retentionDays }: PrivateBucketProps,
  ) {
    super(scope, id, {
      bucketName,
      ...keptBucket(scope, id, { encryptionKey, retain }),
      lifecycleRules: [
        {
          id: 'retention',
          expiration: Duration.days(retentionDays),
          noncurrentVersionExpiration: Duration.days(OVERWRITTEN_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
        },
      ],
    });
  }
}
