import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDocumentClient } from '../store/client';
import { ringWrapper } from '../store/key-wrapper';
import { createStore } from '../store/store';
import { PAYLOAD_KEYS_VARIABLE, keyRingFromEnv } from '../temporal/key-ring';
import type { PersonKeySource } from '../temporal/person-keys';
import { LOCAL_TABLES } from './tables';

/** Keys of the persons in the local cloud at this address, for a process that does not live in its environment. */
export function personKeysAt(endpoint: string, payloadKeys: string): PersonKeySource | undefined {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const ring = keyRingFromEnv({ [PAYLOAD_KEYS_VARIABLE]: payloadKeys });
  const documentClient = createDocumentClient(client);
  return createStore({ documentClient, tables: LOCAL_TABLES, keyWrapper: ringWrapper(ring) }).payloadKeys;
}
