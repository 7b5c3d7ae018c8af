import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';

/**
 * For clients whose calls cannot be taken back. None of these APIs has a token that makes a repeated call harmless,
 * and the SDK would try three times, so that one message might go out three times. Temporal retries what is known
 * not to have been sent. Without `throwOnRequestTimeout` the SDK only logs that a request takes too long.
 */
const sendsOnce = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

export interface AwsClients {
  readonly ses: SESClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

/**
 * The clients of one process. Region, credentials and endpoint come from the environment (`AWS_REGION`,
 * `AWS_ENDPOINT_URL`…). S3 and DynamoDB may retry: their writes carry conditions.
 */
export function createAwsClients(): AwsClients {
  return {
    ses: new SESClient(sendsOnce),
    sns: new SNSClient(sendsOnce),
    s3: new S3Client({ forcePathStyle: true }), // local clouds do not answer to a host name per bucket
    dynamodb: new DynamoDBClient({}),
  };
}
