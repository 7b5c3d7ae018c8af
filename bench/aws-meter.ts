import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireItem } from './capacity';
import { itemBytes, readUnits } from './capacity';

/** What was asked of AWS. */
export interface AwsUsage {
  /** `DynamoDB_20120810.GetItem`, `TrentService.Decrypt` → requests. */
  readonly requests: Readonly<Record<string, number>>;
  readonly writeUnits: number;
  readonly readUnits: number;
}

export interface AwsMeter {
  /** Takes the place of the endpoint of the local cloud. */
  readonly url: string;
  readonly usage: () => AwsUsage;
  stop(): Promise<void>;
}

/** The parts of DynamoDB's requests and answers that are looked at. */
interface Asked {
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
  readonly RequestItems?: Readonly<Record<string, { readonly ConsistentRead?: boolean }>>;
}
interface Told {
  readonly Item?: WireItem;
  readonly Items?: readonly WireItem[];
  readonly Responses?:
    readonly { readonly Item?: WireItem }[] | Readonly<Record<string, readonly WireItem[]>>;
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
}
interface Consumed {
  readonly CapacityUnits?: number;
}

const DYNAMODB = 'DynamoDB_20120810.';
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'BatchWriteItem'];

/**
 * Stands between the SDK and the local cloud and counts. Writes are counted as the local cloud says (sizes and factors
 * as measured against AWS); its reads have a flat price, so they are counted by the sizes of what was read.
 */
export async function startAwsMeter(endpoint: string): Promise<AwsMeter> {
  const requests: Record<string, number> = {};
  const units = { writeUnits: 0, readUnits: 0 };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`);
    const body = await bodyOf(request);
    const asked = target.startsWith(DYNAMODB) ? (JSON.parse(body.toString()) as Asked) : undefined; // protocol JSON 1.0
    const operation = target.slice(DYNAMODB.length);
    const isWrite = asked !== undefined && WRITES.includes(operation);
    const sent = isWrite ? Buffer.from(JSON.stringify({ ...asked, ReturnConsumedCapacity: 'TOTAL' })) : body;
    const answer = await forward(endpoint, request, sent);
    requests[target] = (requests[target] ?? 0) + 1;
    if (asked && answer.status === 200) {
      const told = JSON.parse(answer.body.toString()) as Told;
      if (isWrite) units.writeUnits += consumed(told);
      else units.readUnits += await readBy(operation, asked, told, () => whole(endpoint, request, asked));
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const url = await listening(server);
  return {
    url,
    usage: () => ({ requests: { ...requests }, ...units }),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What was asked between two looks. */
export function usageBetween(before: AwsUsage, after: AwsUsage): AwsUsage {
  const names = Object.keys(after.requests);
  const requests = names.map(
    (name) => [name, (after.requests[name] ?? 0) - (before.requests[name] ?? 0)] as const,
  );
  return {
    requests: Object.fromEntries(requests.filter(([, count]) => count > 0)),
    writeUnits: after.writeUnits - before.writeUnits,
    readUnits: after.readUnits - before.readUnits,
  };
}

const consumed = ({ ConsumedCapacity = [] }: Told): number =>
  [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);

/** @param wholeItem What a projection left out is billed all the same. */
async function readBy(
  operation: string,
  asked: Asked,
  told: Told,
  wholeItem: () => Promise<WireItem | undefined>,
): Promise<number> {
  const kind = asked.ConsistentRead ? 'consistent' : 'eventual';
  const bytesOf = (item: WireItem | undefined): number => (item ? itemBytes(item) : 0);
  switch (operation) {
    case 'GetItem':
      return readUnits(bytesOf(asked.ProjectionExpression ? await wholeItem() : told.Item), kind);
    case 'Query':
      return readUnits(
        (told.Items ?? []).reduce((sum, item) => sum + itemBytes(item), 0),
        kind,
      );
    case 'TransactGetItems':
      return total(Object.values(told.Responses ?? {}), ({ Item }: { Item?: WireItem }) =>
        readUnits(bytesOf(Item), 'transaction'),
      );
    case 'BatchGetItem':
      return total(Object.entries(told.Responses ?? {}), ([table, items]: [string, readonly WireItem[]]) =>
        total(items, (item) =>
          readUnits(itemBytes(item), asked.RequestItems?.[table]?.ConsistentRead ? 'consistent' : 'eventual'),
        ),
      );
    default:
      return 0;
  }
}

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

async function whole(
  endpoint: string,
  request: IncomingMessage,
  asked: Asked,
): Promise<WireItem | undefined> {
  const { ProjectionExpression: _part, ...rest } = asked;
  const plain = { ...rest, ExpressionAttributeNames: undefined };
  const { body } = await forward(endpoint, request, Buffer.from(JSON.stringify(plain)));
  return (JSON.parse(body.toString()) as Told).Item;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Headers of one connection, which are not the other's. */
const OWN = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect'];

async function forward(endpoint: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const answer = await fetch(new URL(request.url ?? '/', endpoint), {
    method: request.method ?? 'POST',
    headers: headersOf(request.headers),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const headers = [...answer.headers].filter(([name]) => ![...OWN, 'content-encoding'].includes(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(headers),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

const headersOf = (headers: IncomingHttpHeaders): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || OWN.includes(name) ? [] : [[name, [value].flat().join(', ')]],
  );

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // no encoding is set
  return Buffer.concat(parts);
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Of a TCP server.
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}
