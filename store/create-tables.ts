import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { KeyShape, TableId, TableNames, TableShape } from './tables';
import { tableShapes } from './tables';

type Client = DynamoDBClient;

/** Creates the three tables where they are missing and waits until they serve. For local environments and tests. */
export async function createTables(client: Client, names: TableNames): Promise<void> {
  const shapes: Readonly<Record<TableId, TableShape>> = tableShapes;
  await Promise.all([
    createTable(client, names.core, shapes.core),
    createTable(client, names.ledger, shapes.ledger),
    createTable(client, names.idempotency, shapes.idempotency),
  ]);
}

async function createTable(client: Client, name: string, shape: TableShape): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableInput(name, shape)));
  } catch (error) {
    if (error instanceof ResourceInUseException) return; // it is there already
    throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { TableName: name });
  if (shape.ttl === undefined) return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: shape.ttl };
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
}

function tableInput(name: string, { key, indexes, stream }: TableShape): CreateTableCommandInput {
  const names = [key, ...Object.values(indexes)].flatMap(({ partition, sort }) =>
    [partition, sort ?? []].flat(),
  );
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(key),
    AttributeDefinitions: [...new Set(names)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: Object.keys(indexes).length > 0 ? indexInputs(indexes) : undefined,
    StreamSpecification: stream && { StreamEnabled: true, StreamViewType: stream },
  };
}

const indexInputs = (indexes: TableShape['indexes']): CreateTableCommandInput['GlobalSecondaryIndexes'] =>
  Object.entries(indexes).map(([IndexName, { attributes, ...key }]) => ({
    IndexName,
    KeySchema: keySchema(key),
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...attributes] },
  }));

const keySchema = ({ partition, sort }: KeyShape): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
];
