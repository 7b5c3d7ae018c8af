import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startAws } from '../../local/aws-cloud';
import { createBlindIndex } from '../../store/blind-index';
import { createDocumentClient } from '../../store/client';
import { createTables } from '../../store/create-tables';
import { ringWrapper } from '../../store/key-wrapper';
import type { Store } from '../../store/store';
import { createStore } from '../../store/store';
import type { TableNames } from '../../store/tables';
import { keyRing } from '../../temporal/key-ring';

export interface TestStore {
  readonly store: Store;
  readonly client: DynamoDBClient;
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  /** The commands sent since the last call, in order. */
  takeRequests(): string[];
  stop(): Promise<void>;
}

/** For the tests of the file that calls it: starts before the first and stops after the last. */
export function storeForTests(): () => TestStore {
  let local: TestStore | undefined;
  beforeAll(async () => {
    local = await startTestStore();
  });
  afterAll(() => local?.stop());
  return () => {
    if (!local) throw new Error('The store has not started');
    return local;
  };
}

/** A store on a local AWS of its own. */
export async function startTestStore(): Promise<TestStore> {
  const aws = await startAws();
  Object.assign(process.env, aws.env);
  const client = new DynamoDBClient({});
  const requests: string[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        requests.push(commandName ?? 'unknown');
        return next(args);
      },
    { step: 'finalizeRequest', name: 'countRequests' },
  );
  const id = randomUUID();
  const tables = { core: `core-${id}`, ledger: `ledger-${id}`, idempotency: `idempotency-${id}` };
  await createTables(client, tables);
  const documentClient = createDocumentClient(client);
  return {
    store: createStore({
      documentClient,
      tables,
      blindIndex: createBlindIndex(randomBytes(32)),
      keyWrapper: ringWrapper(keyRing(new Map([['k1', randomBytes(32)]]))),
    }),
    client,
    documentClient,
    tables,
    takeRequests: () => requests.splice(0),
    async stop() {
      client.destroy();
      await aws.stop();
    },
  };
}
