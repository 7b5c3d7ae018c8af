import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsMeter } from '../../bench/aws-meter';
import { startAwsMeter, usageBetween } from '../../bench/aws-meter';

/** Answers every request with what is laid out for it, and keeps what it was asked. */
let cloud: Server;
let meter: AwsMeter;
let answer: unknown = {};
const asked: unknown[] = [];

beforeAll(async () => {
  cloud = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      asked.push(JSON.parse(body));
      response.end(JSON.stringify(answer));
    });
  });
  cloud.listen(0, '127.0.0.1');
  await once(cloud, 'listening');
  // Of a TCP server.
  meter = await startAwsMeter(`http://127.0.0.1:${(cloud.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await meter.stop();
  cloud.closeAllConnections();
  cloud.close();
});

async function usageOf(target: string, request: unknown, told: unknown) {
  answer = told;
  const before = meter.usage();
  const headers = { 'x-amz-target': target };
  const response = await fetch(meter.url, { method: 'POST', headers, body: JSON.stringify(request) });
  expect(await response.json()).toEqual(told);
  const { writeUnits, readUnits, requests } = usageBetween(before, meter.usage());
  expect(requests).toEqual({ [target]: 1 });
  return { writeUnits, readUnits };
}

const item = (bytes: number) => ({ x: { S: 'y'.repeat(bytes - 1) } });
const DYNAMODB = 'DynamoDB_20120810';

test.each([
  {
    what: 'a consistent look at 4.1 KB',
    operation: 'GetItem',
    request: { ConsistentRead: true },
    told: { Item: item(4_200) },
    units: { readUnits: 2, writeUnits: 0 },
  },
  {
    what: 'a look at nothing',
    operation: 'GetItem',
    request: {},
    told: {},
    units: { readUnits: 0.5, writeUnits: 0 },
  },
  {
    what: 'a query by the sum of its items',
    operation: 'Query',
    request: {},
    told: { Items: [item(3_000), item(3_000)] },
    units: { readUnits: 1, writeUnits: 0 },
  },
  {
    what: 'a transaction of reads, each twice',
    operation: 'TransactGetItems',
    request: {},
    told: { Responses: [{ Item: item(10) }, {}] },
    units: { readUnits: 4, writeUnits: 0 },
  },
  {
    what: 'a batch of reads, each by itself',
    operation: 'BatchGetItem',
    request: { RequestItems: { t: { ConsistentRead: true } } },
    told: { Responses: { t: [item(10), item(5_000)] } },
    units: { readUnits: 3, writeUnits: 0 },
  },
  {
    what: 'a transaction of writes in two tables, as the cloud says',
    operation: 'TransactWriteItems',
    request: {},
    told: { ConsumedCapacity: [{ CapacityUnits: 6 }, { CapacityUnits: 4 }] },
    units: { readUnits: 0, writeUnits: 10 },
  },
])('the meter counts $what', async ({ operation, request, told, units }) => {
  expect(await usageOf(`${DYNAMODB}.${operation}`, request, told)).toEqual(units);
});

test('writes are asked what they consumed; other services are only counted', async () => {
  await usageOf(`${DYNAMODB}.PutItem`, { Item: item(5) }, {});
  expect(asked.at(-1)).toEqual({ Item: item(5), ReturnConsumedCapacity: 'TOTAL' });
  expect(await usageOf('TrentService.Decrypt', { CiphertextBlob: 'AA==' }, {})).toEqual({
    readUnits: 0,
    writeUnits: 0,
  });
  expect(asked.at(-1)).toEqual({ CiphertextBlob: 'AA==' });
});

test('what a projection leaves out is billed all the same', async () => {
  const projected = {
    Key: { pk: { S: 'a' } },
    ProjectionExpression: '#a',
    ExpressionAttributeNames: { '#a': 'x' },
  };
  await usageOf(`${DYNAMODB}.GetItem`, projected, { Item: item(10) });
  expect(asked.slice(-2)).toEqual([projected, { Key: projected.Key }]);
});
