import { isCurrency } from '../../domain/money';
import { dayFromIso } from '../../domain/time/calendar';

/** What a message may say. The amounts are minor units of `currency`, the dates local dates as `YYYY-MM-DD`. */
export interface Variables {
  readonly debtorName: string;
  /** The party that is owed, by the name the debtor knows. */
  readonly creditorName: string;
  /** Account or contract number, masked as the creditor wishes. */
  readonly accountRef: string;
  /** What is still unpaid of the debt that the message is about (the anchor). */
  readonly amountMinor: number;
  readonly currency: string;
  /** The whole overdue balance of the account; 0 before the due date. */
  readonly overdueMinor: number;
  /** Due date of the debt that the message is about. */
  readonly dueDate: string;
  /** Calendar days since `dueDate`; negative before it. */
  readonly daysPastDue: number;
  readonly payUrl: string;
  readonly unsubscribeUrl: string;
  readonly contactPhone: string;
  /** Only in messages about a promise. */
  readonly promiseAmountMinor?: number;
  /** Only in messages about a promise. */
  readonly promiseDue?: string;
  /** Only in notices: everything that is left to pay, and what the notice is about. */
  readonly balanceMinor?: number;
  readonly paymentAmountMinor?: number;
  readonly paymentDate?: string;
  readonly instalmentAmountMinor?: number;
  readonly instalmentDue?: string;
  readonly disputedAmountMinor?: number;
  /** Only where a dispute was accepted. */
  readonly disputeAccepted?: string;
  /** Only while there is an offer: what is left to pay of it, by when, and what is then no longer asked for. */
  readonly offerAmountMinor?: number;
  readonly offerUntil?: string;
  readonly offerSavingMinor?: number;
  /** Worked out: overdue on other debts than the one that the message is about; absent when there is nothing. */
  readonly otherOverdueMinor?: number;
  /** Worked out: `amountMinor` and `otherOverdueMinor` together. */
  readonly totalMinor?: number;
}

export type VariableName = keyof Variables;

interface Rule {
  /** Whether the value may be put into a message. */
  readonly accepts: (value: unknown) => boolean;
  readonly form: string;
}

const text: Rule = {
  accepts: (value) => typeof value === 'string' && value.trim() !== '',
  form: 'text that is not empty',
};
const whole: Rule = { accepts: Number.isSafeInteger, form: 'a whole number' };
const minorUnits: Rule = {
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  form: 'whole minor units, 0 or more',
};
const date: Rule = { accepts: isDate, form: 'an existing date as YYYY-MM-DD' };
const url: Rule = { accepts: isWebAddress, form: 'an http(s) address without spaces' };
const currency: Rule = {
  accepts: (value) => typeof value === 'string' && isCurrency(value),
  form: 'a currency that Recobro books',
};

/** What each variable must be; the keys are the variables that a template may name. */
export const variableRules: Readonly<Record<VariableName, Rule>> = {
  debtorName: text,
  creditorName: text,
  accountRef: text,
  amountMinor: minorUnits,
  currency,
  overdueMinor: minorUnits,
  dueDate: date,
  daysPastDue: whole,
  payUrl: url,
  unsubscribeUrl: url,
  contactPhone: text,
  promiseAmountMinor: minorUnits,
  promiseDue: date,
  balanceMinor: minorUnits,
  paymentAmountMinor: minorUnits,
  paymentDate: date,
  instalmentAmountMinor: minorUnits,
  instalmentDue: date,
  disputedAmountMinor: minorUnits,
  disputeAccepted: text,
  offerAmountMinor: minorUnits,
  offerUntil: date,
  offerSavingMinor: minorUnits,
  otherOverdueMinor: minorUnits,
  totalMinor: minorUnits,
};

/** The variables with those that are worked out from others. Before the due date `overdueMinor` is all of other debts. */
export function withTotals(variables: Variables): Variables {
  const { amountMinor, overdueMinor, daysPastDue } = variables;
  const other = Math.max(0, daysPastDue > 0 ? overdueMinor - amountMinor : overdueMinor);
  return { ...variables, totalMinor: amountMinor + other, ...(other > 0 && { otherOverdueMinor: other }) };
}

/** Variables that are absent in most messages: a template asks with `{{#if …}}`, or is about a promise. */
export const optionalVariables: readonly VariableName[] = [
  'promiseAmountMinor',
  'promiseDue',
  'balanceMinor',
  'paymentAmountMinor',
  'paymentDate',
  'instalmentAmountMinor',
  'instalmentDue',
  'disputedAmountMinor',
  'disputeAccepted',
  'offerAmountMinor',
  'offerUntil',
  'offerSavingMinor',
  'otherOverdueMinor',
];

/** What only a strategy with incentives or settlements has something to say for. */
export const offerVariables: readonly VariableName[] = ['offerAmountMinor', 'offerUntil', 'offerSavingMinor'];

/** Variables that are there whenever this one is, itself among them: a text need not ask for each. */
export const givenWith = (name: string): readonly string[] =>
  offerVariables.some((known) => known === name) ? offerVariables : [name];

export const isVariableName = (name: string): name is VariableName => Object.hasOwn(variableRules, name);

/** A debtor, a loan and addresses of realistic length, for previews and for measuring messages. */
export const sampleVariables: Omit<Required<Variables>, 'otherOverdueMinor' | 'totalMinor'> = {
  debtorName: 'María Fernanda Rodríguez Peña',
  creditorName: 'Financiera del Ejemplo',
  accountRef: '****4821',
  amountMinor: 125_000_000,
  currency: 'COP',
  overdueMinor: 250_000_000,
  dueDate: '2026-03-10',
  daysPastDue: 34,
  payUrl: 'https://pagos.ejemplo.co/p/7Kq2mXw9',
  unsubscribeUrl: 'https://pagos.ejemplo.co/b/7Kq2mXw9',
  contactPhone: '+57 601 555 0100',
  promiseAmountMinor: 80_000_000,
  promiseDue: '2026-04-20',
  balanceMinor: 250_000_000,
  paymentAmountMinor: 125_000_000,
  paymentDate: '2026-04-13',
  instalmentAmountMinor: 60_000_000,
  instalmentDue: '2026-04-30',
  disputedAmountMinor: 125_000_000,
  disputeAccepted: 'accepted',
  offerAmountMinor: 225_000_000,
  offerUntil: '2026-04-23',
  offerSavingMinor: 25_000_000,
};

function isDate(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    dayFromIso(value);
    return true;
  } catch {
    return false; // Says only yes or no; the caller names the variable.
  }
}

/** Only web addresses become links: a `javascript:` address must never reach a message. */
function isWebAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[^\s<>"']+$/i.test(value) && URL.canParse(value);
}
