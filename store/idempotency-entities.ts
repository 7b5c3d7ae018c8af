import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';

export function createOnceEntity(documentClient: DynamoDBDocumentClient, name: string) {
  const table = new Table({ documentClient, name, partitionKey: { name: 'id', type: 'string' } });
  return new Entity({
    timestamps: false,
    name: 'Once',
    table,
    schema: item({ id: string().key(), seq: number(), expiration: number() }),
  });
}

export function createRequestCountEntity(documentClient: DynamoDBDocumentClient, name: string) {
  const table = new Table({ documentClient, name, partitionKey: { name: 'id', type: 'string' } });
  return new Entity({
    timestamps: false,
    name: 'RequestCount',
    table,
    schema: item({ id: string().key(), count: number(), expiration: number() }),
  });
}

export function createAnswerEntity(documentClient: DynamoDBDocumentClient, name: string) {
  const table = new Table({ documentClient, name, partitionKey: { name: 'id', type: 'string' } });
  return new Entity({
    timestamps: false,
    name: 'Answer',
    table,
    schema: item({
      id: string().key(),
      fingerprint: string(),
      expiration: number(),
      pendingUntil: number().optional(),
      status: number().optional(),
      body: string().optional(),
    }),
  });
}
