import type { Currency, MinorUnits } from '../../domain/money';
import { asCurrency, currencyDecimals } from '../../domain/money';
import { RecobroError } from '../../domain/errors';
import type { Language } from '../../domain/person';
import { DAY_MS, dayFromIso } from '../../domain/time/calendar';

const NO_BREAK_SPACES = /[\u00a0\u202f]/g;

/** Spanish-speaking places that write 1,234.50; the others write 1.234,50. */
const POINT_FOR_DECIMALS: readonly Currency[] = ['MXN', 'PEN', 'USD', 'DOP', 'GTQ', 'HNL', 'NIO', 'PAB'];

/**
 * Writes an amount for people, with the decimals of its currency: `COP 1.250.000,00`, in English `COP 1,250,000.00`.
 * The ISO code stands for the symbol: `$` is eight currencies here, and some symbols do not fit in a plain SMS.
 *
 * @throws {RecobroError} `money.unknownCurrency`, `money.notWhole`
 */
export function formatMoney(minorUnits: MinorUnits, code: string, language: Language): string {
  const currency = asCurrency(code);
  if (!Number.isSafeInteger(minorUnits)) {
    const message = `Cannot write ${minorUnits} ${currency}: amounts are whole minor units`;
    throw new RecobroError('money.notWhole', message, { minorUnits });
  }
  const decimals = currencyDecimals[currency];
  const format = new Intl.NumberFormat(numberLocale(currency, language), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: 'always',
  });
  return `${currency} ${plainSpaces(format.format(minorUnits / 10 ** decimals))}`;
}

/**
 * Writes a local date for people. `short` is dd/mm/yyyy; English has no order of day and month that all its readers
 * share, so there both forms name the month.
 *
 * @throws {RecobroError} `calendar.badDate`
 */
export function formatDate(iso: string, form: 'short' | 'long', language: Language): string {
  const at = dayFromIso(iso) * DAY_MS;
  if (form === 'short' && language !== 'en') return iso.split('-').reverse().join('/');
  const format = new Intl.DateTimeFormat(dateLocales[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return plainSpaces(format.format(at));
}

const dateLocales: Readonly<Record<Language, string>> = { es: 'es-CO', pt: 'pt-BR', en: 'en-GB' };

function numberLocale(currency: Currency, language: Language): string {
  if (language === 'pt') return 'pt-BR';
  return language === 'en' || POINT_FOR_DECIMALS.includes(currency) ? 'en-US' : 'es-CO';
}

/** No-break spaces are not in GSM-7: one of them would more than halve what fits in an SMS. */
const plainSpaces = (text: string): string => text.replace(NO_BREAK_SPACES, ' ');
