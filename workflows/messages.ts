import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseEvent, Rejection } from '../domain/case/events';
import type { CaseFact } from '../domain/case/facts';
import type { Opening } from '../domain/case/open';
import type { CaseState, Outcome } from '../domain/case/state';
import type { Channel, ContactOutcome, SendChannel } from '../domain/channel';
import type { Language, PublicChange } from '../domain/person';
import type { DailyWindow, StageName, Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import type { AcceptedFact, AccountSnapshot, CaseRef } from './contract';

export const ACCOUNT_WORKFLOW = 'accountWorkflow';

/** One workflow per account: opening it twice finds the running one. */
export const accountWorkflowId = (tenant: string, accountId: string): string =>
  `account/${tenant}/${accountId}`;

/** A case that has never run. */
export interface NewAccount extends CaseRef {
  readonly schema: 1;
  readonly place: string;
  readonly strategy: Strategy;
  readonly opening: Opening;
}

export interface AccountInput {
  readonly from: NewAccount | AccountSnapshot;
  /** Case time minus workflow time, in milliseconds: 0 in production, see `caseClock` (DESIGN, decision 1). */
  readonly clockOffsetMs?: number;
  /** Case time at the start of the first run, where time is not today's; gives `clockOffsetMs`. */
  readonly startAt?: Instant;
  /**
   * Where time is skipped: the case sets no timer beyond this instant until `letTimePass` allows more, so that whoever
   * drives the clock, and nobody else, says how late it is. Absent: time passes freely, as in production.
   */
  readonly allowedUntil?: Instant;
  /** Facts that came before those they follow. */
  readonly early?: readonly AcceptedFact[];
}

/** Signal: a feed reports a fact that the store has accepted. Carries its own event id; repeats change nothing. */
export const factAccepted = defineSignal<[AcceptedFact]>('factAccepted');

/** Something new about the person that another account, or nobody, brought in. */
export interface PersonNews {
  readonly eventId: string;
  readonly at: Instant;
  /** Without personal data; a stop fact also blocks the case. */
  readonly change: PublicChange;
}

/** Signal: the person's record has changed; a waiting touch asks again. */
export const personChanged = defineSignal<[PersonNews]>('personChanged');

/** Who asks and when. `at` is absent in production: then the case clock says it. */
export interface Asked {
  readonly by: string;
  readonly at?: Instant;
}

export type Answer = { readonly accepted: true } | { readonly accepted: false; readonly reason: Rejection };

/** What the case answers to whoever opened it, or found it open. */
export interface OpenedCase {
  readonly outcome: Outcome;
  readonly stage: StageName | null;
}

/** Update for update-with-start: opens the case, or says where the running one stands. */
export const openAccount = defineUpdate<OpenedCase>('openAccount');

/** Everything that a person may ask of a case, by the update's name; the fact's `at` may be left to the case clock. */
export const requestKinds = {
  writeOff: 'write_off',
  withdraw: 'withdraw',
  promiseToPay: 'promise',
  agreePlan: 'plan',
  agreeSettlement: 'settlement',
  openDispute: 'dispute',
  resolveDispute: 'resolve',
  holdCase: 'hold',
  releaseHold: 'release',
  approveHandoff: 'approve',
  completeDossier: 'dossier',
  serveNotice: 'serve',
  endPlan: 'end_plan',
  writeOffDebt: 'write_off_debt',
  undoWriteOff: 'undo_write_off',
} as const satisfies Record<string, CaseFact['kind']>;

export type RequestName = keyof typeof requestKinds;
export type RequestFact = CaseFact & { readonly kind: (typeof requestKinds)[RequestName] };

export const requestUpdate = (name: RequestName) => defineUpdate<Answer, [RequestFact, Asked]>(name);

/** The update by which a fact is asked for; undefined for facts that come from feeds. */
export const requestNameOf = (kind: CaseFact['kind']): RequestName | undefined =>
  requestNames.find((name) => requestKinds[name] === kind);

export const requestNames = Object.keys(requestKinds).filter(
  (name): name is RequestName => name in requestKinds,
);

export interface ContactPointChange {
  readonly channel: SendChannel;
  /** Null takes the contact point away. */
  readonly address: string | null;
}

/** How a choice was made. It is kept as proof and stands in the ledger: say nothing in it about the person. */
export interface ProofGiven {
  /** Such as `web_form`. */
  readonly proof: string;
  /** Version of the text that the person was shown. */
  readonly textVersion?: string;
  /** When they made it; absent = now. */
  readonly givenAt?: Instant;
}

export interface ConsentGiven extends ProofGiven {
  readonly channel: SendChannel;
}

export interface OptOut extends Partial<ProofGiven> {
  readonly channel: SendChannel | 'all';
}

export interface ContactPointVerified extends ProofGiven {
  readonly channel: SendChannel;
}

/** Whether the channel's address is at the person's work. */
export interface WorkContactPoint {
  readonly channel: SendChannel;
  readonly holds: boolean;
}

export interface PreferredHours extends Partial<ProofGiven> {
  /** Of the person's main zone; null = whenever it is lawful. */
  readonly window: DailyWindow | null;
  /** Asked for in writing, and outside the lawful hours: needs proof. */
  readonly otherHours?: boolean;
}

/** A fact that the law reads and that blocks no case. */
export interface LawFactKnown extends Partial<ProofGiven> {
  readonly fact: string;
  readonly holds: boolean;
}

/** Something that blocks all accounts of the person while it holds. */
export interface StopKnown extends ProofGiven {
  readonly holds: boolean;
}

export interface ContactElsewhere {
  readonly channel: Channel;
  readonly outcome: ContactOutcome;
}

/** Updates about the person; effective at once for all of the person's accounts. */
export const changeContactPoint = defineUpdate<Answer, [ContactPointChange, Asked]>('changeContactPoint');
export const recordConsent = defineUpdate<Answer, [ConsentGiven, Asked]>('recordConsent');
export const recordOptOut = defineUpdate<Answer, [OptOut, Asked]>('recordOptOut');
export const recordContact = defineUpdate<Answer, [ContactElsewhere, Asked]>('recordContact');
export const verifyContactPoint = defineUpdate<Answer, [ContactPointVerified, Asked]>('verifyContactPoint');
export const changeWorkContactPoint = defineUpdate<Answer, [WorkContactPoint, Asked]>(
  'changeWorkContactPoint',
);
export const changeLanguage = defineUpdate<Answer, [{ readonly language: Language }, Asked]>(
  'changeLanguage',
);
export const changePreferredHours = defineUpdate<Answer, [PreferredHours, Asked]>('changePreferredHours');
export const recordLawFact = defineUpdate<Answer, [LawFactKnown, Asked]>('recordLawFact');

/** They are represented by counsel; they asked in writing that contacts cease; they are in hardship (a person looks into it). */
export const recordRepresentation = defineUpdate<Answer, [StopKnown, Asked]>('recordRepresentation');
export const recordCeaseRequest = defineUpdate<Answer, [StopKnown, Asked]>('recordCeaseRequest');
export const recordHardship = defineUpdate<Answer, [StopKnown, Asked]>('recordHardship');

export interface CaseStatus extends OpenedCase {
  /** Case time of the last evaluation, and the instant that the case waits for (null: the next fact). */
  readonly evaluatedAt: Instant;
  readonly waitsUntil: Instant | null;
  readonly isResting: boolean;
  readonly anchor: string | null;
  readonly pastDueDays: number | null;
  readonly delinquentDays: number | null;
  readonly seq: number;
  /** Case time minus workflow time; 0 in production. */
  readonly clockOffsetMs: number;
}

/**
 * Update of the demo and the tests: time may pass until this instant (see `AccountInput.allowedUntil`). Answered when
 * the case rests with nothing due by then, or when the run ends; a run that ends before that answers with `isResting`
 * false, and its successor is to be asked.
 */
export const letTimePass = defineUpdate<CaseStatus, [Instant]>('letTimePass');

/** To which strategy a case moves. `from` = `id@version` of the one that the report found it under. */
export interface StrategyMove {
  readonly strategy: Strategy;
  readonly from: string;
  /** Hash of the report that was approved. */
  readonly report: string;
}

/** Update: the case goes on under another strategy; refused when it follows another one than the report says. */
export const moveToStrategy = defineUpdate<Answer, [StrategyMove, Asked]>('moveToStrategy');

/** Query: where the case stands, for an auditor and for tests. */
export const caseStatus = defineQuery<CaseStatus>('caseStatus');

/** Query: what has happened and waits for the ledger. */
export const pendingEvents = defineQuery<readonly CaseEvent[]>('pendingEvents');

/** Query: the whole state, as it would be carried on. */
export const caseState = defineQuery<CaseState>('caseState');

/** Query: the state with the strategy that it follows and the ids it is under, as closing would keep them. */
export const caseSnapshot = defineQuery<AccountSnapshot>('caseSnapshot');
