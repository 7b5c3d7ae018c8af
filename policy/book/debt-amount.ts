import type { Currency, MinorUnits } from '../../domain/money';
import type { AmountStyle } from './amount';
import { parseAmount } from './amount';
import type { Fault, Parsed } from './faults';
import { fault } from './faults';

/** How the amounts of a row are read. The currency is absent where the row's is unknown. */
export interface AmountReading {
  readonly currency: Currency | undefined;
  readonly style: AmountStyle;
}

/** What is owed on a debt, and what of it is interest and fees where the file says so. */
export interface DebtAmount {
  readonly amount: MinorUnits;
  readonly interest?: MinorUnits | undefined;
  readonly fees?: MinorUnits | undefined;
}

/** Where the currency is unknown the row is rejected for that; decimals that depend on it are no second fault. */
export function amountIn(text: string, { currency, style }: AmountReading): Parsed<MinorUnits> {
  if (currency !== undefined) return parseAmount(text, currency, style);
  const parsed = parseAmount(text, 'USD', style);
  return 'fault' in parsed && parsed.fault.code === 'amount.tooManyDecimals' ? { value: 0 } : parsed;
}

/** A part of an amount may be nothing. */
export const partIn = (text: string, reading: AmountReading): Parsed<MinorUnits> =>
  /^\D*0[0.,]*$/.test(text.trim()) && !/[-−(]/.test(text) ? { value: 0 } : amountIn(text, reading);

/** @returns Why the parts cannot be; undefined when they can. */
export function partsFault({ amount, interest = 0, fees = 0 }: DebtAmount): Fault | undefined {
  if (interest + fees <= amount) return undefined;
  return fault(
    'amount.partsExceed',
    'Interest and fees together are more than the amount that they are part of',
    'The amount is all that is owed, interest and fees included: correct one of them',
  ).fault;
}
