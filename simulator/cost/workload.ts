import type { SendChannel } from '../../domain/channel';
import type { Counts, Figures } from '../tally';
import type { Happening } from './consumption';

/** Mean length of a month. */
export const MONTH_DAYS = 365.25 / 12;

/** What happens in the life of one account, on average. All but `lifeDays` and `openShare` are counts of the whole life. */
export interface Life {
  /** From the opening of an account until another takes its place. */
  readonly lifeDays: number;
  /** The part of the life in which the case is open. */
  readonly openShare: number;
  /** place → channel → messages. */
  readonly touches: Counts;
  readonly tasks: number;
  /** Payments, promises, bounces and the like. */
  readonly facts: number;
  readonly personChanges: number;
  readonly moves: number;
  /** Messages that had to wait for a rule. */
  readonly refusals: number;
}

/** A book of so many accounts, each replaced at the end of its life. */
export interface Workload {
  readonly accounts: number;
  readonly life: Life;
}

/** How many accounts begin a life in a month. */
export const livesAMonth = ({ accounts, life }: Workload): number => (accounts * MONTH_DAYS) / life.lifeDays;

/** Messages of one life by channel. */
export function touchesByChannel({ touches }: Life): Partial<Record<SendChannel, number>> {
  const sum: Partial<Record<SendChannel, number>> = {};
  for (const row of Object.values(touches))
    // The simulator counts send channels.
    for (const [channel, count] of Object.entries(row) as [SendChannel, number][])
      sum[channel] = (sum[channel] ?? 0) + count;
  return sum;
}

/** All messages of one life. */
export const touchesOf = (life: Life): number =>
  Object.values(touchesByChannel(life)).reduce((sum, count) => sum + count, 0);

/** What was measured for the channel; what was not takes what a text message takes. */
const TOUCH_AS: Readonly<Partial<Record<SendChannel, Happening>>> = {
  email: 'touch_email',
  letter: 'touch_letter',
};

/** How often everything happens in one life. A provider acknowledges e-mails and texts. */
export function happeningsOf(life: Life): Record<Happening, number> {
  const { tasks, facts, personChanges, moves, refusals } = life;
  const channels = touchesByChannel(life);
  const counts: Record<Happening, number> = {
    ...{ life: 1, fact: facts, person_change: personChanges, task: tasks, stage_move: moves },
    ...{ refusal: refusals, touch_email: 0, touch_sms: 0, touch_letter: 0 },
    receipt: (channels.email ?? 0) + (channels.sms ?? 0),
  };
  for (const [channel, count] of Object.entries(channels) as [SendChannel, number][])
    // as above
    counts[TOUCH_AS[channel] ?? 'touch_sms'] += count;
  return counts;
}

/** The mean life of a simulated book. A case that has come to an end is taken to have been open for half of the time. */
export function lifeOf(figures: Figures, days: number): Life {
  const { accounts, contactsByPlace, tasks, payments, promises, people, moves, refusals, standing } = figures;
  const each = (count: number): number => count / accounts;
  const { bounce = 0, ...choices } = people['people'] ?? {};
  const made = promises['promises']?.['made'] ?? 0;
  return {
    lifeDays: days,
    openShare: each(totalOf(standing) - (totalOf(standing) - openAtTheEnd(standing)) / 2),
    touches: mapCounts(contactsByPlace, each),
    tasks: each(totalOf(tasks)),
    facts: each(payments + made + bounce),
    personChanges: each(bounce + sum(Object.values(choices))),
    moves: each(totalOf(moves)),
    refusals: each(totalOf(refusals)),
  };
}

const openAtTheEnd = (standing: Counts): number => sum(Object.values(standing).map(({ open = 0 }) => open));

const totalOf = (counts: Counts): number => sum(Object.values(counts).flatMap((row) => Object.values(row)));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

const mapCounts = (counts: Counts, change: (count: number) => number): Counts =>
  Object.fromEntries(
    Object.entries(counts).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).map(([other, count]) => [other, change(count)])),
    ]),
  );
