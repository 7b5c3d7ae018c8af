import type { Info } from 'csv-parse/sync';
import { parse } from 'csv-parse/sync';
import type { Fault } from './faults';

/** One record of a file, with the line at which it begins (1 for the first) and the line at which it ends. */
export interface TableRow {
  readonly line: number;
  readonly lastLine: number;
  readonly cells: readonly string[];
  /** Places of cells that a spreadsheet holds as numbers: their decimal mark is the point. */
  readonly numbers?: ReadonlySet<number>;
  /** Places of cells that hold nothing that can be read, and why. */
  readonly unreadable?: ReadonlyMap<number, Fault>;
}

/** A file as records. */
export interface Table {
  readonly header: TableRow;
  /** Records after the header; records of empty cells only are left out. */
  readonly rows: readonly TableRow[];
  /** Lines at which a quote opens that is never closed. The line is lost, the ones after it are read. */
  readonly unclosed: readonly number[];
}

const DELIMITERS = [';', '\t', ','] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** The header is looked for in this many records and characters; reports often have a title above it. */
export const HEAD_RECORDS = 20;
const HEAD_CHARACTERS = 65_536;
/** After this many quotes that are never closed the file is not a table. */
const MOST_UNCLOSED = 20;

/**
 * Reads a file separated by `,`, `;` or tabs. Delimiter and header are those that give the most headers that
 * `isKnown` knows. Undefined when there is nothing but white space.
 */
export function readTable(text: string, isKnown: (header: string) => boolean): Table | undefined {
  const lines = text.replace(/\r\n?/g, '\n');
  if (lines.trim() === '') return undefined;
  const { delimiter, line } = findHeader(lines, isKnown);
  const { rows, unclosed } = readRecords(lines, delimiter);
  const at = rows.findIndex((row) => row.line === line);
  const header = rows[at] ?? { line: 1, lastLine: 1, cells: [] };
  return {
    header,
    rows: rows.slice(at + 1).filter(({ cells }) => cells.some((cell) => cell !== '')),
    unclosed,
  };
}

function findHeader(
  text: string,
  isKnown: (header: string) => boolean,
): { delimiter: Delimiter; line: number } {
  const head = text.slice(0, HEAD_CHARACTERS);
  const candidates = DELIMITERS.flatMap((delimiter) =>
    parseOnce(head, delimiter)
      .rows.slice(0, HEAD_RECORDS)
      .map(({ line, cells }) => ({ delimiter, line, known: cells.filter(isKnown).length })),
  );
  const first = { delimiter: ',', line: candidates[0]?.line ?? 1, known: 0 } as const;
  return candidates.reduce((best, candidate) => (candidate.known > best.known ? candidate : best), first);
}

/** A quote that is never closed swallows the rest of the file, so reading starts again on the line after it. */
function readRecords(text: string, delimiter: Delimiter): { rows: TableRow[]; unclosed: number[] } {
  const rows: TableRow[] = [];
  const unclosed: number[] = [];
  let rest = text;
  let skipped = 0;
  while (unclosed.length < MOST_UNCLOSED) {
    const read = parseOnce(rest, delimiter);
    for (const { cells, line, lastLine } of read.rows) {
      rows.push({ cells, line: line + skipped, lastLine: lastLine + skipped });
    }
    if (!read.isUnclosed) break;
    const lost = lineAfter(rest, read.rows.at(-1)?.lastLine ?? 0);
    unclosed.push(lost + skipped);
    rest = rest.split('\n').slice(lost).join('\n');
    skipped += lost;
  }
  return { rows, unclosed };
}

/** Number of the first line after `line` that is not empty. */
function lineAfter(text: string, line: number): number {
  const next = text.split('\n').findIndex((content, index) => index >= line && content !== '');
  return next + 1;
}

function parseOnce(text: string, delimiter: Delimiter): { rows: TableRow[]; isUnclosed: boolean } {
  let isUnclosed = false;
  const records = parse(text, {
    delimiter,
    record_delimiter: '\n',
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: () => {
      isUnclosed = true;
      return undefined;
    },
    // With `info` and without `columns` every record comes as its cells beside the parser's counters.
  }) as unknown as { info: Info; record: string[] }[];
  return { rows: records.map(({ info, record }) => rowOf(info.lines, record)), isUnclosed };
}

function rowOf(lastLine: number, record: readonly string[]): TableRow {
  const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
  return { line: lastLine - breaks, lastLine, cells: record.map((cell) => cell.trim()) };
}
