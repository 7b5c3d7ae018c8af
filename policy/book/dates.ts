import type { Day, Instant } from '../../domain/time/calendar';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { RecobroError } from '../../domain/errors';
import type { ZoneId } from '../../domain/time/zones';
import { startOfDay } from '../../domain/time/zones';
import type { Parsed } from './faults';
import { fault, masked } from './faults';

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_FIRST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/** Reads a local date: `YYYY-MM-DD`, or day first as `dd/mm/yyyy` (also with `-` or `.`). Never month first. */
export function parseDate(text: string): Parsed<Day> {
  const iso = ISO.test(text) ? text : isoOfDayFirst(text);
  if (iso === undefined) {
    return fault(
      'date.bad',
      `Cannot read ${masked(text)} as a date`,
      'Write the date as YYYY-MM-DD or dd/mm/yyyy',
    );
  }
  const value = unlessBad('calendar.badDate', () => dayFromIso(iso));
  return value === undefined ? impossible(text) : { value };
}

/** Reads an instant with offset or `Z`, or a date, which means the first instant of that date in `zone`. */
export function parseOpened(text: string, zone: ZoneId): Parsed<Instant> {
  const at = unlessBad('calendar.badInstant', () => instantFromIso(text));
  if (at !== undefined) return { value: at };
  const day = parseDate(text);
  if ('value' in day) return { value: startOfDay(day.value, zone) };
  if (day.fault.code === 'date.impossible') return day;
  const remedy =
    'Write a date as YYYY-MM-DD or dd/mm/yyyy, or an instant with offset as 2026-03-02T08:00:00-05:00';
  return fault('date.bad', `Cannot read ${masked(text)} as a date or an instant`, remedy);
}

function isoOfDayFirst(text: string): string | undefined {
  const [, day = '', month = '', year = ''] = DAY_FIRST.exec(text) ?? [];
  return year === '' ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function impossible(text: string): Parsed<never> {
  const remedy = 'Correct the date; dates with slashes are read day first, as dd/mm/yyyy';
  return fault('date.impossible', `The date ${masked(text)} does not exist`, remedy);
}

/** The value, or undefined when the calendar refuses the text with this code; other errors pass. */
function unlessBad<T>(code: 'calendar.badDate' | 'calendar.badInstant', read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecobroError && error.code === code) return undefined;
    throw error;
  }
}
