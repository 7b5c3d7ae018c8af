import { RecobroError } from './errors';

/** Decimals of each ISO 4217 currency that Recobro books. Others are refused, never guessed. */
export const currencyDecimals = {
  ARS: 2,
  BOB: 2,
  BRL: 2,
  CLP: 0,
  COP: 2,
  CRC: 2,
  DOP: 2,
  EUR: 2,
  GTQ: 2,
  HNL: 2,
  MXN: 2,
  NIO: 2,
  PAB: 2,
  PEN: 2,
  PYG: 0,
  USD: 2,
  UYU: 2,
} as const;

export type Currency = keyof typeof currencyDecimals;

/** Whole minor units of the account's currency: 1999 with USD is $19.99, with CLP it is $1,999. Never a float. */
export type MinorUnits = number;

export const isCurrency = (text: string): text is Currency => Object.hasOwn(currencyDecimals, text);

/** @throws {RecobroError} `money.unknownCurrency` */
export function asCurrency(text: string): Currency {
  if (isCurrency(text)) return text;
  const message = `Cannot book amounts in "${text}": use one of ${Object.keys(currencyDecimals).join(', ')}`;
  throw new RecobroError('money.unknownCurrency', message, { currency: text });
}

const MILLION = 1_000_000;

/** A share (fraction of 1, read to the sixth decimal) of an amount in whole minor units; exact up to 1e15. */
export function shareOf(amount: MinorUnits, share: number, rounding: 'up' | 'down'): MinorUnits {
  const millionths = Math.round(share * MILLION);
  const rest = (amount % MILLION) * millionths;
  const whole = Math.floor(amount / MILLION) * millionths;
  return whole + (rounding === 'up' ? Math.ceil(rest / MILLION) : Math.floor(rest / MILLION));
}
