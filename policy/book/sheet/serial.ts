import { dayFromIso, isoFromDay } from '../../../domain/time/calendar';

const SECONDS_OF_DAY = 86_400;
/** The last day that spreadsheets know, 31 December 9999, counted from the end of 1899. */
const LAST = 2_958_465;
/** Spreadsheets take 1900 for a leap year: its serials up to here are one day behind the later ones. */
const FALSE_LEAP_DAY = 60;

/**
 * The local date of a serial number as `YYYY-MM-DD`, with `THH:MM:SS` behind it where the number has a time of day,
 * rounded to seconds. No zone takes part. Undefined for what no spreadsheet shows as a date.
 *
 * @param is1904 Whether the workbook counts from 1 January 1904 (old Macintosh) instead of the end of 1899.
 * @see ECMA-376 part 1, 18.17.4
 */
export function dateOfSerial(serial: number, is1904: boolean): string | undefined {
  const seconds = Math.round(serial * SECONDS_OF_DAY);
  const day = Math.floor(seconds / SECONDS_OF_DAY);
  const date = is1904 ? from1904(day) : from1900(day);
  return date && date + timeOf(seconds - day * SECONDS_OF_DAY);
}

function from1904(day: number): string | undefined {
  return day < 0 || day > LAST - 1_462 ? undefined : isoFromDay(dayFromIso('1904-01-01') + day);
}

function from1900(day: number): string | undefined {
  if (day < 1 || day > LAST) return undefined;
  if (day === FALSE_LEAP_DAY) return '1900-02-29';
  return isoFromDay(dayFromIso(day < FALSE_LEAP_DAY ? '1899-12-31' : '1899-12-30') + day);
}

function timeOf(seconds: number): string {
  if (seconds === 0) return '';
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `T${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
