import { z } from 'zod';
import type { CalendarData } from '../../domain/law/pack';
import { dayFromIso } from '../../domain/time/calendar';
import { checkSchema } from '../check-schema';
import type { Problem } from '../yaml';
import { readYaml, sourceFromData } from '../yaml';
import { contentVersion, isIsoDate } from './text';

const date = z
  .string()
  .refine(isIsoDate, { error: 'must be an existing date' })
  .describe('a date as YYYY-MM-DD');

const calendarSchema = z.strictObject({
  id: z.string().min(1).describe('the id of the calendar'),
  generated_from: z.unknown().optional().describe('where the dates come from'),
  from: date.optional().describe('first date covered; left out: 1 January of the first year'),
  until: date.optional().describe('last date covered; left out: 31 December of the last year'),
  dates: z
    .array(z.strictObject({ date, name: z.string().describe('the name of the holiday') }))
    .min(1)
    .describe('the holidays'),
});

export type CalendarReading = { readonly calendar: CalendarData } | { readonly problems: readonly Problem[] };

/** Reads one holiday calendar (JSON). Faults come with their line. */
export function readCalendar(text: string, file: string): CalendarReading {
  const data = parsed(text);
  const checked = data === undefined ? undefined : checkSchema(sourceFromData(data, file), calendarSchema);
  if (checked?.ok) return { calendar: calendarFrom(checked.value, contentVersion(data)) };
  return { problems: locatedProblems(text, file) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON is YAML too, and that reader knows the lines; it is slower, so only a faulty file goes through it. */
function locatedProblems(text: string, file: string): readonly Problem[] {
  const source = readYaml(text, file);
  const checked = source.problems.length > 0 ? undefined : checkSchema(source, calendarSchema);
  if (checked && !checked.ok) return checked.problems;
  const place = { code: 'json.syntax', file, line: 1, column: 1, path: '' };
  return [
    ...source.problems,
    { ...place, message: 'the file is not JSON', remedy: 'write it as the calendars in law/calendars' },
  ];
}

function calendarFrom(
  { id, from, until, dates }: z.infer<typeof calendarSchema>,
  version: string,
): CalendarData {
  const years = dates.map(({ date: day }) => day.slice(0, 4)).sort();
  return {
    id,
    version,
    from: dayFromIso(from ?? `${years[0] ?? ''}-01-01`),
    until: dayFromIso(until ?? `${years.at(-1) ?? ''}-12-31`),
    holidays: dates
      .map(({ date: day, name }) => ({ day: dayFromIso(day), name }))
      .sort((a, b) => a.day - b.day),
  };
}
