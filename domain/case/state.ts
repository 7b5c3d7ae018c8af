import type { SendChannel } from '../channel';
import type { Assignment } from '../experiment/assign';
import type { Currency, MinorUnits } from '../money';
import type { SegmentValue } from '../segment/condition';
import type { NoticeEvent, StageName } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import type { Rejection } from './events';
import type { BookedFact } from './facts';
import type { OfferStanding } from './offer-books';

export const outcomes = ['open', 'paid', 'handed_off', 'written_off', 'withdrawn'] as const;
export type Outcome = (typeof outcomes)[number];

/** What has been done for one anchor; it stays when the anchor leaves and comes back. */
export interface AnchorProgress {
  readonly done: readonly string[];
  readonly skipped: readonly string[];
  /** Steps that an unblocked evaluation has seen on their own day: `missed` does not hit them (READINGS 13). */
  readonly seen: readonly string[];
  /** Channels left to a step whose send has bounced. */
  readonly fallback: Readonly<Record<string, readonly SendChannel[]>>;
  readonly approved: readonly string[];
}

export interface SentTouch {
  readonly anchor: string;
  readonly channel: SendChannel;
  /** The channels that were open to it, in order; a bounce falls back to those behind `channel`. */
  readonly via: readonly SendChannel[];
  readonly attempt: string;
  readonly bounced: boolean;
}

export interface Hold {
  readonly id: string;
  readonly at: Instant;
  /** First held local date, where it is not the date of `at`. */
  readonly from?: Day;
  /** First free local date; null = until released. */
  readonly until: Day | null;
  readonly freeze: boolean;
  readonly released: Instant | null;
}

export interface PromiseToPay {
  readonly id: string;
  readonly at: Instant;
  /** Number of facts booked before it: payments received later count for it. */
  readonly bookedBefore: number;
  readonly amount: MinorUnits;
  readonly due: Day;
  readonly state: 'open' | 'kept' | 'broken' | 'dropped';
  readonly reminder: 'due' | 'done';
}

/** A required notice that was served by hand instead of being sent. */
export interface ServedNotice {
  readonly id: string;
  readonly step: string;
  readonly anchor: string;
  readonly on: Day;
}

/** An offer as it was last written; what it is about stands in the books. */
export interface KnownOffer {
  readonly id: string;
  readonly by: 'incentive' | 'settlement';
  readonly is: OfferStanding;
  /** Local date of the last reminder, or of its making. */
  readonly reminded: Day;
}

/** What the book says about an account besides its debts, such as `product` or `score`. No personal data. */
export type Traits = Readonly<Record<string, SegmentValue>>;

/** A notice that has not gone out yet. */
export interface PendingNotice {
  readonly step: string;
  readonly event: NoticeEvent;
  readonly about: string;
  /** Last local date on which it is news. */
  readonly last: Day;
  /** The law lets it go out from then on; 0 = it has not been asked. */
  readonly notBefore: Instant;
}

/** A touch that the law lets go out only at `until`. */
export interface WaitingTouch {
  readonly anchor: string;
  readonly step: string;
  readonly until: Instant;
}

/**
 * One case, as plain JSON: it travels through continue-as-new, snapshots and evidence packs. Everything that can
 * be derived (balances, anchor, days, stage) is derived; `stage`, `anchor` and `outcome` are the last ones written.
 */
export interface CaseState {
  readonly schema: 1;
  readonly account: string;
  readonly zone: ZoneId;
  readonly currency: Currency;
  readonly opened: Instant;
  readonly booked: readonly BookedFact[];
  readonly holds: readonly Hold[];
  readonly promises: readonly PromiseToPay[];
  readonly stops: readonly string[];
  readonly dossier: boolean;
  /** `left`: the account was paid since, so the same debt would be a new anchor. */
  readonly anchor: { readonly id: string; readonly left: boolean } | null;
  readonly progress: Readonly<Record<string, AnchorProgress>>;
  /** Last send of each step, whatever its anchor. */
  readonly sent: Readonly<Record<string, SentTouch>>;
  readonly stage: StageName | null;
  readonly outcome: Outcome;
  readonly handedOff: boolean;
  readonly ended: 'written_off' | 'withdrawn' | null;
  /** Local date of the last required touch, and its step: nothing else runs that date. */
  readonly slot: { readonly on: Day; readonly step: string } | null;
  readonly waiting: WaitingTouch | null;
  /** `step|anchor|rule` of the refusals already written. */
  readonly refused: readonly string[];
  /** Why each refused request (`kind:id`) was refused: a repeated one gets the same answer and changes nothing. */
  readonly refusedRequests: Readonly<Record<string, Rejection>>;
  /** Last instant at which the case was evaluated. */
  readonly evaluatedAt: Instant;
  readonly downUntil: Instant | null;
  /** Absent in most cases, and in those of before it was known. */
  readonly rare?: RareParts;
}

/** What few cases have. */
export interface RareParts {
  readonly served: readonly ServedNotice[];
  readonly notices: readonly PendingNotice[];
  /** Instalments whose notice has had its day. */
  readonly noticed: readonly string[];
  /** Where an experiment has dealt the person; absent outside experiments. */
  readonly assignment?: Assignment;
  /** Absent = nothing is known. */
  readonly traits?: Traits;
  /** Segment of the strategy; null or absent = none. */
  readonly segment?: string | null;
  /** Messages sent so far; absent = 0. */
  readonly touches?: number;
  /** In the unit of the strategy's budget; absent = 0. */
  readonly spent?: number;
  /** Discounts and settlements; absent = none was ever offered. */
  readonly offers?: readonly KnownOffer[];
}

const NOTHING_RARE: RareParts = { served: [], notices: [], noticed: [] };

export const rareOf = (state: CaseState): RareParts => state.rare ?? NOTHING_RARE;

/** Segment of the strategy that the case is in; null = none. */
export const segmentOf = (state: CaseState): string | null => state.rare?.segment ?? null;

const NO_OFFERS: readonly KnownOffer[] = [];

/** Discounts and settlements, as they were last written. */
export const offersOf = (state: CaseState): readonly KnownOffer[] => state.rare?.offers ?? NO_OFFERS;

/** While it is open, the case is blocked as by a promise. */
export const isOpenSettlement = ({ by, is }: KnownOffer): boolean => by === 'settlement' && is === 'open';

/** Messages sent so far. */
export const touchesOf = (state: CaseState): number => state.rare?.touches ?? 0;

export const withRare = (state: CaseState, change: Partial<RareParts>): CaseState =>
  withFields(state, { rare: Object.assign({ ...rareOf(state) }, change) });

export const NO_PROGRESS: AnchorProgress = { done: [], skipped: [], seen: [], fallback: {}, approved: [] };

export const progressOf = (state: CaseState, anchor: string): AnchorProgress =>
  state.progress[anchor] ?? NO_PROGRESS;

type Draft = { -readonly [Key in keyof Omit<CaseState, 'rare'>]-?: CaseState[Key] } & { rare?: RareParts };

/**
 * The state with some fields changed. Field by field, because a case changes dozens of times and `{ ...state, field }`
 * of so many fields costs V8 ten times as much (docs/simulator.md). A field that is forgotten here does not compile.
 */
export function withFields(state: CaseState, change: Partial<CaseState>): CaseState {
  const copy: Draft = {
    schema: state.schema,
    account: state.account,
    zone: state.zone,
    currency: state.currency,
    opened: state.opened,
    booked: state.booked,
    holds: state.holds,
    promises: state.promises,
    stops: state.stops,
    dossier: state.dossier,
    anchor: state.anchor,
    progress: state.progress,
    sent: state.sent,
    stage: state.stage,
    outcome: state.outcome,
    handedOff: state.handedOff,
    ended: state.ended,
    slot: state.slot,
    waiting: state.waiting,
    refused: state.refused,
    refusedRequests: state.refusedRequests,
    evaluatedAt: state.evaluatedAt,
    downUntil: state.downUntil,
  };
  if (state.rare !== undefined) copy.rare = state.rare;
  return Object.assign(copy, change);
}

/** A record with one entry changed. In this order, because V8 is slow with `{ ...record, [key]: value }`. */
export function withEntry<T>(record: Readonly<Record<string, T>>, key: string, value: T): Record<string, T> {
  const copy: Record<string, T> = { ...record };
  copy[key] = value;
  return copy;
}

/** The state with the progress of one anchor changed. */
export function withProgress(state: CaseState, anchor: string, change: Partial<AnchorProgress>): CaseState {
  const { done, skipped, seen, fallback, approved } = progressOf(state, anchor);
  const changed = Object.assign({ done, skipped, seen, fallback, approved }, change);
  return withFields(state, { progress: withEntry(state.progress, anchor, changed) });
}
