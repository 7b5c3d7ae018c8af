/** Every way in which a file, row or cell can be wrong. */
export const faultCodes = [
  'file.empty',
  'file.unreadable',
  'file.tooLarge',
  'file.noSheet',
  'file.missingColumn',
  'file.duplicateColumn',
  'row.quotes',
  'row.tooManyCells',
  'sheet.error',
  'sheet.formula',
  'sheet.rounded',
  'sheet.lines',
  'cell.missing',
  'id.bad',
  'id.mangled',
  'account.duplicate',
  'person.disagrees',
  'jurisdiction.unknown',
  'zone.unknown',
  'zone.missing',
  'language.unknown',
  'kind.unknown',
  'email.bad',
  'phone.bad',
  'channel.unknown',
  'currency.unknown',
  'number.bad',
  'strategy.unknown',
  'date.bad',
  'date.impossible',
  'date.afterDue',
  'amount.bad',
  'amount.ambiguous',
  'amount.notPositive',
  'amount.tooManyDecimals',
  'amount.tooLarge',
  'amount.partsExceed',
  'debts.bad',
  'debts.both',
  'debts.duplicate',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** What is wrong with a value and what to do about it; the place is added by whoever knows it. */
export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
  readonly remedy: string;
}

/** A value, or why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly fault: Fault };

/** The parser's answer for a value it cannot read. */
export const fault = (code: FaultCode, message: string, remedy: string): { readonly fault: Fault } => ({
  fault: { code, message, remedy },
});

/**
 * The value with all but its last two characters hidden, in quotes. A cell may hold personal data even where
 * none belongs (columns shift), so every quoted value goes through here.
 */
export function masked(text: string): string {
  const characters = [...text];
  const shown = characters.length > 2 ? characters.slice(-2).join('') : '';
  return `"${'*'.repeat(Math.min(characters.length - shown.length, 12))}${shown}"`;
}
