import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { ZodError } from 'zod';
import { RecobroError } from '../../domain/errors';
import { StoreError } from '../../store/errors';
import type { Problem } from '../http';
import { problemType } from '../http';

/** A fault of one field; `pointer` is a JSON pointer into what was sent. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

export interface ApiProblem extends Problem {
  readonly faults?: readonly Fault[];
  /** Why the case refused a request. */
  readonly reason?: string;
  /** What stands against erasing a person: codes, ids and dates, `ErasureRefusal` of the document. */
  readonly refusals?: readonly object[];
  /** Seconds after which it makes sense to try again; the header says the same. */
  readonly retryAfter?: number;
}

const titles = {
  unauthenticated: [401, 'Say who you are'],
  forbidden: [403, 'Your role does not allow this'],
  not_found: [404, 'There is no such thing'],
  method_not_allowed: [405, 'This is not done here; `Allow` says what is'],
  conflict: [409, 'It is not in a state for this'],
  refused: [409, 'The case refused it'],
  kept: [409, 'It must still be kept, or somebody else has to ask for it first'],
  too_many: [429, 'Your tenant asks too much; wait as long as `Retry-After` says'],
  too_large: [413, 'The request is too large'],
  invalid: [422, 'The request is not as described'],
  key_reused: [422, 'This Idempotency-Key was used for another request'],
  in_progress: [409, 'A request with this Idempotency-Key is under way'],
  unavailable: [503, 'Try again later'],
  failed: [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof titles;

/** An answer that is not the one hoped for. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: ApiProblem) {
    super(problem.title);
  }
}

export function problem(code: ProblemCode, more: Partial<ApiProblem> = {}): ApiProblem {
  const [status, title] = titles[code];
  return { type: problemType(code), title, status, ...more };
}

export const refuse = (code: ProblemCode, more: Partial<ApiProblem> = {}): Refused =>
  new Refused(problem(code, more));

/** @param where `body`, `query`, `path`: the first part of each pointer. */
export const invalid = (where: string, { issues }: ZodError): Refused =>
  refuse('invalid', {
    faults: issues.map(({ path, message }) => ({
      pointer: `/${[where, ...path.map(String)].map(escaped).join('/')}`,
      detail: message,
    })),
  });

const escaped = (part: string): string => part.replace(/~/g, '~0').replace(/\//g, '~1');

/** What an error of the parts below means to the caller; undefined: nothing that they could know. */
export function problemOf(error: unknown): ApiProblem | undefined {
  if (error instanceof Refused) return error.problem;
  if (error instanceof StoreError) return storeProblem(error as StoreError); // `instanceof` leaves its code open
  if (error instanceof RecobroError) return problem('invalid', { detail: error.message });
  if (error instanceof WorkflowUpdateFailedError) {
    return problem('invalid', { detail: error.cause?.message ?? 'the case did not take it' });
  }
  return undefined;
}

function storeProblem({ code, message }: StoreError): ApiProblem | undefined {
  if (code === 'store.notFound') return problem('not_found', { detail: message });
  // Nothing that is new about somebody who was erased can be kept: the caller's books are behind.
  if (code === 'person.erased') return problem('conflict', { detail: message });
  if (code === 'store.badCursor') return problem('invalid', { detail: message });
  return code === 'store.conflict' ? problem('unavailable') : undefined;
}
