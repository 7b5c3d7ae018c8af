import type { Bill } from '../domain/case/bill';
import type { CaseEvent } from '../domain/case/events';
import type { CaseFact } from '../domain/case/facts';
import type { Intent } from '../domain/case/intent';
import type { PlannedTouch } from '../domain/case/next';
import type { TouchResult } from '../domain/case/outcome-of-touch';
import type { CaseState } from '../domain/case/state';
import type { Actor } from '../domain/channel';
import type { StrategyReading } from '../domain/law/reading';
import type { PersonChange } from '../domain/person';
import type { DailyWindow, Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';

/** Task queue of the account workflows and of the activities that only keep books. */
export const ACCOUNTS_QUEUE = 'recobro-accounts';

/** Task queue of sending: limited by rate on the server, and always on the newest build (DESIGN, decision 5). */
export const SENDING_QUEUE = 'recobro-sending';

/** Worker deployments of the two queues. */
export const ACCOUNTS_DEPLOYMENT = 'recobro-accounts';
export const SENDING_DEPLOYMENT = 'recobro-sending';

/** Temporal headers with a `traceparent`: of what a call belongs to, and of what set the timer after which it is made. */
export const TRACE_HEADER = 'traceparent';
export const CAUSE_HEADER = 'tracecause';

/** Whose case it is. Ids only, never a name or an address. */
export interface CaseRef {
  readonly tenant: string;
  readonly accountId: string;
  readonly personId: string;
}

/** A fact with the number under which the store accepted it; numbers of one account have no gaps. */
export interface AcceptedFact {
  readonly seq: number;
  readonly eventId: string;
  readonly fact: CaseFact;
  /** Who brought it, as an opaque id. */
  readonly by?: string;
}

/** Events that wait for the ledger, under an id by which the store writes them once. */
export interface Journal {
  readonly batchId: string;
  readonly strategyVersion: string;
  readonly events: readonly CaseEvent[];
}

export interface SendTouchRequest extends CaseRef, StrategyReading {
  readonly touch: PlannedTouch;
  /** Facts that the plan knows of; with newer ones the sender answers `stale`. */
  readonly factSeq: number;
  readonly actor: Actor;
  /** The account's part of the send window. */
  readonly window: DailyWindow;
  readonly bill: Bill;
  readonly journal: Journal;
  /** Its priority among the person's accounts; absent where the strategy gives none. */
  readonly priority?: number;
  /** What the account means to say after this message, for the person's record; absent where nobody asks for it. */
  readonly intent?: Intent | null;
}

/** `journaled`: the journal of the request is in the ledger now. */
export type SendTouchReply = { readonly journaled: boolean } & (
  | { readonly kind: 'decided'; readonly result: TouchResult }
  | { readonly kind: 'stale'; readonly facts: readonly AcceptedFact[] }
);

export interface KeepBooksRequest extends CaseRef {
  readonly journal: Journal;
  /** When the account means to speak next, where that has changed. */
  readonly intent?: Intent | null;
  /** Given at closing: where the case stands, and all that is needed to open it again. */
  readonly closing?: { readonly outcome: string; readonly snapshot: AccountSnapshot };
}

export interface ReadFactsRequest extends CaseRef {
  readonly after: number;
}

export interface ChangePersonRequest extends CaseRef {
  readonly at: Instant;
  readonly change: PersonChange;
  readonly changeId: string;
  /** Who asked, as an opaque id. */
  readonly by: string;
  readonly strategyVersion: string;
}

/** What the account workflow needs from the world. */
export interface Activities {
  sendTouch(request: SendTouchRequest): Promise<SendTouchReply>;
  keepBooks(request: KeepBooksRequest): Promise<void>;
  readFacts(request: ReadFactsRequest): Promise<readonly AcceptedFact[]>;
  changePerson(request: ChangePersonRequest): Promise<void>;
}

/** The part of a case that outlives a run, versioned: new code must read old state. */
export interface AccountSnapshot extends CaseRef {
  readonly schema: 1;
  /** Rule pack of the debtor's place. */
  readonly place: string;
  readonly strategy: Strategy;
  readonly state: CaseState;
  /** Number of the last fact taken in. */
  readonly seq: number;
  /** Ids of the last events taken in: a repeated one changes nothing. */
  readonly recent: readonly string[];
  readonly journal: readonly CaseEvent[];
  /** Number of journal batches written so far. */
  readonly batch: number;
  /** What the person's record says about when the account means to speak next; absent = nothing. */
  readonly intent?: Intent;
}
