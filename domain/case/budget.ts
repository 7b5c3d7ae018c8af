import type { SendChannel } from '../channel';
import type { Budget, Strategy } from '../strategy';
import type { CaseState } from './state';
import { rareOf, withRare } from './state';

/** What has been spent on the account so far, in the unit of its strategy's budget. */
export const spentOn = (state: CaseState): number => rareOf(state).spent ?? 0;

const costOf = ({ costs }: Budget, what: SendChannel | 'task'): number => costs[what] ?? 0;

/** Whether the budget bears a message by the channel, or a task; without a budget it bears everything. */
export function isAffordable(state: CaseState, { budget }: Strategy, what: SendChannel | 'task'): boolean {
  return budget === undefined || spentOn(state) + costOf(budget, what) <= budget.limit;
}

/** The state once it has been paid for. Reminders, notices and required messages count, though nothing limits them. */
export function paidFor(state: CaseState, { budget }: Strategy, what: SendChannel | 'task'): CaseState {
  const cost = budget ? costOf(budget, what) : 0;
  return cost === 0 ? state : withRare(state, { spent: spentOn(state) + cost });
}
