import { Hono } from 'hono';
import { sha256Hex } from '../../store/store';
import { errorKind } from '../../traces/tracer';
import { PROBLEM_TYPE } from '../http';
import type { Report } from '../report';
import type { Authenticate, Credentials, Identity } from './identity';
import { answerOnce } from './idempotency';
import type { Asked, CoreDeps, Operation, RawInput } from './operation';
import { problem, problemOf, refuse } from './problems';
import { isAllowed } from './roles';

export interface AppOptions<D extends CoreDeps> {
  /** What is answered here; of the document's others nothing is known. */
  readonly operations: readonly Operation<D>[];
  /** Asked for with each request, so that a connection that could not be made is tried again. */
  readonly deps: () => Promise<D>;
  readonly authenticate: Authenticate;
  readonly report: Report;
  /** How many requests a tenant may make in so many seconds; absent: as many as it likes. */
  readonly limit?: { readonly requests: number; readonly seconds: number };
  /** The OpenAPI document as text. */
  readonly document: string;
}

/** What a request is besides its URL, for those who verify it. */
export interface Arrival {
  readonly rawBody: Buffer;
  readonly iamArn?: string;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const MOST_BYTES = 256 * 1024;

/** The HTTP API: finds the operation, then who asks, whether they may, whether it is new, and what is wrong with it. */
export function createApi<D extends CoreDeps>(options: AppOptions<D>) {
  const { operations } = options;
  const app = new Hono<{ Bindings: Arrival }>();
  app.get(
    '/v1/openapi.json',
    () => new Response(options.document, { headers: { 'content-type': 'application/json' } }),
  );
  for (const operation of operations) {
    app.on(operation.method.toUpperCase(), routeOf(operation), async (context) => {
      const { req, env } = context;
      const url = new URL(req.url);
      const headers = Object.fromEntries(req.raw.headers);
      const credentials = { method: req.method, target: `${url.pathname}${url.search}`, headers, ...env };
      const input = { params: req.param(), query: Object.fromEntries(url.searchParams) };
      return respond(await guarded(options, operation, () => answer(options, operation, credentials, input)));
    });
  }
  for (const [path, methods] of methodsByPath(operations)) {
    const headers = { allow: [...methods].join(', ') };
    app.all(path, () => respond({ ...problemAnswer(problem('method_not_allowed')), headers }));
  }
  app.notFound(() => respond(problemAnswer(problem('not_found'))));
  app.onError((error) => respond(failed(options, 'none', error)));
  return app;
}

const routeOf = ({ path }: Pick<Operation, 'path'>): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Where there is a GET there is a HEAD. */
function methodsByPath(
  operations: readonly Pick<Operation, 'path' | 'method'>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>([['/v1/openapi.json', new Set(['GET', 'HEAD'])]]);
  for (const operation of operations) {
    const methods = found.get(routeOf(operation)) ?? new Set();
    found.set(routeOf(operation), methods.add(operation.method.toUpperCase()));
    if (operation.method === 'get') methods.add('HEAD');
  }
  return found;
}

async function guarded(
  options: Pick<AppOptions<never>, 'report'>,
  { id }: Pick<Operation, 'id'>,
  run: () => Promise<Answered>,
): Promise<Answered> {
  try {
    const answered = await run();
    options.report.count('api_request', { operation: id, status: String(answered.status) });
    return answered;
  } catch (error) {
    return failed(options, id, error);
  }
}

/** What the caller cannot know of is logged by its kind; its text may quote what was sent. */
function failed({ report }: Pick<AppOptions<never>, 'report'>, operation: string, error: unknown): Answered {
  const known = problemOf(error);
  const found = known ?? problem('failed');
  report.count(
    'api_request',
    { operation, status: String(found.status) },
    known ? {} : { error: errorKind(error) },
  );
  return problemAnswer(found);
}

async function answer<D extends CoreDeps>(
  options: AppOptions<D>,
  operation: Operation<D>,
  credentials: Credentials,
  input: Omit<RawInput, 'body'>,
): Promise<Answered> {
  if (credentials.rawBody.length > MOST_BYTES) throw refuse('too_large');
  const identity = await options.authenticate(credentials);
  if (!identity) throw refuse('unauthenticated');
  await checkLimit(options, identity);
  if (!isAllowed(identity.roles, operation.permission))
    throw refuse('forbidden', { detail: `It needs the permission "${operation.permission}"` });
  const deps = await options.deps();
  const raw = { ...input, body: operation.body ? jsonOf(credentials.rawBody) : undefined };
  if (operation.method === 'get') return run(deps, operation, identity, raw, '');
  const key = keyOf(credentials);
  const owner = `${identity.tenant}/${identity.actor}`;
  // What a request says: the same key for something else is a mistake.
  const fingerprint = sha256Hex(
    `${credentials.method} ${credentials.target} ${sha256Hex(credentials.rawBody.toString('base64'))}`,
  );
  return answerOnce(deps.store, `API#${owner}#${key}`, fingerprint, () =>
    run(deps, operation, identity, raw, `api/${identity.actor}/${key}`),
  );
}

/** Across all hosts: one tenant shall not starve another. What strangers send is the edge's to limit. */
async function checkLimit<D extends CoreDeps>(
  { deps, limit }: AppOptions<D>,
  { tenant }: Identity,
): Promise<void> {
  if (!limit) return;
  const { store } = await deps();
  const { count, secondsLeft } = await store.countRequest(tenant, limit.seconds);
  if (count > limit.requests) throw refuse('too_many', { retryAfter: secondsLeft });
}

async function run<D extends CoreDeps>(
  deps: D,
  operation: Operation<D>,
  identity: Identity,
  raw: RawInput,
  eventId: string,
): Promise<Answered> {
  const asked: Asked = { identity, tenant: identity.tenant, eventId };
  const call = { ...deps, ...asked };
  return { status: operation.status, body: await operation.handle(call, raw) };
}

function keyOf({ headers }: Credentials): string {
  const key = headers['idempotency-key'];
  if (key !== undefined && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  const detail = 'give each write a key of its own, and the same one when you repeat it';
  throw refuse('invalid', { faults: [{ pointer: '/header/Idempotency-Key', detail }] });
}

function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw refuse('invalid', { faults: [{ pointer: '/body', detail: 'is no JSON' }] });
  }
}

const problemAnswer = (found: ReturnType<typeof problem>): Answered => ({
  status: found.status,
  body: found,
  ...(found.retryAfter !== undefined && { headers: { 'retry-after': String(found.retryAfter) } }),
});

function respond({ status, body, headers: more }: Answered): Response {
  const type = status >= 400 ? PROBLEM_TYPE : 'application/json';
  const headers = { 'content-type': type, 'cache-control': 'no-store', ...more };
  return new Response(JSON.stringify(body), { status, headers });
}
