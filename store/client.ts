import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * Client of the tables. Unlike the clients that send messages it may retry: every write of the store carries a
 * condition, or else writes the same again, and the SDK makes one request token per command before it retries, so
 * that a transaction whose answer was lost is answered again instead of being refused.
 *
 * The endpoint comes from the environment (`AWS_ENDPOINT_URL`), never from here.
 */
export function createDocumentClient(
  client: DynamoDBClient = new DynamoDBClient({}),
): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
