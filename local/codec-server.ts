import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { RecobroError } from '../domain/errors';
import { createPayloadCodec } from '../temporal/codec';
import { payloadsFrom, payloadsJson } from '../temporal/codec-wire';
import type { KeyRing } from '../temporal/key-ring';
import type { PersonKeySource } from '../temporal/person-keys';
import { LOOPBACK, freePort } from './ports';

export interface CodecServer {
  /** What `--ui-codec-endpoint` and `temporal --codec-endpoint` want. */
  readonly url: string;
  /** Lets pages of this origin read answers; the Temporal UI is the one that should. */
  allow(uiUrl: string): void;
  readonly stop: () => Promise<void>;
}

export interface CodecServerOptions {
  readonly port?: number;
  /** Asked for each request: the store may come up later than this server. */
  readonly persons?: () => PersonKeySource | undefined;
}

type Codecs = (namespace: string) => PayloadCodec;
type Codes = { readonly [path in '/encode' | '/decode']: (request: CodecRequest) => Promise<object> };
type CodecRequest = {
  payloads: Payload[];
  codec: PayloadCodec;
  namespace: string;
  workflowId: string;
};

const MAX_BODY_BYTES = 8_000_000;

/** An answer other than 200. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Decrypts payloads for the Temporal UI and CLI, on loopback. The UI sends payloads and a namespace but no workflow id,
 * so decoding relies on the id inside the payload; encoding needs the header `X-Workflow-Id` and is refused without.
 *
 * @see https://docs.temporal.io/codec-server and samples-go:codec-server/protocol.md
 */
export async function startCodecServer(
  keys: KeyRing,
  options: CodecServerOptions = {},
): Promise<CodecServer> {
  const codecs: Codecs = (namespace) => createPayloadCodec(keys, namespace, options.persons?.());
  const origins = new Set<string>();
  const server = createServer((request, response) => {
    answer(codecs, origins, request, response).catch((error: unknown) => refuse(response, error));
  });
  server.listen(await freePort(options.port), LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a string only for pipes, null only before 'listening'
  return {
    url: `http://${LOOPBACK}:${port}`,
    allow(uiUrl) {
      origins.add(new URL(uiUrl).origin);
      origins.add(new URL(uiUrl).origin.replace(LOOPBACK, 'localhost'));
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(
  codecs: Codecs,
  origins: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  allowOrigin(origins, request, response);
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  const code = codeOf(request);
  const namespace = header(request, 'x-namespace') || 'default';
  const workflowId = header(request, 'x-workflow-id');
  const payloads = await payloadsOf(request);
  const result = await code({ payloads, codec: codecs(namespace), namespace, workflowId });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

const codes: Codes = {
  async '/decode'({ codec, payloads }) {
    return payloadsJson(await codec.decode(payloads));
  },
  async '/encode'({ codec, payloads, namespace, workflowId }) {
    if (!workflowId) {
      throw new Refusal(
        422,
        'Cannot encrypt without the workflow id: send it as X-Workflow-Id, or use the recobro command',
      );
    }
    return payloadsJson(await codec.encode(payloads, { type: 'workflow', namespace, workflowId }));
  },
};

/** Only the last part of the path counts, so that the endpoint may be mounted anywhere. */
function codeOf(request: IncomingMessage): Codes[keyof Codes] {
  const path = /\/(?:en|de)code$/.exec((request.url ?? '').split('?')[0] ?? '')?.[0];
  if (path !== '/encode' && path !== '/decode')
    throw new Refusal(404, 'There is only POST /encode and POST /decode');
  if (request.method !== 'POST') throw new Refusal(405, `Use POST ${path}`);
  return codes[path];
}

/** A page of another origin, or one that had its name pointed at loopback, gets nothing. The CLI sends no origin. */
function allowOrigin(origins: ReadonlySet<string>, request: IncomingMessage, response: ServerResponse): void {
  const host = header(request, 'host').replace(/:\d+$/, '');
  if (host !== LOOPBACK && host !== 'localhost') throw new Refusal(403, `Ask ${LOOPBACK}, not ${host}`);
  const origin = header(request, 'origin');
  if (!origin) return;
  if (!origins.has(origin)) throw new Refusal(403, `${origin} is not the Temporal UI of this environment`);
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader(
    'access-control-allow-headers',
    header(request, 'access-control-request-headers') || 'content-type',
  );
}

async function payloadsOf(request: IncomingMessage): Promise<Payload[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Typed as any; a request whose encoding is not set gives bytes.
  for await (const bytes of request as AsyncIterable<Buffer>) {
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, `Send at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(bytes);
  }
  const payloads = payloadsFrom(Buffer.concat(chunks).toString('utf8'));
  if (payloads) return payloads;
  throw new Refusal(400, 'Send {"payloads": […]} as protobuf JSON: bytes in base64');
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function refuse(response: ServerResponse, error: unknown): void {
  const status = error instanceof Refusal ? error.status : error instanceof RecobroError ? 422 : 500;
  const message = error instanceof Error && status !== 500 ? error.message : 'The codec server failed';
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: message }));
}
