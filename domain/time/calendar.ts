import { RecobroError } from '../errors';

/** Milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** A local date as whole days since 1970-01-01 (proleptic Gregorian). No zone: it is a date, not an instant. */
export type Day = number;

/** Wall-clock time as seconds since local midnight, 0 to 86,399. */
export type SecondOfDay = number;

/** Monday is 0, Sunday is 6 (ISO 8601 order). */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads `YYYY-MM-DD`.
 *
 * @throws {RecobroError} `calendar.badDate` when the text is not an existing date.
 */
export function dayFromIso(text: string): Day {
  const day = readDate(text);
  if (day === null) {
    throw new RecobroError(
      'calendar.badDate',
      `Cannot read "${text}" as a date: write an existing date as YYYY-MM-DD`,
      { text },
    );
  }
  return day;
}

/** The date, or null when the text is none that exists. */
function readDate(text: string): Day | null {
  const match = ISO_DATE.exec(text);
  if (!match) return null;
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY_MS;
  return isoFromDay(day) === text ? day : null;
}

const isDate = (text: string): boolean => readDate(text) !== null;

/** Writes a date as `YYYY-MM-DD`. */
export function isoFromDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Reads an ISO 8601 instant, which must carry an offset or `Z`.
 *
 * @throws {RecobroError} `calendar.badInstant` when it is malformed or has no offset.
 */
export function instantFromIso(text: string): Instant {
  const date = ISO_INSTANT.exec(text)?.[1];
  // `Date.parse` takes 30 February for 2 March.
  const at = date !== undefined && isDate(date) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    const message = `Cannot read "${text}" as an instant: write ISO 8601 with an offset, such as 2026-03-10T09:00:00-05:00`;
    throw new RecobroError('calendar.badInstant', message, { text });
  }
  return at;
}

/** Writes an instant in UTC with `Z` and whole seconds. */
export function isoFromInstant(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Weekday of a date. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): Weekday {
  // The remainder is within 0 to 6 by arithmetic, which the type system cannot see.
  return ((((day + 3) % 7) + 7) % 7) as Weekday;
}
