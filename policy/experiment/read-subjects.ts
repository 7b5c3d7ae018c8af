import { RecobroError } from '../../domain/errors';
import type { Subject } from '../../domain/experiment/read-out';
import type { Currency } from '../../domain/money';
import { isCurrency } from '../../domain/money';
import { readTable } from '../book/table';

const needed = ['person', 'arm', 'cash'] as const;
const columns = [...needed, 'cost', 'currency'] as const;
type Column = (typeof columns)[number];

export interface Subjects {
  readonly subjects: readonly Subject[];
  /** Null where the file does not say. */
  readonly currency: Currency | null;
}

interface Row {
  readonly line: number;
  readonly cell: (column: Column) => string;
}

/**
 * Reads the results of an experiment: CSV with `person`, `arm`, `cash` and if known `cost` (whole minor units) and
 * `currency`. Several rows of one person, one for each account, are added up; a person has paid whose cash is positive.
 *
 * @throws {RecobroError} `experiment.badData`
 */
export function readSubjects(text: string, file: string): Subjects {
  const rows = rowsOf(text, file);
  const byPerson = new Map<string, Subject>();
  let currency: Currency | null = null;
  for (const row of rows) {
    const subject = subjectOf(row, file);
    const known = byPerson.get(subject.person);
    if (known && known.arm !== subject.arm)
      fail(file, row.line, `person ${subject.person} is in two arms, ${known.arm} and ${subject.arm}`);
    byPerson.set(subject.person, known ? added(known, subject) : subject);
    currency = sameCurrency(currency, row, file);
  }
  return { subjects: [...byPerson.values()], currency };
}

function rowsOf(text: string, file: string): Row[] {
  const table = readTable(text, (header) => columns.some((column) => column === header));
  const places = new Map(table?.header.cells.map((name, index) => [name, index]));
  const missing = needed.filter((column) => !places.has(column));
  if (!table || missing.length > 0) return fail(file, 1, `the header lacks ${missing.join(', ')}`);
  return table.rows.map(({ line, cells }) => ({
    line,
    cell: (column) => cells[places.get(column) ?? -1]?.trim() ?? '',
  }));
}

function subjectOf(row: Row, file: string): Subject {
  const [person, arm] = [row.cell('person'), row.cell('arm')];
  if (person === '' || arm === '') fail(file, row.line, 'person and arm may not be empty');
  const cash = wholeOf(row, 'cash', file);
  return { person, arm, cash, hasPaid: cash > 0, cost: wholeOf(row, 'cost', file) };
}

function wholeOf(row: Row, column: Column, file: string): number {
  const text = row.cell(column) || '0';
  const amount = Number(text);
  return Number.isSafeInteger(amount)
    ? amount
    : fail(file, row.line, `${column} "${text}" is not a whole number of minor units`);
}

function added(a: Subject, b: Subject): Subject {
  const cash = a.cash + b.cash;
  return { ...a, cash, cost: a.cost + b.cost, hasPaid: cash > 0 };
}

function sameCurrency(known: Currency | null, row: Row, file: string): Currency | null {
  const text = row.cell('currency');
  if (text === '') return known;
  if (!isCurrency(text)) return fail(file, row.line, `there is no currency "${text}"`);
  if (known !== null && known !== text)
    return fail(
      file,
      row.line,
      `amounts in ${known} and ${text} cannot be added: read each currency out by itself`,
    );
  return text;
}

function fail(file: string, line: number, problem: string): never {
  throw new RecobroError('experiment.badData', `Cannot read the experiment ${file}:${line}: ${problem}`, {
    file,
    line,
    problem,
  });
}
