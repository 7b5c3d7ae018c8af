import { z } from 'zod';
import { RecobroError } from '../domain/errors';
import type { Currency, MinorUnits } from '../domain/money';
import type { Day, Instant } from '../domain/time/calendar';
import { instantAt, localDay } from '../domain/time/zones';
import { numberStyle, parseAmount } from '../policy/book/amount';
import { parseDate } from '../policy/book/dates';
import { readTableFile } from '../policy/book/file';
import type { Table, TableRow } from '../policy/book/table';
import { openingFromBook, personFromBook } from '../policy/book/to-case';
import type { BookAccount } from '../policy/book/types';
import type { Behaviour } from './behaviour';
import { Chance } from './chance';
import type { Debtor, DebtorAccount, Happening } from './debtor';
import { openingAt, payerFor } from './population';
import { scriptOf } from './script';

/** A payment of a real book, to be replayed as it was. */
export interface RecordedPayment {
  readonly account: string;
  readonly id: string;
  /** Local date at the debtor's zone. */
  readonly on: Day;
  /** As the file says it; read with the account's currency. */
  readonly amount: string;
  /** A workbook holds the amount as a number: its decimal mark is the point. */
  readonly isNumber?: true;
  readonly debt?: string;
}

export interface BookRun {
  readonly behaviour: Behaviour;
  readonly seed: number;
  readonly start: Day;
  readonly days: number;
  /** Null = debtors behave as the behaviour file says. */
  readonly payments: readonly RecordedPayment[] | null;
  /** Whether rows follow the strategies that they name. */
  readonly asBooked: boolean;
}

/** Recorded payments have a date only: they are booked at noon. */
const NOON = 12 * 3_600;

const paymentRow = z.object({
  account: z.string().min(1),
  on: z.string(),
  amount: z.string().min(1),
  id: z.string().optional(),
  debt: z.string().optional(),
});
const PAYMENT_COLUMNS = paymentRow.keyof().options;

/** First local date of a book: the earliest opening, if the file says any. */
export function firstDayOf(accounts: readonly BookAccount[]): Day | null {
  const days = accounts.flatMap(({ opened, person }) =>
    opened === undefined ? [] : localDay(opened, person.zone),
  );
  return days.length === 0 ? null : days.reduce((first, day) => Math.min(first, day));
}

/** The persons of a book, each with all of their accounts, in the order of the file. */
export function debtorsOf(accounts: readonly BookAccount[], run: BookRun): Debtor[] {
  const byPerson = new Map<string, BookAccount[]>();
  for (const account of accounts) {
    const known = byPerson.get(account.person.id);
    if (known) known.push(account);
    else byPerson.set(account.person.id, [account]);
  }
  const payments = run.payments && byAccount(run.payments);
  return [...byPerson.values()].map((own) => debtorOf(own, run, payments));
}

function debtorOf(
  own: readonly BookAccount[],
  run: BookRun,
  payments: ReadonlyMap<string, readonly RecordedPayment[]> | null,
): Debtor {
  const { behaviour, start, days } = run;
  // Never empty: every person comes with an account.
  const [{ person }] = own as readonly [BookAccount];
  const chance = new Chance(run.seed, person.id);
  const zone = person.zone;
  const accounts = own.map((account, index): DebtorAccount => {
    const opening = openingFromBook(account, openingAt(start, zone));
    const due = Math.min(...opening.debts.map((debt) => debt.due));
    const payer = payments ? null : payerFor(chance, behaviour, start - due, index);
    return { opening, payer, ...(run.asBooked && account.strategy && { follows: account.strategy }) };
  });
  const script = payments
    ? own.flatMap((account, index) => replayed(account, index, payments.get(account.account) ?? []))
    : scriptOf(accounts, { chance, behaviour, zone, start, days });
  return { person: personFromBook(person), accounts, script: script.sort((a, b) => a.at - b.at) };
}

function replayed(
  { person, currency, opened = 0 }: BookAccount,
  account: number,
  payments: readonly RecordedPayment[],
): Happening[] {
  return payments.map((payment): Happening => {
    const { id, on, debt } = payment;
    const at: Instant = Math.max(instantAt(on, NOON, person.zone), opened);
    const amount = minorOf(payment, currency);
    const fact = { kind: 'payment', at, id, amount, on, ...(debt !== undefined && { debt }) } as const;
    return { kind: 'fact', at, account, fact };
  });
}

function minorOf({ id, amount, isNumber }: RecordedPayment, currency: Currency): MinorUnits {
  const parsed = parseAmount(amount, currency, isNumber ? numberStyle : { proven: new Set() });
  if ('value' in parsed) return parsed.value;
  throw badPayments(`payment ${id}: ${parsed.fault.message}; ${parsed.fault.remedy}`);
}

function byAccount(payments: readonly RecordedPayment[]): Map<string, RecordedPayment[]> {
  const found = new Map<string, RecordedPayment[]>();
  for (const payment of payments)
    found.set(payment.account, [...(found.get(payment.account) ?? []), payment]);
  return found;
}

const NEEDED_COLUMNS = ['account', 'on', 'amount'] as const;

/**
 * Reads recorded payments: CSV or a workbook with the columns account, on (a date as in books), amount, and optionally id and debt.
 *
 * @throws {RecobroError} `simulation.badFile` naming the row.
 */
export function readPayments(data: string | Uint8Array, file: string): RecordedPayment[] {
  const read = readTableFile(data, (header) => PAYMENT_COLUMNS.some((column) => column === header));
  if ('fault' in read) throw badPayments(`${file}: ${read.fault.message}; ${read.fault.remedy}`);
  const table = read.value;
  const missing = NEEDED_COLUMNS.filter((column) => !table?.header.cells.includes(column));
  if (!table || missing.length > 0) throw badPayments(`${file}: the header lacks ${missing.join(', ')}`);
  const [lost] = table.unclosed;
  if (lost !== undefined) throw badPayments(`${file}, row ${lost}: a quote is never closed`);
  return table.rows.map((row) => paymentOf(row, table, file));
}

function paymentOf(row: TableRow, { header }: Table, file: string): RecordedPayment {
  const place = `${file}, row ${row.line}`;
  const places = PAYMENT_COLUMNS.map((column) => [column, header.cells.indexOf(column)] as const);
  for (const [column, at] of places) {
    const fault = row.unreadable?.get(at);
    if (fault) throw badPayments(`${place}, ${column}: ${fault.message}; ${fault.remedy}`);
  }
  const read = paymentRow.safeParse(
    Object.fromEntries(places.map(([column, at]) => [column, row.cells[at]])),
  );
  if (!read.success) throw badPayments(`${place}: ${z.prettifyError(read.error)}`);
  const { account, amount, id, debt } = read.data;
  const on = parseDate(read.data.on);
  if ('fault' in on) throw badPayments(`${place}: ${on.fault.message}; ${on.fault.remedy}`);
  const isNumber = row.numbers?.has(header.cells.indexOf('amount'));
  return {
    ...{ account, amount, id: id || `recorded-${row.line}`, on: on.value },
    ...(isNumber && { isNumber }),
    ...(debt && { debt }),
  };
}

function badPayments(problem: string): RecobroError {
  const message = `Cannot replay payments: ${problem}; give the columns account, on (YYYY-MM-DD) and amount`;
  return new RecobroError('simulation.badFile', message, { file: '', problems: [problem] });
}
