import type { Day } from '../../domain/time/calendar';
import { numberStyle } from './amount';
import type { Cells } from './cells';
import type { ColumnName } from './columns';
import { parseDate } from './dates';
import type { AmountReading, DebtAmount } from './debt-amount';
import { amountIn, partIn, partsFault } from './debt-amount';
import type { Fault, Parsed } from './faults';
import { fault, masked } from './faults';
import { parseId } from './fields';
import type { BookDebt } from './types';

/** Id of the debt of a row that has `due` and `amount` but no `debt`. */
const ONLY_DEBT = 'D1';
/** `id@due=amount`, or with the date of the invoice `id@issued..due=amount`; the amount may be `amount/interest/fees`. */
const ITEM = /^([^@]+)@(?:([^=]+?)\.\.)?([^=]+)=([^/]+)(?:\/([^/]*))?(?:\/([^/]*))?$/;
/** Of the only debt of a row. */
const AMOUNTS = ['amount', 'interest', 'fees'] as const;
const ONE_DEBT: readonly ColumnName[] = ['due', 'issued', ...AMOUNTS];

/** The debts of a row, from `debts` or from `due` and `amount`. Undefined when anything is wrong with them. */
export function readDebts(cells: Cells, reading: AmountReading): readonly BookDebt[] | undefined {
  if (cells.text('debts') === '') return oneDebt(cells, reading);
  if (ONE_DEBT.some((column) => cells.text(column) !== '')) {
    cells.fail('debts', bothFault);
    return undefined;
  }
  return severalDebts(cells, reading);
}

/** The amounts of a row, parts of them included, as they are written; numbers of a spreadsheet are not. */
export function amountsIn(cells: Cells): string[] {
  const items = cells.text('debts').split('|');
  // What an expression did not find is undefined, whatever the library's types say.
  const found: (string | undefined)[] = items.flatMap((item) => ITEM.exec(item.trim())?.slice(4) ?? []);
  const own = AMOUNTS.filter((column) => !cells.isNumber(column)).map((column) => cells.text(column));
  return [...own, ...found.map((text) => text?.trim() ?? '')];
}

function oneDebt(cells: Cells, reading: AmountReading): readonly BookDebt[] | undefined {
  const id = cells.text('debt') === '' ? ONLY_DEBT : cells.optional('debt', parseId);
  const due = cells.required('due', parseDate);
  const issued = cells.optional('issued', (text) => parseIssued(text, due));
  const amount = cells.required('amount', (text) => amountIn(text, ofCell(cells, 'amount', reading)));
  const [interest, fees] = (['interest', 'fees'] as const).map((column) =>
    cells.optional(column, (text) => partIn(text, ofCell(cells, column, reading))),
  );
  if (id === undefined || due === undefined || amount === undefined || reading.currency === undefined)
    return undefined;
  const debt = debtOf(id, due, issued, { amount, interest, fees });
  const wrong = partsFault(debt);
  if (wrong) cells.fail(interest === undefined ? 'fees' : 'interest', wrong);
  return [debt];
}

/** A number of a spreadsheet has a decimal point, however the texts of the file are written. */
const ofCell = (cells: Cells, column: ColumnName, reading: AmountReading): AmountReading =>
  cells.isNumber(column) ? { ...reading, style: numberStyle } : reading;

function severalDebts(cells: Cells, reading: AmountReading): readonly BookDebt[] | undefined {
  const items = cells
    .text('debts')
    .split('|')
    .map((item) => item.trim());
  const debts = items.map((item, index) => readItem(cells, item, index + 1, reading));
  const good = debts.filter((debt) => debt !== undefined);
  const twice = good.find((debt, index) => good.findIndex(({ id }) => id === debt.id) < index);
  if (twice) cells.fail('debts', duplicateFault(good.indexOf(twice) + 1));
  return twice || good.length < debts.length || reading.currency === undefined ? undefined : good;
}

function readItem(
  cells: Cells,
  item: string,
  position: number,
  reading: AmountReading,
): BookDebt | undefined {
  const parts = ITEM.exec(item);
  if (!parts) {
    cells.fail('debts', badItem(item, position));
    return undefined;
  }
  const fail = (wrong: Fault): undefined => {
    cells.fail('debts', { ...wrong, message: `${wrong.message} (item ${position})` });
    return undefined;
  };
  const take = <T>(parsed: Parsed<T>): T | undefined =>
    'value' in parsed ? parsed.value : fail(parsed.fault);
  // What the expression did not find is undefined, whatever the library's types say.
  const [, name = '', written, day = '', all = '', ...rest]: readonly (string | undefined)[] = parts;
  const id = take(parseId(name.trim()));
  const due = take(parseDate(day.trim()));
  const issued = written === undefined ? undefined : take(parseIssued(written.trim(), due));
  const amount = take(amountIn(all.trim(), reading));
  const [interest, fees] = rest.map((part = '') =>
    part.trim() === '' ? undefined : take(partIn(part, reading)),
  );
  if (id === undefined || due === undefined || amount === undefined) return undefined;
  const debt = debtOf(id, due, issued, { amount, interest, fees });
  const wrong = partsFault(debt);
  if (!wrong) return debt;
  fail(wrong);
  return undefined;
}

const debtOf = (
  id: string,
  due: Day,
  issued: Day | undefined,
  { amount, interest, fees }: DebtAmount,
): BookDebt => ({
  ...{ id, due, amount },
  ...(issued !== undefined && { issued }),
  ...(interest !== undefined && { interest }),
  ...(fees !== undefined && { fees }),
});

/** An invoice is due on its date or later. */
function parseIssued(text: string, due: Day | undefined): Parsed<Day> {
  const issued = parseDate(text);
  if ('fault' in issued || due === undefined || issued.value <= due) return issued;
  return fault(
    'date.afterDue',
    `The issue date ${masked(text)} lies after the due date`,
    'Correct one of the two dates; leave the issue date empty if it is not known',
  );
}

const bothFault: Fault = {
  code: 'debts.both',
  message: 'The row has "debts" and also "due", "issued", "amount", "interest" or "fees"',
  remedy: 'Leave one of the two empty',
};

const badItem = (item: string, position: number): Fault =>
  fault(
    'debts.bad',
    `Cannot read item ${position} of the debts, ${masked(item)}`,
    'Write each as id@YYYY-MM-DD=amount, with an issue date as id@ISSUED..DUE=amount, with its parts as id@DUE=amount/interest/fees; separated by "|"',
  ).fault;

const duplicateFault = (position: number): Fault =>
  fault(
    'debts.duplicate',
    `Item ${position} of the debts repeats the id of an earlier one`,
    'Give every debt of the account its own id',
  ).fault;
