import type { Actor, Profile, SendChannel } from './channel';
import type { Experiment } from './experiment/assign';
import type { Currency, MinorUnits } from './money';
import type { Condition } from './segment/condition';
import type { SecondOfDay } from './time/calendar';

export const stageNames = ['preventive', 'administrative', 'extrajudicial', 'judicial'] as const;
export type StageName = (typeof stageNames)[number];

/** Where a case stands before any stage of its strategy has begun, and again while nothing is overdue. */
export const FIRST_STAGE: StageName = 'preventive';

/** A stage holds from `from` delinquent days on (negative = before the due date). */
export interface Stage {
  readonly name: StageName;
  readonly from: number;
}

interface StepBase {
  readonly id: string;
  /** Delinquent days of the anchor at which the step falls due; negative = before the due date. */
  readonly day: number;
  /** `issue`: `day` counts from the issue date of the anchor instead. Absent = from its due date. */
  readonly countFrom?: 'issue';
}

/** A message, by the first channel of `via` that may be used. */
export interface TouchStep extends StepBase {
  readonly kind: 'touch';
  readonly via: readonly SendChannel[];
  readonly template: string;
  /** Never passed over for being late: notices that the law or a handoff asks for. */
  readonly required: boolean;
}

/** Work for a person: `task` is its kind (call, visit, review…). */
export interface TaskStep extends StepBase {
  readonly kind: 'task';
  readonly task: string;
  readonly queue: string;
  readonly script?: string;
}

/** Judicial handoff. `requires` names touch steps that must have been sent for the anchor, and `dossier`. */
export interface HandoffStep extends StepBase {
  readonly kind: 'handoff';
  readonly to: string;
  readonly approval: 'person' | 'none';
  readonly requires: readonly string[];
}

export type Step = TouchStep | TaskStep | HandoffStep;

/** Limits of a promise to pay. Shares are fractions of 1; days are local dates. */
export interface PromiseTerms {
  readonly maxDaysAhead: number;
  readonly minShare: number;
  readonly maxOpen: number;
  readonly maxBroken: number;
  readonly graceDays: number;
  readonly keepShare: number;
  readonly reminder?: { readonly via: readonly SendChannel[]; readonly template: string };
}

/** A discount that the case itself offers, while the condition holds, for paying what is overdue within some days. */
export interface Incentive {
  readonly id: string;
  /** Absent = for everybody. */
  readonly when?: Condition;
  /** Fraction of 1 of the overdue balance, or of the interest in it. */
  readonly share: number;
  readonly of: 'balance' | 'interest';
  /** Local dates after the one it is made on, the last of which still counts. */
  readonly withinDays: number;
  /** Delinquent days of the anchor from which it is made. */
  readonly fromDay: number;
  /** Once in the life of the case; otherwise once for each anchor. */
  readonly once: boolean;
}

/** Within what a settlement (less than what is overdue, for good) may be agreed. Shares are fractions of 1. */
export interface NegotiationTerms {
  readonly maxDiscount: number;
  readonly maxDaysAhead: number;
  /** A larger discount needs somebody's approval. */
  readonly approvalAbove: number;
  readonly maxInstalments: number;
  readonly graceDays: number;
  readonly reminder?: { readonly via: readonly SendChannel[]; readonly template: string };
}

/** What a person may be told of, besides the steps. */
export const noticeEvents = [
  'payment_received',
  'payment_reversed',
  'promise_kept',
  'promise_broken',
  'instalment_near',
  'dispute_answered',
] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

/** A message about something that has happened; no step of the cadence. */
export interface Notice {
  readonly on: NoticeEvent;
  readonly via: readonly SendChannel[];
  readonly template: string;
  /** Local dates after its own on which it may still go out; later it is dropped. */
  readonly freshDays: number;
  /** Of `instalment_near`: days before the instalment falls due. */
  readonly daysBefore: number;
}

/**
 * A rule of the strict reading that the strategy sets aside, and who answers for it. What binds in both readings can
 * never be set aside: naming it changes nothing.
 */
export interface LenientRule {
  readonly rule: string;
  readonly reason: string;
  readonly signedBy: string;
  /** Date on which it was signed, as YYYY-MM-DD. */
  readonly signedOn: string;
}

/** Half-open span of local wall-clock time: `from` in, `to` out. */
export interface DailyWindow {
  readonly from: SecondOfDay;
  readonly to: SecondOfDay;
}

/** Accounts of a strategy that are treated otherwise as long as `when` holds; what it does not override stays. */
export interface Segment {
  readonly id: string;
  readonly when: Condition;
  readonly overrides: Partial<Omit<Strategy, 'id' | 'version' | 'jurisdiction' | 'segments' | 'experiment'>>;
}

/** What may be spent on one account, in any unit that all of its figures share, such as hundredths of a dollar. */
export interface Budget {
  readonly limit: number;
  /** Of one message by each channel, and of one task; absent = free. */
  readonly costs: Readonly<Partial<Record<SendChannel | 'task', number>>>;
}

/** How much work a queue can take a day. What comes beyond is planned for the next day that has room. */
export interface QueueCapacity {
  readonly agents: number;
  readonly tasksPerAgent: number;
}

/** A strategy as the core uses it; `policy/` makes it from a file. Steps are in file order. */
export interface Strategy {
  readonly id: string;
  readonly version: number;
  /** Default place of the debtor: a rule pack id. The debtor's own place wins. */
  readonly jurisdiction: string;
  readonly profile: Profile;
  /** Under the strict profile: rules that are set aside all the same. Absent = none. */
  readonly lenientRules?: readonly LenientRule[];
  readonly actor: Actor;
  readonly catchUp: 'latest' | 'skip';
  readonly sendWindow: DailyWindow;
  /** Accounts are spread over this many seconds from the opening of the window. */
  readonly jitterSeconds: number;
  /** Overdue balance up to which an account counts as cured, per currency. Absent = 0. */
  readonly tolerance: Readonly<Partial<Record<Currency, MinorUnits>>>;
  /** Ascending by `from`. */
  readonly stages: readonly Stage[];
  readonly promise?: PromiseTerms;
  /** In order of preference: one offer is open at a time. */
  readonly incentives?: readonly Incentive[];
  /** Absent = no settlement is accepted. */
  readonly negotiation?: NegotiationTerms;
  /** At most one for each event. */
  readonly notices?: readonly Notice[];
  readonly steps: readonly Step[];
  /** 0 (as when absent) to 100: which of a person's accounts speaks when a cap lets only one; the highest. */
  readonly priority?: number;
  readonly budget?: Budget;
  /** By queue; one that is not named has no limit. */
  readonly capacity?: Readonly<Record<string, QueueCapacity>>;
  /** The first whose condition holds is in force. */
  readonly segments?: readonly Segment[];
  /** Deals new cases out over strategies; see `domain/experiment`. */
  readonly experiment?: Experiment;
}

/** A version by name, as ledgers, lists and reports write it: `id@version`. */
export const versionOf = ({ id, version }: Pick<Strategy, 'id' | 'version'>): string => `${id}@${version}`;
