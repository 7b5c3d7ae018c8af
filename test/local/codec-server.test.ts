import { request as httpRequest } from 'node:http';
import { type Payload, defaultPayloadConverter } from '@temporalio/common';
import { type CodecServer, startCodecServer } from '../../local/codec-server';
import { createPayloadCodec } from '../../temporal/codec';
import { keyRing } from '../../temporal/key-ring';

const UI = 'http://127.0.0.1:8233';
const keys = keyRing(new Map([['k1', Buffer.alloc(32, 1)]]));
const context = { type: 'workflow', namespace: 'cobros', workflowId: 'account/acme/A-1' } as const;

let server: CodecServer;
beforeAll(async () => {
  server = await startCodecServer(keys);
  server.allow(UI);
});
afterAll(() => server.stop());

/** Payloads as protobuf JSON, the way the Temporal UI sends them. */
function toJson(payloads: Payload[]): string {
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const plain = payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]),
    ),
    data: base64(data),
  }));
  return JSON.stringify({ payloads: plain });
}

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-namespace': 'cobros', ...headers },
  });
}

const encrypted = () =>
  createPayloadCodec(keys, 'cobros').encode([defaultPayloadConverter.toPayload('hola')], context);

test('/decode shows the UI a payload, by the namespace alone', async () => {
  const response = await post('/decode', toJson(await encrypted()), { origin: UI });
  expect(response.headers.get('access-control-allow-origin')).toBe(UI);
  const encoding = Buffer.from('json/plain').toString('base64');
  const data = Buffer.from('"hola"').toString('base64');
  expect(await response.json()).toEqual({ payloads: [{ metadata: { encoding }, data }] });
});

test('/encode encrypts for the named workflow, and the worker can read it', async () => {
  const response = await post('/encode', toJson([defaultPayloadConverter.toPayload(7)]), {
    'x-workflow-id': context.workflowId,
  });
  const { payloads } = (await response.json()) as {
    payloads: { metadata: Record<string, string>; data: string }[];
  };
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const received = payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, bytes(value)])),
    data: bytes(data),
  }));
  const [plain] = await createPayloadCodec(keys, 'cobros').decode(received, context);
  expect(plain && defaultPayloadConverter.fromPayload(plain)).toBe(7);
});

test.each([
  {
    rule: 'a page of another origin',
    path: '/decode',
    headers: { origin: 'http://evil.example' },
    body: '{"payloads":[]}',
    status: 403,
  },
  {
    rule: 'encoding without a workflow id',
    path: '/encode',
    headers: {},
    body: '{"payloads":[{}]}',
    status: 422,
  },
  { rule: 'a body that is no JSON', path: '/decode', headers: {}, body: 'x', status: 400 },
  { rule: 'another path', path: '/keys', headers: {}, body: '{}', status: 404 },
  {
    rule: 'a payload of another namespace',
    path: '/decode',
    headers: { 'x-namespace': 'other' },
    body: undefined,
    status: 422,
  },
])('the codec server refuses $rule', async ({ path, headers, body, status }) => {
  const response = await post(path, body ?? toJson(await encrypted()), headers);
  expect(response.status).toBe(status);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('the codec server refuses a name that was pointed at loopback', async () => {
  const status = await new Promise((resolve) => {
    const headers = { host: 'evil.example', 'content-type': 'application/json' };
    httpRequest(`${server.url}/decode`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end('{"payloads":[]}');
  });
  expect(status).toBe(403);
});

test('the codec server answers the preflight of the UI', async () => {
  const response = await fetch(`${server.url}/decode`, {
    method: 'OPTIONS',
    headers: {
      origin: UI.replace('127.0.0.1', 'localhost'),
      'access-control-request-headers': 'content-type,x-namespace',
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-headers')).toContain('x-namespace');
});
