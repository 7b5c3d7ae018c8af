import type { Day, Instant } from '../time/calendar';
import { MINUTE_MS, SECOND_MS, weekdayOf } from '../time/calendar';
import { instantAt, offsetSeconds, startOfDay } from '../time/zones';
import type { CalendarData, Span, WindowRule } from './pack';
import type { Situation } from './situation';

/** Holidays as one byte per date from `first` on: 1 = holiday. */
export interface Holidays {
  readonly first: Day;
  readonly flags: Uint8Array;
}

/** A week has an opening unless all of it is closed; the search looks no further than this. */
const LOOK_AHEAD_DAYS = 62;

/** Prepares the calendar of a pack; without one no date is a holiday. */
export function holidaysOf(calendar: CalendarData | undefined): Holidays {
  if (!calendar) return { first: 0, flags: new Uint8Array(0) };
  const flags = new Uint8Array(calendar.until - calendar.from + 1);
  for (const { day } of calendar.holidays) flags[day - calendar.from] = 1;
  return { first: calendar.from, flags };
}

/** Whether the wall-clock time is outside the hours of the local date. */
export function windowDenies(rule: WindowRule, holidays: Holidays, { day, timeOfDay }: Situation): boolean {
  const span = spanOn(rule, holidays, day);
  if (span === 'closed' || timeOfDay < span.from * SECOND_MS) return true;
  const end = span.to * SECOND_MS;
  return rule.endInclusive ? timeOfDay > end : timeOfDay >= end;
}

/** For a window that is closed now: an instant before which it stays closed. */
export function windowDeniesUntil(rule: WindowRule, holidays: Holidays, situation: Situation): Instant {
  const { at, zone, day, timeOfDay } = situation;
  const today = spanOn(rule, holidays, day);
  if (today !== 'closed' && timeOfDay < today.from * SECOND_MS) return instantAt(day, today.from, zone);
  if (today !== 'closed' && mayReopen(today, situation)) return at + MINUTE_MS;
  let next = day + 1;
  while (next < day + LOOK_AHEAD_DAYS && spanOn(rule, holidays, next) === 'closed') next += 1;
  const span = spanOn(rule, holidays, next);
  return span === 'closed' ? startOfDay(next, zone) : instantAt(next, span.from, zone);
}

/** Whether clocks go back later today, far enough to read a time within `span` once more. */
function mayReopen(span: Span, { at, zone, day, timeOfDay }: Situation): boolean {
  const secondsBack = offsetSeconds(at, zone) - offsetSeconds(startOfDay(day + 1, zone), zone);
  return timeOfDay - secondsBack * SECOND_MS <= span.to * SECOND_MS && secondsBack > 0;
}

function spanOn(rule: WindowRule, { first, flags }: Holidays, day: Day): Span | 'closed' {
  if (rule.holiday !== 'open' && flags[day - first] === 1) return rule.holiday;
  const weekday = weekdayOf(day);
  if (weekday < 5) return rule.monFri;
  return weekday === 5 ? rule.sat : rule.sun;
}
