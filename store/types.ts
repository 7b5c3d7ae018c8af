import type { SendChannel } from '../domain/channel';
import type { Intent } from '../domain/case/intent';
import type { LedgerContext, LedgerDraft, LedgerHead } from '../domain/ledger';
import type { Currency } from '../domain/money';
import type { Language, LoggedContact, Person, PersonChange } from '../domain/person';
import type { ProviderPayment } from '../domain/provider-payment';
import type { Instant } from '../domain/time/calendar';
import type { AccountRef, PersonRef } from './keys';

export type { AccountRef, PersonRef } from './keys';

/** The exact strategy that an account follows. */
export interface StrategyRef {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
}

export interface AccountRecord extends AccountRef {
  readonly personId: string;
  readonly currency: Currency;
  readonly strategy: StrategyRef;
  readonly jurisdiction: string;
  /** Facts accepted so far; the last one has this number. */
  readonly factSeq: number;
  readonly ledger: LedgerHead;
  readonly stage?: string;
  readonly outcome?: string;
  /** State of a closed case from which it can be reopened, as its writer packed it. */
  readonly snapshot?: string;
}

/** `version` rises by one with every write; `accounts` are all accounts that the person owes on, whatever id they had. */
export interface VersionedPerson {
  readonly person: Person;
  readonly version: number;
  readonly accounts: readonly string[];
  /** Their entries in the blind index. */
  readonly indexKeys?: readonly string[];
}

export interface OpenAccount extends AccountRef {
  readonly person: Person;
  /** As the source writes it; only its blind hash is kept. */
  readonly taxId?: string;
  readonly record: Pick<AccountRecord, 'currency' | 'strategy' | 'jurisdiction'>;
  readonly openedAt: Instant;
  readonly context: LedgerContext;
  readonly entries: readonly LedgerDraft[];
}

export interface AcceptFact extends AccountRef {
  /** Id that the source gave to the event; a repeated one changes nothing. */
  readonly eventId: string;
  /** JSON. */
  readonly fact: unknown;
  readonly at: Instant;
  /** Who brought it, as an opaque id: a person, a key, a feed. */
  readonly by?: string;
}

export interface StoredFact {
  readonly seq: number;
  readonly eventId: string;
  readonly at: Instant;
  readonly fact: unknown;
  readonly by?: string;
}

export const attemptStates = ['CLAIMED', 'SENT', 'UNKNOWN', 'FAILED'] as const;
/** CLAIMED = about to be sent, or the sender died; UNKNOWN = the provider may have it; FAILED = certainly not sent. */
export type AttemptState = (typeof attemptStates)[number];

/** One try to reach a person by one channel. */
export interface Attempt {
  readonly attemptId: string;
  readonly step: string;
  readonly anchor: string;
  readonly channel: SendChannel;
  readonly at: Instant;
  readonly template: string;
  readonly language: Language;
  /** SHA-256 of the rendered body, lower-case hex. */
  readonly bodyHash: string;
  /** Batch whose ledger entries were written with the claim. */
  readonly batchId: string;
  /** The trace within which it was made, where there is one. */
  readonly traceId?: string;
}

export interface StoredAttempt extends Attempt, AccountRef {
  readonly personId: string;
  readonly state: AttemptState;
  readonly providerId?: string;
  readonly segments?: number;
  readonly reason?: string;
  readonly settledAt?: Instant;
}

export interface ClaimTouch {
  readonly ref: AccountRef;
  readonly personId: string;
  /** What the touch was planned with; anything newer refuses the claim. `person` is the one that was looked at. */
  readonly expect: {
    readonly factSeq: number;
    readonly person: VersionedPerson;
    readonly ledger: LedgerHead;
  };
  readonly attempt: Attempt;
  readonly contact: LoggedContact;
  /** When the account means to speak next; absent = the record stays as it is. */
  readonly intent?: Intent | null;
  /** The rendered message; its SHA-256 is `attempt.bodyHash`. */
  readonly body: string;
  readonly drafts: readonly LedgerDraft[];
  readonly context: LedgerContext;
}

/** `ledger` is the new head, which spares {@link SettleTouch} a read. */
export type ClaimResult =
  | { readonly kind: 'claimed'; readonly ledger: LedgerHead }
  | { readonly kind: 'exists'; readonly attempt: StoredAttempt }
  | { readonly kind: 'stale'; readonly factSeq: number }
  | { readonly kind: 'conflict' };

export interface SettleTouch {
  readonly ref: AccountRef;
  readonly personId: string;
  readonly attemptId: string;
  readonly state: Exclude<AttemptState, 'CLAIMED'>;
  /** State that the attempt must be in: CLAIMED unless told; UNKNOWN when provider feedback settles the doubt. */
  readonly from?: 'CLAIMED' | 'UNKNOWN';
  readonly providerId?: string;
  readonly segments?: number;
  readonly reason?: string;
  readonly at: Instant;
  readonly drafts: readonly LedgerDraft[];
  readonly context: LedgerContext;
  /** Head as last seen, such as the claim's; without it, it is read. */
  readonly ledger?: LedgerHead;
}

export interface AppendEntries {
  readonly ref: AccountRef;
  readonly drafts: readonly LedgerDraft[];
  readonly context: LedgerContext;
  /** A repeated batch changes nothing. */
  readonly batchId: string;
  /** Written in the same transaction as the last entries. `snapshot: null` takes it away. */
  readonly patch?: {
    readonly stage?: string;
    readonly outcome?: string | null;
    readonly snapshot?: string | null;
  };
}

export interface ChangePerson extends PersonRef {
  readonly change: PersonChange;
  readonly changeId: string;
  /** When it was made (case time); a merge that follows from it is dated so. Default: now. */
  readonly at?: Instant;
}

/** A reason for which nothing of the person may be destroyed, such as a lawsuit. */
export interface LegalHold {
  readonly id: string;
  /** Code or case number; says nothing about the person. */
  readonly reason: string;
  /** Who ordered it, as an opaque id. */
  readonly by: string;
  readonly at: Instant;
}

export const workStates = ['OPEN', 'CLAIMED', 'DONE'] as const;

/** Something for a person to do about an account. */
export interface WorkItem extends AccountRef {
  readonly id: string;
  readonly kind: string;
  readonly queue: string;
  readonly step?: string;
  readonly dueAt: Instant;
  readonly at: Instant;
  readonly script?: string;
  /** What the person needs to know besides; ids, amounts and codes. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export interface StoredWorkItem extends WorkItem {
  readonly state: (typeof workStates)[number];
  readonly agent?: string;
  /** End of the agent's claim; after it another agent may take the item. */
  readonly until?: Instant;
  readonly completedAt?: Instant;
  readonly result?: string;
}

export interface WorkItemRef extends AccountRef {
  readonly id: string;
}

/** What a row of a book said about an account, without names, addresses or tax ids. */
export interface BookRowContent {
  readonly currency: string;
  /** Absent where the row named none. */
  readonly strategy?: string;
  readonly debts: readonly {
    readonly id: string;
    readonly due: number;
    readonly issued?: number;
    readonly amount: number;
    readonly interest?: number;
    readonly fees?: number;
  }[];
  readonly traits?: Readonly<Record<string, string | number>>;
  /** Channels for which the row gave a contact point, and those it gave consent for. */
  readonly channels: readonly SendChannel[];
  readonly consent: readonly SendChannel[];
  /** Of the contact points and consents: tells whether a later row says the same. */
  readonly contactHash: string;
}

/** The last row that was imported for an account. */
export interface BookRow extends AccountRef {
  /** Of everything that the row said. */
  readonly hash: string;
  /** 1 for the first import of the account, one more for every one that changed it. */
  readonly version: number;
  readonly content: BookRowContent;
}

/** Whose payment it is; `by`: the agent who said so, absent when the provider's message did. */
export interface PaymentOwner {
  readonly accountId: string;
  readonly debt?: string;
  readonly by?: string;
}

export interface PaymentRef {
  readonly tenant: string;
  readonly provider: string;
  readonly paymentId: string;
}

/** A payment at a provider, as its messages and our matching have made it known. */
export interface StoredPayment {
  readonly currency: string;
  readonly totals: ProviderPayment;
  readonly paidAt?: Instant;
  readonly named: readonly { readonly account: string; readonly debt?: string }[];
  readonly references: readonly string[];
  readonly owner?: PaymentOwner;
  /** Movements that the account has been told of. */
  readonly booked: number;
}

/** One page of a list; `cursor` leads to the next and is absent on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}
