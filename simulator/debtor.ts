import type { CaseFact } from '../domain/case/facts';
import type { Opening } from '../domain/case/open';
import type { SendChannel } from '../domain/channel';
import type { MinorUnits } from '../domain/money';
import type { Person, PersonChange } from '../domain/person';
import type { Day, Instant } from '../domain/time/calendar';
import type { Payer } from './behaviour';

/** One account of a simulated debtor. */
export interface DebtorAccount {
  readonly opening: Opening;
  /** How the debtor pays it; null when nothing but the script happens to it (recorded payments). */
  readonly payer: Payer | null;
  /** Id of the strategy that its row names; absent = the one under trial. */
  readonly follows?: string;
}

/** A person with all accounts and everything that happens to them whatever the strategy does. */
export interface Debtor {
  readonly person: Person;
  /** In the order of acting at one instant. */
  readonly accounts: readonly DebtorAccount[];
  readonly script: readonly Happening[];
}

/** Something that happens to a debtor at an instant; `account` is an index into the debtor's accounts. */
export type Happening = { readonly at: Instant } & (
  | { readonly kind: 'fact'; readonly account: number; readonly fact: CaseFact }
  /** Pays what remains of a debt. */
  | { readonly kind: 'settle'; readonly account: number; readonly id: string; readonly debt: string }
  /** Pays a part (of 1) of what is overdue, or of the next debt when nothing is. */
  | { readonly kind: 'pay'; readonly account: number; readonly id: string; readonly part: number }
  /** Promises what is overdue. */
  | {
      readonly kind: 'promise';
      readonly account: number;
      readonly id: string;
      readonly due: Day;
    }
  | {
      readonly kind: 'bounce';
      readonly account: number;
      readonly step: string;
      readonly channel: SendChannel;
    }
  | { readonly kind: 'change'; readonly change: PersonChange }
);

/** Why a payment was made: by itself, or brought about by a message. */
export type PaymentCause = 'natural' | 'response' | 'recorded';

/** A payment as it was booked. */
export interface BookedPayment {
  readonly id: string;
  readonly at: Instant;
  readonly amount: MinorUnits;
  readonly cause: PaymentCause;
}

/** Where debtors come from: asked by index, so that every processor can make its own. */
export interface Population {
  /** Number of persons. */
  readonly size: number;
  readonly accounts: number;
  debtor(index: number): Debtor;
}
