import type { Client } from '@temporalio/client';
import type { z } from 'zod';
import type { Instant } from '../../domain/time/calendar';
import type { Store } from '../../store/store';
import type { Intake } from '../intake';
import type { PaymentBook } from '../payments/book';
import type { Strategies } from '../strategies';
import type { Identity } from './identity';
import { invalid } from './problems';
import type { Permission } from './roles';

/** What the operations work with. */
export interface ApiDeps {
  readonly store: Store;
  readonly intake: Intake;
  readonly payments: Pick<PaymentBook, 'assign'>;
  readonly strategies: Strategies;
  readonly client: Pick<Client, 'workflow' | 'withDeadline'>;
  readonly now: () => Instant;
}

/** One request: who asks, and the id by which it counts once. */
export interface Call extends ApiDeps {
  readonly identity: Identity;
  readonly tenant: string;
  /** From the Idempotency-Key. */
  readonly eventId: string;
}

type Shape = z.ZodType | undefined;
type Read<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

interface Definition<P extends Shape, Q extends Shape, B extends Shape, R extends z.ZodType> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{name}` for the members of `params`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly status: 200 | 201 | 202;
  readonly reply: R;
  readonly run: (
    call: Call,
    input: { readonly params: Read<P>; readonly query: Read<Q>; readonly body: Read<B> },
  ) => Promise<z.input<R>>;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** An operation as the router and the document see it. */
export interface Operation extends Pick<
  Definition<Shape, Shape, Shape, z.ZodType>,
  'id' | 'method' | 'path' | 'tag' | 'summary' | 'permission' | 'status' | 'reply'
> {
  readonly params: Shape;
  readonly query: Shape;
  readonly body: Shape;
  /** @throws {Refused} When the input is not as described. */
  readonly handle: (call: Call, raw: RawInput) => Promise<unknown>;
}

/** Joins what an operation takes with what it does, so that neither can drift from the other. */
export function operation<
  R extends z.ZodType,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(definition: Definition<P, Q, B, R>): Operation {
  const { params, query, body, run, ...known } = definition;
  return {
    ...known,
    ...{ params, query, body },
    handle: (call, raw) =>
      run(call, {
        params: read(params, 'path', raw.params),
        query: read(query, 'query', raw.query),
        body: read(body, 'body', raw.body),
      }),
  };
}

/** Without a schema nothing is read. */
function read<S extends Shape>(schema: S | undefined, where: string, value: unknown): Read<S> {
  if (schema === undefined) return undefined as Read<S>; // Read<undefined> is undefined
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(where, result.error);
  return result.data as Read<S>; // the output of this very schema
}
