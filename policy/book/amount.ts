import type { Currency, MinorUnits } from '../../domain/money';
import { currencyDecimals } from '../../domain/money';
import type { DecimalMark } from './column-map';
import type { Parsed } from './faults';
import { fault, masked } from './faults';

/** What is known of the way a file writes amounts. */
export interface AmountStyle {
  /** Declared by the column map: settles everything. */
  readonly declared?: DecimalMark;
  /** Marks that amounts of the file prove to separate decimals, as in `99,50`. */
  readonly proven: ReadonlySet<DecimalMark>;
}

/** Of numbers that are no texts: `1.234` has three decimals. */
export const numberStyle: AmountStyle = { declared: 'point', proven: new Set() };

/** The digits of an amount. `lone` = one mark before three digits: a group of thousands or three decimals. */
interface Digits {
  readonly whole: string;
  readonly decimals: string;
  readonly mark?: DecimalMark;
  readonly lone?: true;
}

const WHOLE = /^\d+$/;
const ONE_MARK = /^(\d+)([.,])(\d+)$/;
const GROUPS = /^[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$/;
const GROUPS_AND_DECIMALS = /^([1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+))([.,])(\d+)$/;
const NEGATIVE = /^\(.*\)$|^[-−]|[-−]$/;

/**
 * Reads an amount in major units as whole minor units, digit by digit (no float). Takes decimal comma or point,
 * groups of thousands, a leading `$` or currency code. `1.234` is a group of thousands where the currency has
 * fewer than three decimals, unless the file elsewhere uses the point for decimals: then it is a fault.
 */
export function parseAmount(text: string, currency: Currency, style: AmountStyle): Parsed<MinorUnits> {
  const bare = withoutSymbol(text, currency);
  if (NEGATIVE.test(text.trim()) || NEGATIVE.test(bare)) return notPositive(text);
  const digits = digitsOf(bare);
  if (!digits || contradicts(digits, style)) return badAmount(text, style);
  if (!digits.lone) return minorUnits(digits, currency, text);
  if (isAmbiguous(digits, currency, style)) return ambiguous(text);
  const isDecimal = style.declared === digits.mark;
  return minorUnits(
    isDecimal ? digits : { whole: digits.whole + digits.decimals, decimals: '' },
    currency,
    text,
  );
}

/** Marks that these amounts prove to separate decimals. Groups of one mark prove the other. */
export function provenMarks(texts: Iterable<string>): Set<DecimalMark> {
  const proven = new Set<DecimalMark>();
  for (const text of texts) {
    const digits = digitsOf(text.replace(/^[^\d]+/, '').trim());
    if (digits?.mark && !digits.lone) proven.add(digits.mark);
    if (proven.size === 2) break;
  }
  return proven;
}

function digitsOf(text: string): Digits | undefined {
  if (WHOLE.test(text)) return { whole: text, decimals: '' };
  const one = ONE_MARK.exec(text);
  if (one) return oneMark(one[1] ?? '', one[3] ?? '', markOf(one[2]));
  if (GROUPS.test(text)) {
    return { whole: text.replace(/\D/g, ''), decimals: '', mark: text.includes('.') ? 'comma' : 'point' };
  }
  const full = GROUPS_AND_DECIMALS.exec(text);
  const mark = markOf(full?.[2]);
  // The two marks must differ: 1.234.56 is no number.
  if (!full || markOf(/[.,]/.exec(text)?.[0]) === mark) return undefined;
  return { whole: (full[1] ?? '').replace(/\D/g, ''), decimals: full[3] ?? '', mark };
}

function oneMark(whole: string, decimals: string, mark: DecimalMark): Digits {
  const mayBeGroup = /^[1-9]\d{0,2}$/.test(whole) && decimals.length === 3;
  return { whole, decimals, mark, ...(mayBeGroup && { lone: true }) };
}

const markOf = (character: string | undefined): DecimalMark => (character === ',' ? 'comma' : 'point');

const contradicts = ({ mark, lone }: Digits, { declared }: AmountStyle): boolean =>
  declared !== undefined && mark !== undefined && !lone && mark !== declared;

function isAmbiguous({ mark }: Digits, currency: Currency, { declared, proven }: AmountStyle): boolean {
  if (declared !== undefined || mark === undefined) return false;
  return proven.has(mark) || currencyDecimals[currency] >= 3;
}

function minorUnits({ whole, decimals }: Digits, currency: Currency, text: string): Parsed<MinorUnits> {
  const places = currencyDecimals[currency];
  if (/[1-9]/.test(decimals.slice(places))) return tooManyDecimals(text, currency, places);
  const value = Number(whole + decimals.slice(0, places).padEnd(places, '0'));
  if (!Number.isSafeInteger(value)) {
    return fault(
      'amount.tooLarge',
      `The amount ${masked(text)} is too large to be exact`,
      'Correct the amount',
    );
  }
  return value === 0 ? notPositive(text) : { value };
}

function withoutSymbol(text: string, currency: Currency): string {
  const trimmed = text.trim();
  const symbols = currency === 'BRL' ? [currency, 'R$', '$'] : [currency, '$'];
  const symbol = symbols.find((prefix) => trimmed.startsWith(prefix)) ?? '';
  return trimmed.slice(symbol.length).trim();
}

function tooManyDecimals(text: string, currency: Currency, places: number): Parsed<never> {
  const message = `The amount ${masked(text)} has more decimals than ${currency}, which has ${places}`;
  return fault('amount.tooManyDecimals', message, `Write the amount with at most ${places} decimals`);
}

const notPositive = (text: string): Parsed<never> =>
  fault(
    'amount.notPositive',
    `The amount ${masked(text)} is not more than zero`,
    'Leave out what is not owed, or correct the amount',
  );

function badAmount(text: string, { declared }: AmountStyle): Parsed<never> {
  const shape = declared ? ` with the decimal ${declared} that the column map declares` : '';
  return fault(
    'amount.bad',
    `Cannot read ${masked(text)} as an amount${shape}`,
    'Write an amount such as 1234.50, 1.234,50 or 1,234.50',
  );
}

const ambiguous = (text: string): Parsed<never> =>
  fault(
    'amount.ambiguous',
    `The amount ${masked(text)} can be read in two ways: elsewhere in the file the same mark separates decimals`,
    'Write it without groups of thousands, or declare "decimal: comma" or "decimal: point" in the column map',
  );
