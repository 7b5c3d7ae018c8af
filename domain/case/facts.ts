import type { SendChannel } from '../channel';
import type { MinorUnits } from '../money';
import type { PublicChange } from '../person';
import type { Day, Instant } from '../time/calendar';
import type { Traits } from './state';

/** An instalment or invoice; `issued` = date of the invoice, where it is known. */
export interface NewDebt {
  readonly id: string;
  readonly due: Day;
  readonly amount: MinorUnits;
  readonly issued?: Day;
  /** Parts of `amount`, where they are known; the rest is principal. Payments go to fees, then interest, then principal. */
  readonly interest?: MinorUnits;
  readonly fees?: MinorUnits;
}

/** Facts that move money or debts. They are booked in order of receipt, and every balance is a replay of them. */
export type MoneyFact = { readonly at: Instant } & (
  | ({ readonly kind: 'debt' } & NewDebt)
  /** `amount` is the new total of the debt, not a difference. */
  | { readonly kind: 'adjust'; readonly debt: string; readonly amount: MinorUnits }
  /** `on` = effective date; absent: the local date of receipt. */
  | {
      readonly kind: 'payment';
      readonly id: string;
      readonly amount: MinorUnits;
      readonly debt?: string;
      readonly on?: Day;
    }
  | { readonly kind: 'reversal'; readonly id: string; readonly of: string }
  /** A reversal taken back: its payment counts again. `of` = id of the reversal, which may come later. */
  | { readonly kind: 'reinstate'; readonly id: string; readonly of: string }
  | { readonly kind: 'dispute'; readonly id: string; readonly debt: string }
  | {
      readonly kind: 'resolve';
      readonly id: string;
      readonly as: 'accepted' | 'rejected';
      /** New total of an accepted dispute's debt; absent = 0. */
      readonly amount?: MinorUnits;
      readonly freeze?: boolean;
    }
  | { readonly kind: 'plan'; readonly id: string; readonly instalments: readonly Instalment[] }
  /** The debts that the plan has replaced come back with all their days; what was paid stays paid. */
  | { readonly kind: 'end_plan'; readonly id: string; readonly plan: string }
  /** What is left of the debt is no longer asked for. */
  | { readonly kind: 'write_off_debt'; readonly id: string; readonly debt: string }
  /** `of` = id of a `write_off_debt`; absent: the write-off of the whole account. */
  | { readonly kind: 'undo_write_off'; readonly id: string; readonly of?: string }
);

export interface Instalment {
  readonly due: Day;
  readonly amount: MinorUnits;
}

/** Facts that steer the case. A request that a person waits for may be refused; then it changes nothing. */
export type CaseFact =
  | MoneyFact
  | ({ readonly at: Instant } & (
      | { readonly kind: 'promise'; readonly id: string; readonly amount: MinorUnits; readonly due: Day }
      /** Less than what is overdue, for good. `approvedBy`: who may approve it and did, as an opaque id. */
      | {
          readonly kind: 'settlement';
          readonly id: string;
          /** One, or several by date. */
          readonly instalments: readonly Instalment[];
          readonly approvedBy?: string;
        }
      | {
          readonly kind: 'hold';
          readonly id: string;
          /** First held local date: planned ahead, or backdated. Absent: it holds from `at`. */
          readonly from?: Day;
          /** First free local date; null = until released. */
          readonly until: Day | null;
          readonly freeze: boolean;
          readonly reason: string;
        }
      | { readonly kind: 'release'; readonly id: string }
      /** `change`: what is known of the choice behind it. */
      | { readonly kind: 'stop'; readonly fact: string; readonly change?: PublicChange }
      | { readonly kind: 'clear'; readonly fact: string; readonly change?: PublicChange }
      | { readonly kind: 'approve'; readonly step: string }
      | { readonly kind: 'dossier'; readonly complete: boolean }
      /** A required notice was served by hand on local date `on`; `proof` says how it can be shown, without names. */
      | {
          readonly kind: 'serve';
          readonly id: string;
          readonly step: string;
          readonly on: Day;
          readonly proof: string;
        }
      | {
          readonly kind: 'bounce';
          readonly step: string;
          readonly channel: SendChannel;
          readonly hard: boolean;
        }
      /** Consents, addresses, opt-outs or contacts of the person changed; a waiting touch asks again. */
      | { readonly kind: 'person_changed'; readonly change?: PublicChange }
      /** Nothing runs until then; facts are still received. */
      | { readonly kind: 'downtime'; readonly until: Instant }
      /** Something new about the account; what is not named stays. */
      | { readonly kind: 'traits'; readonly traits: Traits }
      | { readonly kind: 'write_off' }
      | { readonly kind: 'withdraw' }
    ));

/** What the clock, not a message, writes into the books: a plan that was not kept. */
export interface PlanBroken {
  readonly kind: 'plan_broken';
  readonly at: Instant;
  readonly id: string;
}

/**
 * Written into the books when an offer is made: whoever pays `amount` of what the debts owed then, by its dates, owes
 * nothing more of them. The replay sees whether it was earned, so that a reversal takes the discount back.
 */
export interface OfferMade {
  readonly kind: 'offer';
  readonly at: Instant;
  /** `offer:<incentive>:<anchor>` or `settlement:<id of the request>`. */
  readonly id: string;
  readonly by: 'incentive' | 'settlement';
  readonly incentive?: string;
  readonly debts: readonly string[];
  /** What was left to pay of the debts. */
  readonly owed: MinorUnits;
  readonly amount: MinorUnits;
  readonly parts: readonly OfferPart[];
}

export interface OfferPart {
  /** Last local date without grace, as people are told it. */
  readonly due: Day;
  /** What must have come in by then, all parts up to this one together. */
  readonly total: MinorUnits;
  /** It must be received before this instant. */
  readonly before: Instant;
}

export type BookedFact = MoneyFact | PlanBroken | OfferMade;

const moneyKinds = [
  ...(['debt', 'adjust', 'payment', 'reversal', 'reinstate', 'dispute', 'resolve', 'plan'] as const),
  ...(['end_plan', 'write_off_debt', 'undo_write_off'] as const),
];

export const isMoneyFact = (fact: CaseFact): fact is MoneyFact =>
  moneyKinds.some((kind) => kind === fact.kind);
