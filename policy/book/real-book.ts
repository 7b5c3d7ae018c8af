import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { RecobroError } from '../../domain/errors';
import type { MinorUnits } from '../../domain/money';
import type { Day } from '../../domain/time/calendar';
import { dayFromIso } from '../../domain/time/calendar';
import { startOfDay } from '../../domain/time/zones';
import { parseAmount } from './amount';
import type { BookAccount, BookPerson } from './types';

/** When and how an invoice of the real book was settled: always in full and once. */
export interface Settlement {
  readonly account: string;
  /** Local date of the payment. */
  readonly on: Day;
  readonly amount: MinorUnits;
  /** Days from the due date to the payment, 0 when it was in time. */
  readonly daysLate: number;
}

/** A real book: what was owed, and what became of it. `settlements[i]` belongs to `accounts[i]`. */
export interface RealBook {
  readonly accounts: readonly BookAccount[];
  readonly settlements: readonly Settlement[];
}

const ZONE = 'America/Bogota';
const CURRENCY = 'USD';

const rowSchema = z.object({
  customerID: z.string().min(1),
  invoiceNumber: z.string().min(1),
  InvoiceDate: z.string(),
  DueDate: z.string(),
  InvoiceAmount: z.string(),
  SettledDate: z.string(),
  DaysLate: z.coerce.number<string>().int().nonnegative(),
});
type Row = z.infer<typeof rowSchema>;

/**
 * Reads IBM's sample "Finance: Accounts Receivable" (2,466 invoices of 100 customers; dates m/d/yyyy, US dollars).
 * One account per invoice, one person per customer; addresses are made up from the customer's id. The file has
 * no licence: it is never part of this repository.
 *
 * @throws {RecobroError} `book.badSample` when the text is not that file.
 */
export function readRealBook(csvText: string): RealBook {
  const records: unknown[] = parse(csvText, { columns: true, bom: true, skip_empty_lines: true });
  const persons = new Map<string, BookPerson>();
  const accounts: BookAccount[] = [];
  const settlements: Settlement[] = [];
  records.forEach((record, index) => {
    const line = index + 2;
    const row = rowSchema.safeParse(record);
    if (!row.success) throw badSample(line, row.error.issues[0]?.path.join('.') ?? '');
    const person = persons.get(row.data.customerID) ?? personOf(row.data.customerID);
    persons.set(person.id, person);
    const account = accountOf(row.data, person, line);
    accounts.push(account);
    settlements.push(settlementOf(row.data, account, line));
  });
  if (accounts.length === 0) throw badSample(1, 'header');
  return { accounts, settlements };
}

function personOf(id: string): BookPerson {
  const number = String(hashOf(id) % 10_000_000).padStart(7, '0');
  return {
    id,
    name: `Customer ${id}`,
    jurisdiction: 'TEST',
    zone: ZONE,
    language: 'es',
    kind: 'business',
    addresses: { email: `${id.toLowerCase()}@example.test`, sms: `+57300${number}` },
    consent: ['email', 'sms'],
  };
}

function accountOf(row: Row, person: BookPerson, line: number): BookAccount {
  const issued = dateOf(row.InvoiceDate, line, 'InvoiceDate');
  const opened = startOfDay(issued, ZONE);
  const debt = {
    id: 'D1',
    issued,
    due: dateOf(row.DueDate, line, 'DueDate'),
    amount: centsOf(row.InvoiceAmount, line),
  };
  return { account: row.invoiceNumber, person, currency: CURRENCY, opened, debts: [debt], row: line };
}

function settlementOf(row: Row, { account }: BookAccount, line: number): Settlement {
  const on = dateOf(row.SettledDate, line, 'SettledDate');
  return { account, on, amount: centsOf(row.InvoiceAmount, line), daysLate: row.DaysLate };
}

function centsOf(text: string, line: number): MinorUnits {
  const amount = parseAmount(text, CURRENCY, { declared: 'point', proven: new Set() });
  if ('value' in amount) return amount.value;
  throw badSample(line, 'InvoiceAmount');
}

function dateOf(text: string, line: number, column: string): Day {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (year === '') throw badSample(line, column);
  return dayFromIso(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** FNV-1a, 32 bits: spreads ids over telephone numbers, the same on every machine. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

function badSample(row: number, column: string): RecobroError<'book.badSample'> {
  const message = `Cannot read "${column}" in line ${row} of the receivables sample: use the original file with its header and dates as m/d/yyyy`;
  return new RecobroError('book.badSample', message, { row });
}
