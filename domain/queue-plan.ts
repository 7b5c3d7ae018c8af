import type { Day } from './time/calendar';

/** How a queue copes that takes only so many tasks a day. */
export interface QueueLoad {
  readonly perDay: number;
  readonly tasks: number;
  /** Most tasks that came on one day. */
  readonly busiestDay: number;
  /** Tasks that fell due on a later day than their own, because theirs was full. */
  readonly postponed: number;
  readonly longestWaitDays: number;
}

/**
 * The day on which a task of a queue falls due: the first, from its own on, that has room.
 *
 * @param planned Tasks that each day has been given so far; absent = none.
 */
export function firstDayWithRoom(planned: ReadonlyMap<Day, number>, from: Day, perDay: number): Day {
  let day = from;
  while ((planned.get(day) ?? 0) >= perDay) day += 1;
  return day;
}

/**
 * What becomes of the tasks of a queue, first come, first planned: each falls due on the first day from its own on that has
 * room: {@link firstDayWithRoom} for all of them at once.
 *
 * @param made Tasks by the day on which they came.
 */
export function loadOf(made: ReadonlyMap<Day, number>, perDay: number): QueueLoad {
  const days = [...made.keys()].sort((a, b) => a - b);
  let [free, room, postponed, longestWaitDays] = [-Infinity, perDay, 0, 0];
  for (const day of days) {
    if (day > free) [free, room] = [day, perDay];
    for (let left = made.get(day) ?? 0; left > 0; [free, room] = [free + 1, perDay]) {
      const planned = Math.min(left, room);
      left -= planned;
      room -= planned;
      if (planned > 0 && free > day) postponed += planned;
      if (planned > 0) longestWaitDays = Math.max(longestWaitDays, free - day);
      if (left === 0) break;
    }
  }
  const counts = [...made.values()];
  const tasks = counts.reduce((sum, count) => sum + count, 0);
  return { perDay, tasks, busiestDay: Math.max(0, ...counts), postponed, longestWaitDays };
}
