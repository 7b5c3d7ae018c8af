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

/** What answering takes, whatever the operation. */
export interface CoreDeps {
  readonly store: Store;
  readonly now: () => Instant;
}

/** What the operations on cases work with. */
export interface ApiDeps extends CoreDeps {
  readonly intake: Intake;
  readonly payments: Pick<PaymentBook, 'assign'>;
  readonly strategies: Strategies;
  readonly client: Pick<Client, 'workflow' | 'withDeadline'>;
}

/** One request: who asks, and the id by which it counts once. */
export interface Asked {
  readonly identity: Identity;
  readonly tenant: string;
  /** From the Idempotency-Key. */
  readonly eventId: string;
}

export type Call<D = ApiDeps> = D & Asked;

type Shape = z.ZodType | undefined;
type Read<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

interface Definition<D, P extends Shape, Q extends Shape, B extends Shape, R extends z.ZodType> {
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
  /** Problems that its method does not have by itself. */
  readonly problems?: readonly number[];
  readonly run: (
    call: Call<D>,
    input: { readonly params: Read<P>; readonly query: Read<Q>; readonly body: Read<B> },
  ) => Promise<z.input<R>>;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** An operation as the router and the document see it. */
export interface Operation<in D = ApiDeps> extends Pick<
  Definition<D, Shape, Shape, Shape, z.ZodType>,
  'id' | 'method' | 'path' | 'tag' | 'summary' | 'permission' | 'status' | 'reply' | 'problems'
> {
  readonly params: Shape;
  readonly query: Shape;
  readonly body: Shape;
  /** @throws {Refused} When the input is not as described. */
  readonly handle: (call: Call<D>, raw: RawInput) => Promise<unknown>;
}

/** Of operations that work with `D`: joins what one takes with what it does, so that neither can drift from the other. */
export const operationWith =
  <D>() =>
  <
    R extends z.ZodType,
    P extends Shape = undefined,
    Q extends Shape = undefined,
    B extends Shape = undefined,
  >(
    definition: Definition<D, P, Q, B, R>,
  ): Operation<D> => {
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
  };

export const operation = operationWith<ApiDeps>();

/** Without a schema nothing is read. */
function read<S extends Shape>(schema: S | undefined, where: string, value: unknown): Read<S> {
  if (schema === undefined) return undefined as Read<S>; // Read<undefined> is undefined
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(where, result.error);
  return result.data as Read<S>; // the output of this very schema
}
