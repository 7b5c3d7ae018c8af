import type { CaseEvent } from '../domain/case/events';
import type { MinorUnits } from '../domain/money';
import { FIRST_STAGE } from '../domain/strategy';
import { isoFromDay } from '../domain/time/calendar';
import type { BookedPayment } from './debtor';
import type { LiveAccount } from './life';

/** What became of one account under one strategy. */
export interface AccountStory {
  readonly account: string;
  readonly currency: string;
  /** Messages and tasks, in order: date, step, channel or kind of task. */
  readonly acts: readonly string[];
  readonly outcome: string;
  readonly stage: string;
  readonly paid: MinorUnits;
}

/** An account to which two strategies do different things. */
export interface DifferingAccount {
  readonly account: string;
  readonly currency: string;
  readonly sides: readonly [Side, Side];
  /** The first act of each that the other does not do then. */
  readonly firstDifference: readonly [string, string];
}
type Side = {
  readonly acts: number;
  readonly outcome: string;
  readonly stage: string;
  readonly paid: number;
};

/** How many accounts differ, and the first of them by person. */
export interface Differing {
  accounts: number;
  examples: DifferingAccount[];
}

/** So many accounts are shown; all are counted. */
export const EXAMPLES = 25;

/** Writes down what is done to each account of one debtor. */
export class Stories {
  private readonly acts = new Map<string, string[]>();
  private readonly paid = new Map<string, MinorUnits>();

  event({ opening }: LiveAccount, event: CaseEvent): void {
    if (event.type !== 'touch_sent' && event.type !== 'task_opened') return;
    const how = event.type === 'touch_sent' ? event.channel : event.kind;
    const act = `${isoFromDay(event.on)} ${event.step} ${how}`;
    const known = this.acts.get(opening.account);
    if (known) known.push(act);
    else this.acts.set(opening.account, [act]);
  }

  payment({ opening }: LiveAccount, { amount }: BookedPayment): void {
    this.paid.set(opening.account, (this.paid.get(opening.account) ?? 0) + amount);
  }

  of(accounts: readonly LiveAccount[]): AccountStory[] {
    return accounts.map(({ opening: { account, currency }, state }) => ({
      account,
      currency,
      acts: this.acts.get(account) ?? [],
      outcome: state?.outcome ?? 'open',
      stage: state?.stage ?? FIRST_STAGE,
      paid: this.paid.get(account) ?? 0,
    }));
  }
}

/** Counts the accounts that differ between two strategies, and keeps the first ones. */
export function compareStories(
  differing: Differing,
  one: readonly AccountStory[],
  other: readonly AccountStory[],
): void {
  one.forEach((story, index) => {
    const counterpart = other[index];
    if (!counterpart || isSame(story, counterpart)) return;
    differing.accounts += 1;
    if (differing.examples.length < EXAMPLES) differing.examples.push(exampleOf(story, counterpart));
  });
}

/** Adds the second to the first; parts must be added in the order of their persons. */
export function addDiffering(sum: Differing, part: Differing): Differing {
  sum.accounts += part.accounts;
  sum.examples.push(...part.examples.slice(0, EXAMPLES - sum.examples.length));
  return sum;
}

const isSame = (one: AccountStory, other: AccountStory): boolean =>
  one.outcome === other.outcome &&
  one.stage === other.stage &&
  one.paid === other.paid &&
  one.acts.length === other.acts.length &&
  one.acts.every((act, index) => act === other.acts[index]);

function exampleOf(one: AccountStory, other: AccountStory): DifferingAccount {
  const length = Math.max(one.acts.length, other.acts.length);
  let first = 0;
  while (first < length && one.acts[first] === other.acts[first]) first += 1;
  return {
    account: one.account,
    currency: one.currency,
    sides: [sideOf(one), sideOf(other)],
    firstDifference: [one.acts[first] ?? '–', other.acts[first] ?? '–'],
  };
}

const sideOf = ({ acts, outcome, stage, paid }: AccountStory): Side => ({
  acts: acts.length,
  outcome,
  stage,
  paid,
});
