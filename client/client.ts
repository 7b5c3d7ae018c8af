import type { Client, Middleware } from 'openapi-fetch';
import createFetchClient from 'openapi-fetch';
import type { components, paths } from './schema';
import type { SigningKey } from './sign';
import { authorizationOf } from './sign';

export type { components, paths } from './schema';
export type { SigningKey } from './sign';

/** What the API answers when it does not do what was asked; switch on `type`. */
export type Problem = components['schemas']['Problem'];

export interface ClientOptions {
  /** Where the API is, without `/v1`, such as `https://api.example.com`. */
  readonly baseUrl: string;
  /** A machine's key, or what gives a person's token; it is asked before each request. */
  readonly credentials: SigningKey | (() => string | Promise<string>);
  /** Default: the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Default: the clock of this machine. */
  readonly now?: () => number;
}

/** Every operation of the API by its path, with the types of the document. Problems come as `error`, not as exceptions. */
export type RecobroClient = Client<paths>;

/**
 * A client of the API: `client.POST('/v1/accounts/{account}/payments', { params, body })`. It signs each request.
 */
export function createRecobroClient({
  credentials,
  now = Date.now,
  ...options
}: ClientOptions): RecobroClient {
  const client = createFetchClient<paths>(options);
  client.use(authorized(credentials, now));
  return client;
}

const authorized = (credentials: ClientOptions['credentials'], now: () => number): Middleware => ({
  onRequest: async ({ request }) => {
    const header =
      typeof credentials === 'function'
        ? `Bearer ${await credentials()}`
        : await signed(credentials, request, now());
    request.headers.set('authorization', header);
    return request;
  },
});

async function signed(key: SigningKey, request: Request, atMs: number): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const body = await request.clone().arrayBuffer();
  return authorizationOf(key, { method: request.method, target: `${pathname}${search}`, body }, atMs);
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/**
 * All items of a list, page by page.
 *
 * @param read Reads the page of a cursor; undefined: the first.
 * @throws {Error} With the problem's title and detail, when a page cannot be read.
 */
export async function* itemsOf<Item>(
  read: (
    cursor: string | undefined,
  ) => Promise<{ data?: Page<Item> | undefined; error?: Problem | undefined }>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { data, error } = await read(cursor);
    if (!data) throw new Error(`Cannot read the list: ${error?.detail ?? error?.title ?? 'no answer'}`);
    yield* data.items;
    cursor = data.next;
  } while (cursor !== undefined);
}
