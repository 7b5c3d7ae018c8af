import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { RecobroError } from '../domain/errors';
import type { Instant } from '../domain/time/calendar';
import { ONE_LOOK_MS, recordAccess } from '../store/access';
import { StoreError } from '../store/errors';
import type { Store } from '../store/store';
import { isEncrypted, workflowOf } from '../temporal/codec';
import { payloadsFrom, payloadsJson } from '../temporal/codec-wire';
import { accountOf } from '../temporal/person-keys';
import type { Authenticate, Identity } from './api/identity';
import type { Role } from './api/roles';
import { headersOf, problemResponse, problemType, rawBodyOf } from './http';
import type { Report } from './report';

export interface CodecDeps {
  readonly authenticate: Authenticate;
  readonly codec: PayloadCodec;
  readonly store: Pick<Store, 'appendEntries'>;
  /** The one namespace whose payloads are decrypted. */
  readonly namespace: string;
  /** Origin of the Temporal UI, such as `https://cloud.temporal.io`: no other page may read answers. */
  readonly uiOrigin: string;
  readonly report: Report;
  readonly now: () => Instant;
}

type Refused = Readonly<{ status: number; code: string; title: string }>;

const MOST_PAYLOADS = 1_000;
const mayDecrypt: readonly Role[] = ['compliance', 'admin'];
const ERASED = '[borrado: la persona ejerció su derecho o venció el plazo de conservación]';

/**
 * Decrypts payloads for the Temporal UI, for staff who may, of their own tenant only, and writes into the ledger of every
 * account who looked before anything is answered. It never encrypts. What is not theirs stays encrypted.
 *
 * @see https://docs.temporal.io/codec-server
 */
export function createCodecHandler(deps: CodecDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const answer = await answerTo(deps, event);
    return { ...answer, headers: { ...answer.headers, ...corsOf(deps, event), 'cache-control': 'no-store' } };
  };
}

async function answerTo(
  deps: CodecDeps,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { origin, 'x-namespace': namespace } = headersOf(event);
  const { method } = event.requestContext.http;
  if (origin !== undefined && origin !== deps.uiOrigin) return refused(refusals.origin);
  if (method === 'OPTIONS') return { statusCode: 204 };
  if (!event.rawPath.endsWith('/decode')) return refused(refusals.path);
  if (method !== 'POST') return refused(refusals.method);
  const identity = await deps.authenticate(credentialsOf(event));
  if (!identity) return refused(refusals.nobody);
  if (!mayDecrypt.some((role) => identity.roles.includes(role))) return refused(refusals.role);
  if (namespace !== deps.namespace) return refused(refusals.namespace);
  const payloads = payloadsFrom(rawBodyOf(event).toString('utf8'));
  if (!payloads || payloads.length > MOST_PAYLOADS) return refused(refusals.body);
  return decoded(deps, identity, payloads);
}

async function decoded(
  deps: CodecDeps,
  identity: Identity,
  payloads: readonly Payload[],
): Promise<APIGatewayProxyStructuredResultV2> {
  const owned = payloads.map((payload) => accountIn(payload, identity.tenant));
  const accounts = [...new Set(owned.filter((account) => account !== undefined))];
  const known = new Set<string>();
  for (const accountId of accounts) if (await isRecorded(deps, identity, accountId)) known.add(accountId);
  const shown = await Promise.all(
    payloads.map(async (payload, index) => {
      const account = owned[index];
      return account !== undefined && known.has(account) ? decode(deps.codec, payload) : payload;
    }),
  );
  deps.report.count('payloads_decrypted', { tenant: identity.tenant });
  const body = JSON.stringify(payloadsJson(shown));
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

/** The account that an encrypted payload is about, if it is one of the tenant's. */
function accountIn(payload: Payload, tenant: string): string | undefined {
  const account = isEncrypted(payload) ? accountOf(workflowOf(payload)) : undefined;
  return account?.tenant === tenant ? account.accountId : undefined;
}

/** False for an account that the store does not know: what cannot be written down is not shown. */
async function isRecorded(
  { store, now }: CodecDeps,
  { tenant, actor: by }: Identity,
  accountId: string,
): Promise<boolean> {
  const access = { tenant, accountId, by, at: now(), what: 'payloads', withinMs: ONE_LOOK_MS } as const;
  try {
    await recordAccess(store, access);
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store.notFound') return false;
    throw error;
  }
}

async function decode(codec: PayloadCodec, payload: Payload): Promise<Payload> {
  try {
    const [plain = payload] = await codec.decode([payload]);
    return plain;
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    return error.code === 'payload.erased' ? defaultPayloadConverter.toPayload(ERASED) : payload;
  }
}

const refusals = {
  origin: { status: 403, code: 'other-origin', title: 'This page is not the Temporal UI' },
  path: { status: 404, code: 'no-such-path', title: 'There is only POST …/decode' },
  method: { status: 405, code: 'method', title: 'Use POST' },
  nobody: { status: 401, code: 'unauthenticated', title: 'Show a token of the identity provider' },
  role: { status: 403, code: 'not-allowed', title: 'Decrypting needs the role compliance or admin' },
  namespace: { status: 403, code: 'other-namespace', title: 'This codec server is of another namespace' },
  body: { status: 400, code: 'bad-body', title: 'Send {"payloads": […]}, at most 1000, as protobuf JSON' },
} as const satisfies Record<string, Refused>;

const refused = ({ status, code, title }: Refused): APIGatewayProxyStructuredResultV2 =>
  problemResponse({ type: problemType(code), title, status });

function credentialsOf(event: APIGatewayProxyEventV2) {
  const { rawPath, rawQueryString, requestContext } = event;
  const target = rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
  const { method } = requestContext.http;
  return { method, target, headers: headersOf(event), rawBody: rawBodyOf(event) };
}

/** For the Temporal UI only; it sends the token of whoever looks, and its namespace. */
function corsOf({ uiOrigin }: CodecDeps, event: APIGatewayProxyEventV2): Record<string, string> {
  if (headersOf(event)['origin'] !== uiOrigin) return {};
  return {
    'access-control-allow-origin': uiOrigin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization,authorization-extras,content-type,x-namespace',
    'access-control-max-age': '3600',
    vary: 'origin',
  };
}
