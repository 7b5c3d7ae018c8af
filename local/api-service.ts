import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createApi } from '../functions/api/app';
import { byKey } from '../functions/api/authenticate';
import type { Authenticate } from '../functions/api/identity';
import { firstOf } from '../functions/api/identity';
import { operations } from '../functions/api/operations';
import { routedRequest } from '../functions/http';
import { createPaymentBook } from '../functions/payments/book';
import { createPrivacy } from '../functions/privacy';
import { createReport } from '../functions/report';
import { strategiesOf } from '../functions/strategies';
import { createSubjectExport } from '../functions/subject-export';
import { loadLaw, PRODUCT_PLATFORMS } from '../policy/law/library';
import { loadStrategyFolder } from '../policy/strategy/parse';
import type { Cluster } from './cluster';
import { LOCAL_TENANT } from './tenant';

export interface LocalApi {
  readonly url: string;
  /** `Authorization: Bearer <key>` is a supervisor and machine of the local tenant. */
  readonly key: string;
  stop(): Promise<void>;
}

type Parts = Pick<Cluster, 'store' | 'intake' | 'client'>;

const ROOT = join(__dirname, '..');

/** The HTTP API on the loopback, for one tenant and one key. @param port 0 = any that is free. */
export async function startLocalApi(parts: Parts, port = 0): Promise<LocalApi> {
  const key = randomBytes(24).toString('base64url');
  const report = createReport(() => undefined);
  const payments = createPaymentBook({ ...parts, report, now: Date.now });
  const law = loadLaw({ platforms: PRODUCT_PLATFORMS });
  const privacy = createPrivacy({ store: parts.store, law });
  const exportOf = createSubjectExport(parts);
  const strategies = strategiesOf(loadStrategyFolder(join(ROOT, 'strategies')), 'consumo');
  const api = createApi({
    operations,
    deps: async () => ({ ...parts, payments, strategies, privacy, exportOf, now: Date.now }),
    authenticate: firstOf([byLocalKey(key), byKey(async () => ({ signing: [key] }), Date.now)]),
    report,
    document: readFileSync(join(ROOT, 'schemas', 'openapi.json'), 'utf8'),
  });
  const server = createServer((request, response) => void answer(api, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${bound}/v1`, key, stop };
}

const byLocalKey =
  (key: string): Authenticate =>
  async ({ headers }) => {
    const given = Buffer.from(headers['authorization'] ?? '');
    const expected = Buffer.from(`Bearer ${key}`);
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
    return isOurs
      ? { tenant: LOCAL_TENANT, actor: 'local', roles: ['machine', 'admin', 'compliance'] }
      : undefined;
  };

/** More than the API takes at all. */
const MOST_BYTES = 1024 * 1024;

async function answer(
  api: ReturnType<typeof createApi>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string') headers.set(name, value);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const web = routedRequest(request.method ?? 'GET', url, headers);
  const {
    status,
    headers: sent,
    body,
  } = await toText(await api.fetch(web, { rawBody: Buffer.concat(chunks) }));
  response.writeHead(status, sent).end(body);
}

const toText = async (answered: Response) => ({
  status: answered.status,
  headers: Object.fromEntries(answered.headers),
  body: await answered.text(),
});
