/** Every error of the core has a code, the facts, and a message that names the failed action and the remedy. */
export interface ErrorDetails {
  'calendar.badDate': { text: string };
  'calendar.badInstant': { text: string };
  'calendar.unknownZone': { zone: string };
  'money.unknownCurrency': { currency: string };
  'money.notWhole': { minorUnits: number };
  'law.unknownPack': { pack: string };
  'law.outsideCalendar': { calendar: string; date: string };
}

export type ErrorCode = keyof ErrorDetails;

export class RecobroError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'RecobroError';

  constructor(
    readonly code: C,
    message: string,
    readonly details: ErrorDetails[C],
  ) {
    super(message);
  }
}
