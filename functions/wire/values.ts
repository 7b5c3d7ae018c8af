import * as z from 'zod';
import { sendChannels } from '../../domain/channel';
import type { Currency } from '../../domain/money';
import { currencyDecimals, isCurrency } from '../../domain/money';
import type { Day, Instant } from '../../domain/time/calendar';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { isKnownZone } from '../../domain/time/zones';

/** Ids of the caller: accounts, debts, payments. No parentheses, which mark our own stand-ins. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/)
  .meta({ description: 'Id of the caller’s own', examples: ['CR-2026-0001'] });

/** A minor unit is the smallest part of the currency; a billion billions is nobody's debt. */
const MOST = 1e15;
export const amountSchema = z
  .int()
  .min(1)
  .max(MOST)
  .meta({ description: 'Whole minor units of the account’s currency', examples: [1_250_000] });
export const amountOrNothingSchema = z
  .int()
  .min(0)
  .max(MOST)
  .meta({ description: 'Whole minor units of the account’s currency, or 0' });

/** Only years that calendars and packs can know. */
export const dateSchema = z
  .string()
  .regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .refine(isDate, { error: 'is no existing date' })
  .meta({ description: 'Local date at the debtor’s place', format: 'date', examples: ['2026-03-10'] });

export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine(isInstant, { error: 'is no existing instant' })
  .meta({ description: 'Instant with offset or Z', examples: ['2026-03-10T09:00:00-05:00'] });

const currencies = Object.keys(currencyDecimals).filter(isCurrency);
const [firstCurrency, ...otherCurrencies] = currencies;
export const currencySchema: z.ZodType<Currency, Currency> = z
  .enum([firstCurrency ?? 'COP', ...otherCurrencies])
  .meta({ description: 'ISO 4217' });

export const sendChannelSchema = z
  .enum(sendChannels)
  .meta({ description: 'Channel by which messages are sent' });

export const zoneSchema = z
  .string()
  .max(64)
  .refine(isKnownZone, { error: 'is no known IANA zone' })
  .meta({ description: 'IANA zone', examples: ['America/Bogota'] });

export const dayOf = (text: string): Day => dayFromIso(text);
export const instantOf = (text: string): Instant => instantFromIso(text);

function isDate(text: string): boolean {
  try {
    return Number.isInteger(dayFromIso(text));
  } catch {
    return false;
  }
}

function isInstant(text: string): boolean {
  try {
    return Number.isFinite(instantFromIso(text));
  } catch {
    return false;
  }
}
