import type { Currency } from '../../domain/money';
import type { AmountStyle } from './amount';
import { parseAmount } from './amount';
import type { Cells } from './cells';
import { parseDate } from './dates';
import type { Fault, Parsed } from './faults';
import { fault, masked } from './faults';
import { parseId } from './fields';
import type { BookDebt } from './types';

/** Id of the debt of a row that has `due` and `amount` but no `debt`. */
const ONLY_DEBT = 'D1';
const ITEM = /^([^@]+)@([^=]+)=(.+)$/;

/** The debts of a row, from `debts` or from `due` and `amount`. Undefined when anything is wrong with them. */
export function readDebts(
  cells: Cells,
  currency: Currency | undefined,
  style: AmountStyle,
): readonly BookDebt[] | undefined {
  if (cells.text('debts') === '') return oneDebt(cells, currency, style);
  if (cells.text('due') !== '' || cells.text('amount') !== '') {
    cells.fail('debts', bothFault);
    return undefined;
  }
  return severalDebts(cells, currency, style);
}

/** The amounts of a cell `debts`, as they are written. */
export const amountsIn = (debts: string): string[] =>
  debts.split('|').flatMap((item) => ITEM.exec(item.trim())?.[3]?.trim() ?? []);

function oneDebt(
  cells: Cells,
  currency: Currency | undefined,
  style: AmountStyle,
): readonly BookDebt[] | undefined {
  const id = cells.text('debt') === '' ? ONLY_DEBT : cells.optional('debt', parseId);
  const due = cells.required('due', parseDate);
  const amount = cells.required('amount', (text) => amountIn(text, currency, style));
  if (id === undefined || due === undefined || amount === undefined || currency === undefined)
    return undefined;
  return [{ id, due, amount }];
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
  const due = take(parseDate((parts[2] ?? '').trim()));
  const amount = take(amountIn(parts[3] ?? '', currency, style));
  return id === undefined || due === undefined || amount === undefined ? undefined : { id, due, amount };
}

/** Where the currency is unknown the row is rejected for that; decimals that depend on it are no second fault. */
function amountIn(text: string, currency: Currency | undefined, style: AmountStyle): Parsed<number> {
  if (currency !== undefined) return parseAmount(text, currency, style);
  const parsed = parseAmount(text, 'USD', style);
  return 'fault' in parsed && parsed.fault.code === 'amount.tooManyDecimals' ? { value: 0 } : parsed;
}

const bothFault: Fault = {
  code: 'debts.both',
  message: 'The row has "debts" and also "due" or "amount"',
  remedy: 'Leave one of the two empty',
};

const badItem = (item: string, position: number): Fault =>
  fault(
    'debts.bad',
    `Cannot read item ${position} of the debts, ${masked(item)}`,
    'Write each as id@YYYY-MM-DD=amount, separated by "|"',
  ).fault;

const duplicateFault = (position: number): Fault =>
  fault(
    'debts.duplicate',
    `Item ${position} of the debts repeats the id of an earlier one`,
    'Give every debt of the account its own id',
  ).fault;
