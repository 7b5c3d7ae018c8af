import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { sendChannels } from '../domain/channel';
import type { LedgerValue } from '../domain/ledger';
import { languages } from '../domain/person';
import { accountKey, contactPointKey, holderKey, identityKey, numbered, personKey } from './keys';
import type { TableNames } from './tables';
import { createAnswerEntity, createOnceEntity, createRequestCountEntity } from './idempotency-entities';
import { personKeyEntity } from './person-key-entity';
import { paymentEntity, paymentReferenceEntity } from './payment-entities';
import { queueDayEntity, workItemEntity } from './work-entities';
import { attemptStates } from './types';

/** Without `timestamps`: they would change a transaction that is sent again under the same request token. */
const plain = { timestamps: false } as const;

const tenant = string().key();
const accountId = string().key();

function createCoreTable(documentClient: DynamoDBDocumentClient, name: string) {
  return new Table({
    documentClient,
    name,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      gsi1: {
        type: 'global',
        partitionKey: { name: 'gsi1pk', type: 'string' },
        sortKey: { name: 'gsi1sk', type: 'string' },
      },
      gsi2: {
        type: 'global',
        partitionKey: { name: 'gsi2pk', type: 'string' },
        sortKey: { name: 'gsi2sk', type: 'string' },
      },
    },
  });
}

export type CoreTable = ReturnType<typeof createCoreTable>;

/** An account, its number of accepted facts and the head of its ledger. Listed by `gsi2`. */
const accountEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Account',
    table,
    schema: item({
      tenant,
      accountId,
      personId: string(),
      currency: string(),
      strategy: map({ id: string(), version: number(), hash: string() }),
      jurisdiction: string(),
      factSeq: number(),
      ledger: map({ seq: number(), hash: string() }),
      stage: string().optional(),
      outcome: string().optional(),
      openedAt: number(),
      gsi2pk: string().optional(),
      gsi2sk: string().optional(),
    }),
    computeKey: (ref) => ({ pk: accountKey(ref), sk: 'META' }),
  });

/** Apart from the account, because every update of an item is billed by its whole size. */
const snapshotEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Snapshot',
    table,
    schema: item({ tenant, accountId, snapshot: string() }),
    computeKey: (ref) => ({ pk: accountKey(ref), sk: 'SNAPSHOT' }),
  });

/** What is known of a debtor, and the accounts that the debtor owes on; or who it turned out to be (`mergedInto`). */
const personEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Person',
    table,
    schema: item({
      tenant,
      personId: string().key(),
      /** JSON, sealed with the person's key. */
      person: string(),
      version: number(),
      accounts: list(string()),
      indexKeys: list(string()).optional(),
      mergedInto: string().optional(),
    }),
    computeKey: (ref) => ({ pk: personKey(ref), sk: 'PERSON' }),
  });

/** Who a tax id or a verified contact point is, by its blind hash. */
const identityEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Identity',
    table,
    schema: item({ hash: string().key(), personId: string(), tenant: string() }),
    computeKey: ({ hash }) => ({ pk: identityKey(hash), sk: 'ID' }),
  });

/** A person who is reached at an address, by its blind hash. */
const contactPointEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'ContactPoint',
    table,
    schema: item({ hash: string().key(), personId: string().key(), tenant: string() }),
    computeKey: ({ hash, personId }) => ({ pk: contactPointKey(hash), sk: holderKey(personId) }),
  });

/** An accepted fact, by its number. */
const factEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Fact',
    table,
    schema: item({
      tenant,
      accountId,
      seq: number().key(),
      eventId: string(),
      at: number(),
      /** JSON, sealed with the key of the account's person; so is what other items keep sealed. */
      fact: string(),
      by: string().optional(),
    }),
    computeKey: ({ seq, ...ref }) => ({ pk: accountKey(ref), sk: numbered('FACT', seq) }),
  });

/** A try to reach a person. Found by its id (`gsi2`) and, once sent, by the provider's (`gsi1`). */
const attemptEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Attempt',
    table,
    schema: item({
      tenant,
      accountId,
      attemptId: string().key(),
      personId: string(),
      state: string().enum(...attemptStates),
      step: string(),
      anchor: string(),
      channel: string().enum(...sendChannels),
      at: number(),
      template: string(),
      language: string().enum(...languages),
      bodyHash: string(),
      batchId: string(),
      traceId: string().optional(),
      providerId: string().optional(),
      segments: number().optional(),
      reason: string().optional(),
      settledAt: number().optional(),
      gsi1pk: string().optional(),
      gsi1sk: string().optional(),
      gsi2pk: string().optional(),
      gsi2sk: string().optional(),
    }),
    computeKey: ({ attemptId, ...ref }) => ({ pk: accountKey(ref), sk: `ATT#${attemptId}` }),
  });

/** A rendered message, by its hash, sealed. */
const bodyEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'Body',
    table,
    schema: item({ tenant, accountId, hash: string().key(), body: string() }),
    computeKey: ({ hash, ...ref }) => ({ pk: accountKey(ref), sk: `BODY#${hash}` }),
  });

/** What the last import said about an account, so that the next one knows what is new. */
const bookRowEntity = (table: CoreTable) =>
  new Entity({
    ...plain,
    name: 'BookRow',
    table,
    schema: item({
      tenant,
      accountId,
      version: number(),
      /** JSON, sealed. */
      row: string(),
    }),
    computeKey: (ref) => ({ pk: accountKey(ref), sk: 'BOOK' }),
  });

function createLedgerEntity(documentClient: DynamoDBDocumentClient, name: string) {
  const table = new Table({
    documentClient,
    name,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
  });
  return new Entity({
    ...plain,
    name: 'LedgerEntry',
    table,
    schema: item({
      tenant,
      accountId,
      seq: number().key(),
      at: string(),
      type: string(),
      actor: string(),
      facts: any().castAs<Readonly<Record<string, LedgerValue>>>(),
      strategyVersion: string(),
      lawVersion: string(),
      workflowId: string(),
      runId: string(),
      prevHash: string(),
      hash: string(),
    }),
    computeKey: ({ seq, ...ref }) => ({ pk: accountKey(ref), sk: numbered('L', seq) }),
  });
}

/** Every kind of item that the store knows, bound to one client and its tables. */
export function createEntities(documentClient: DynamoDBDocumentClient, names: TableNames) {
  const core = createCoreTable(documentClient, names.core);
  return {
    core,
    account: accountEntity(core),
    snapshot: snapshotEntity(core),
    person: personEntity(core),
    personKey: personKeyEntity(core),
    identity: identityEntity(core),
    contactPoint: contactPointEntity(core),
    fact: factEntity(core),
    attempt: attemptEntity(core),
    body: bodyEntity(core),
    workItem: workItemEntity(core),
    queueDay: queueDayEntity(core),
    bookRow: bookRowEntity(core),
    payment: paymentEntity(core),
    paymentReference: paymentReferenceEntity(core),
    entry: createLedgerEntity(documentClient, names.ledger),
    once: createOnceEntity(documentClient, names.idempotency),
    answer: createAnswerEntity(documentClient, names.idempotency),
    requestCount: createRequestCountEntity(documentClient, names.idempotency),
  };
}

export type Entities = ReturnType<typeof createEntities>;
