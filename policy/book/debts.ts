import type { Currency } from '../../domain/money';
import type { AmountStyle } from './amount';
import { parseAmount } from './amount';
import type { Day } from '../../domain/time/calendar';
import type { Cells } from './cells';
import { isColumnName } from './columns';
import { parseDate } from './dates';
import type { Fault, Parsed } from './faults';
import { fault, masked } from './faults';
import { parseId } from './fields';
import type { BookDebt } from './types';

/** Id of the debt of a row that has `due` and `amount` but no `debt`. */
const ONLY_DEBT = 'D1';
/** `id@due=amount`, or with the date of the invoice `id@issued..due=amount`. */
const ITEM = /^([^@]+)@(?:([^=]+?)\.\.)?([^=]+)=(.+)$/;

/** The debts of a row, from `debts` or from `due` and `amount`. Undefined when anything is wrong with them. */
export function readDebts(
  cells: Cells,
  currency: Currency | undefined,
  style: AmountStyle,
): readonly BookDebt[] | undefined {
  if (cells.text('debts') === '') return oneDebt(cells, currency, style);
  if (['due', 'issued', 'amount'].some((column) => isColumnName(column) && cells.text(column) !== '')) {
    cells.fail('debts', bothFault);
    return undefined;
  }
  return severalDebts(cells, currency, style);
}

/** The amounts of a cell `debts`, as they are written. */
export const amountsIn = (debts: string): string[] =>
  debts.split('|').flatMap((item) => ITEM.exec(item.trim())?.[4]?.trim() ?? []);

function oneDebt(
  cells: Cells,
  currency: Currency | undefined,
  style: AmountStyle,
): readonly BookDebt[] | undefined {
  const id = cells.text('debt') === '' ? ONLY_DEBT : cells.optional('debt', parseId);
  const due = cells.required('due', parseDate);
  const issued = cells.optional('issued', (text) => parseIssued(text, due));
  const amount = cells.required('amount', (text) => amountIn(text, currency, style));
  if (id === undefined || due === undefined || amount === undefined || currency === undefined)
    return undefined;
  return [debtOf(id, due, amount, issued)];
}

function severalDebts(
  cells: Cells,
  currency: Currency | undefined,
  style: AmountStyle,
): readonly BookDebt[] | undefined {
  const items = cells
    .text('debts')
    .split('|')
    .map((item) => item.trim());
  const debts = items.map((item, index) => readItem(cells, item, index + 1, currency, style));
  const good = debts.filter((debt) => debt !== undefined);
  const twice = good.find((debt, index) => good.findIndex(({ id }) => id === debt.id) < index);
  if (twice) cells.fail('debts', duplicateFault(good.indexOf(twice) + 1));
  return twice || good.length < debts.length || currency === undefined ? undefined : good;
}

function readItem(
  cells: Cells,
  item: string,
  position: number,
  currency: Currency | undefined,
  style: AmountStyle,
): BookDebt | undefined {
  const parts = ITEM.exec(item);
  if (!parts) {
    cells.fail('debts', badItem(item, position));
    return undefined;
  }
  const take = <T>(parsed: Parsed<T>): T | undefined => {
    if ('value' in parsed) return parsed.value;
    cells.fail('debts', { ...parsed.fault, message: `${parsed.fault.message} (item ${position})` });
    return undefined;
  };
  const id = take(parseId((parts[1] ?? '').trim()));
  const due = take(parseDate((parts[3] ?? '').trim()));
  const issued = parts[2] === undefined ? undefined : take(parseIssued(parts[2].trim(), due));
  const amount = take(amountIn(parts[4] ?? '', currency, style));
  if (id === undefined || due === undefined || amount === undefined) return undefined;
  return debtOf(id, due, amount, issued);
}

const debtOf = (id: string, due: Day, amount: number, issued: Day | undefined): BookDebt => ({
  ...{ id, due, amount },
  ...(issued !== undefined && { issued }),
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

/** Where the currency is unknown the row is rejected for that; decimals that depend on it are no second fault. */
function amountIn(text: string, currency: Currency | undefined, style: AmountStyle): Parsed<number> {
  if (currency !== undefined) return parseAmount(text, currency, style);
  const parsed = parseAmount(text, 'USD', style);
  return 'fault' in parsed && parsed.fault.code === 'amount.tooManyDecimals' ? { value: 0 } : parsed;
}

const bothFault: Fault = {
  code: 'debts.both',
  message: 'The row has "debts" and also "due", "issued" or "amount"',
  remedy: 'Leave one of the two empty',
};

const badItem = (item: string, position: number): Fault =>
  fault(
    'debts.bad',
    `Cannot read item ${position} of the debts, ${masked(item)}`,
    'Write each as id@YYYY-MM-DD=amount, or with an issue date as id@ISSUED..DUE=amount, separated by "|"',
  ).fault;

const duplicateFault = (position: number): Fault =>
  fault(
    'debts.duplicate',
    `Item ${position} of the debts repeats the id of an earlier one`,
    'Give every debt of the account its own id',
  ).fault;
