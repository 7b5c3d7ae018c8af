import type { Parts } from './parts';
import { readXml } from './xml';

/** What the number format of a cell makes of its number, as far as it changes what the number means. */
export interface NumberFormat {
  readonly isDate?: true;
  /** Digits at least, with zeros before the number: an id `00123` is often the number 123 shown as `00000`. */
  readonly digits?: number;
}

/** Formats that have numbers instead of codes and show dates. The others between them show times of day. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, ...range(27, 36), ...range(50, 58)]);
const PLAIN: NumberFormat = {};

/** The formats of a workbook, in the order in which cells name them. */
export function readFormats(path: string, parts: Parts): readonly NumberFormat[] {
  const part = parts(path);
  if (!part) return [];
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let isOfCells = false;
  readXml(part, {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '');
      else if (name === 'cellXfs') isOfCells = true;
      else if (name === 'xf' && isOfCells) formats.push(formatOf(Number(numFmtId ?? 0), codes));
    },
    close: (name) => {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return formats;
}

function formatOf(id: number, codes: ReadonlyMap<number, string>): NumberFormat {
  const code = codes.get(id);
  if (code === undefined) return BUILT_IN_DATES.has(id) ? { isDate: true } : PLAIN;
  if (/^0{2,}$/.test(code)) return { digits: code.length };
  return isDateCode(code) ? { isDate: true } : PLAIN;
}

/**
 * Whether a format code shows a date: it has a year, a day or a month in letters, and no digits of a number. Text in
 * quotes, escaped characters, colours and locales say nothing; times of day and durations are no dates.
 */
export function isDateCode(code: string): boolean {
  const bare = code
    .toLowerCase()
    .replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '')
    .replace(/s[.,]0+/g, 's');
  return bare !== 'general' && bare !== 'standard' && /[yd]|mmm/.test(bare) && !/[0#?]/.test(bare);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
