import type { SendChannel } from '../channel';
import type { MinorUnits } from '../money';
import type { PublicChange } from '../person';
import type { StageName } from '../strategy';
import type { Day, Instant } from '../time/calendar';
import type { OfferMade } from './facts';
import type { CaseState, Outcome } from './state';

export const skipReasons = [
  'stage_passed',
  'superseded',
  'missed',
  'anchor_moved',
  'segment_changed',
  'strategy_moved',
  'over_budget',
  'no_channel',
  'unlawful',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Why a notice was not sent: too late, not true any more, the account closed, or as a step is skipped. */
export type NoticeDropped = 'stale' | 'undone' | 'closed' | 'no_channel' | 'unlawful';

export const rejections = [
  'closed',
  'nothing_due',
  'past_date',
  'too_far_ahead',
  'too_small',
  'too_many_open',
  'too_many_broken',
  'plan_open',
  'unknown_debt',
  'already_disputed',
  'unknown_step',
  'other_strategy',
  'unknown_plan',
  'unknown_write_off',
  'future_date',
  'already_done',
  'no_days',
  'not_allowed',
  'settlement_open',
  'too_many_instalments',
  'no_discount',
  'discount_too_high',
  'needs_approval',
] as const;
/** Why a request was refused. */
export type Rejection = (typeof rejections)[number];

type OfferSource = OfferMade['by'];

/** Who brought it in, where it is known: an opaque id of a person, a key or a feed. It becomes the actor in the ledger. */
interface Brought {
  readonly by?: string;
}

/** What happened in a case. `at` is the instant that the rules give; `on` its local date. */
export type CaseEvent = { readonly at: Instant; readonly on: Day } & (
  | { readonly type: 'stage_changed'; readonly stage: StageName }
  | { readonly type: 'segment_changed'; readonly segment: string | null; readonly from: string | null }
  /** Strategies as `id@version`; who approved it, and the hash of the report that they approved. */
  | {
      readonly type: 'strategy_moved';
      readonly from: string;
      readonly to: string;
      readonly by?: string;
      readonly report?: string;
    }
  | { readonly type: 'experiment_assigned'; readonly experiment: string; readonly arm: string }
  | {
      readonly type: 'step_skipped';
      readonly step: string;
      readonly anchor: string;
      readonly reason: SkipReason;
      readonly rule?: string;
      readonly lawVersion?: string;
    }
  | {
      readonly type: 'task_opened';
      readonly step: string;
      readonly anchor: string;
      readonly kind: string;
      readonly queue: string;
      readonly script?: string;
      /** Tasks that the queue takes a day; absent = any number. */
      readonly perDay?: number;
    }
  | {
      readonly type: 'touch_sent';
      readonly step: string;
      readonly anchor: string;
      readonly channel: SendChannel;
      readonly stage: StageName;
      readonly days: number;
      readonly template: string;
      readonly attempt: string;
    }
  | {
      readonly type: 'touch_refused';
      readonly step: string;
      readonly anchor: string;
      readonly rule: string;
      readonly lawVersion: string;
      readonly next: Instant;
    }
  | { readonly type: 'handed_off'; readonly step: string; readonly anchor: string; readonly to: string }
  | { readonly type: 'promise_kept'; readonly promise: string }
  | { readonly type: 'promise_broken'; readonly promise: string }
  | { readonly type: 'plan_broken'; readonly plan: string }
  /** Whoever pays `amount` instead of `owed` by the end of `until` (local date as ISO text) owes no more of the debts. */
  | {
      readonly type: 'offer_made';
      readonly offer: string;
      readonly by: OfferSource;
      readonly owed: MinorUnits;
      readonly amount: MinorUnits;
      readonly saving: MinorUnits;
      readonly until: string;
      readonly debts: readonly string[];
    }
  | {
      readonly type: 'offer_kept';
      readonly offer: string;
      readonly by: OfferSource;
      readonly saving: MinorUnits;
    }
  /** `changed`: one of its debts is another now; `replaced`: by a settlement. The full debt stands. */
  | {
      readonly type: 'offer_lapsed';
      readonly offer: string;
      readonly by: OfferSource;
      readonly reason: 'expired' | 'changed' | 'replaced';
    }
  /** A payment that earned it was reversed; `stands`: there is still time to pay. */
  | {
      readonly type: 'offer_taken_back';
      readonly offer: string;
      readonly by: OfferSource;
      readonly stands: boolean;
    }
  | { readonly type: 'outcome_changed'; readonly outcome: Outcome }
  | ({ readonly type: 'person_changed' } & PublicChange)
  /** `attempt`: the send it is about, when it is news (its address is dead now). */
  | (Brought & {
      readonly type: 'bounce_received';
      readonly step: string;
      readonly channel: SendChannel;
      readonly hard: boolean;
      readonly attempt: string | null;
    })
  | {
      readonly type: 'notice_dropped';
      readonly step: string;
      readonly reason: NoticeDropped;
      readonly rule?: string;
      readonly lawVersion?: string;
    }
  /** Served by hand; `served` is the local date as ISO text. */
  | (Brought & {
      readonly type: 'notice_served';
      readonly id: string;
      readonly step: string;
      readonly anchor: string;
      readonly served: string;
      readonly proof: string;
    })
  | (Brought & { readonly type: 'fact_received'; readonly kind: string; readonly id: string | null })
  | (Brought & { readonly type: 'request_refused'; readonly event: string; readonly reason: Rejection })
);

/** A state and what has happened on the way to it. */
export interface Turn {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
}

/** Queue for work that no strategy step names. */
export const REVIEW_QUEUE = 'revision';

const NO_EVENTS: readonly CaseEvent[] = [];

export const unchanged = (state: CaseState): Turn => ({ state, events: NO_EVENTS });

/** Goes on from a turn, keeping what has happened so far. */
export const then = (turn: Turn, go: (state: CaseState) => Turn): Turn => after(turn, go(turn.state));

/** A turn and the one that went on from its state, as one. */
export function after(turn: Turn, next: Turn): Turn {
  if (turn.events.length === 0) return next;
  if (next.events.length === 0)
    return next.state === turn.state ? turn : { state: next.state, events: turn.events };
  return { state: next.state, events: [...turn.events, ...next.events] };
}
