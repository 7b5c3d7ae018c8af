import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { DebtorKind, SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import type { Currency } from '../../domain/money';
import { currencyDecimals, isCurrency } from '../../domain/money';
import type { Language } from '../../domain/person';
import { languages } from '../../domain/person';
import type { ZoneId } from '../../domain/time/zones';
import { isKnownZone } from '../../domain/time/zones';
import { normalizedHeader } from './columns';
import type { Parsed } from './faults';
import { fault, masked } from './faults';

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
/** What a spreadsheet makes of a long number: digits are lost for good. */
const MANGLED = /^\d[.,]\d+E\+?\d+$/i;

const consumerWords = new Set(
  'consumer person consumidor persona natural fisica pessoa pf persona_natural persona_fisica pessoa_fisica'.split(
    ' ',
  ),
);
const businessWords = new Set(
  'business company empresa juridica moral pj persona_juridica persona_moral pessoa_juridica'.split(' '),
);
/** Words for channels besides our own names. Not `telefono`: it would not tell calls from messages. */
const channelWords: ReadonlyMap<string, SendChannel> = new Map([
  ['correo', 'email'],
  ['mail', 'email'],
  ['e_mail', 'email'],
  ['carta', 'letter'],
  ['llamada', 'voice'],
  ['chamada', 'voice'],
  ['voz', 'voice'],
]);
const emailSchema = z.email();
const noChannel = new Set(['none', 'ninguno', 'nenhum']);

/** An id that is safe in workflow ids, keys and addresses. */
export function parseId(text: string): Parsed<string> {
  if (MANGLED.test(text)) {
    const message = `The id ${masked(text)} was turned into a rounded number by a spreadsheet`;
    return fault('id.mangled', message, 'Format the column as text in the spreadsheet and export it again');
  }
  if (ID.test(text)) return { value: text };
  const remedy =
    'Use letters without accents, digits and . _ : - only, beginning with a letter or digit, at most 100';
  return fault(
    'id.bad',
    `The id ${masked(text)} has characters that an id cannot have, or is too long`,
    remedy,
  );
}

/** One of the known ids, compared as they are written. */
export function parseKnown(
  code: 'jurisdiction.unknown' | 'strategy.unknown',
  text: string,
  known: ReadonlySet<string>,
): Parsed<string> {
  if (known.has(text)) return { value: text };
  const what = code === 'strategy.unknown' ? 'strategy' : 'jurisdiction';
  return fault(code, `There is no ${what} ${masked(text)}`, `Use one of ${[...known].sort().join(', ')}`);
}

/** A zone that the pinned tables hold. */
export function parseZone(text: string): Parsed<ZoneId> {
  if (isKnownZone(text)) return { value: text };
  return fault(
    'zone.unknown',
    `There is no zone ${masked(text)}`,
    'Use an IANA zone such as America/Bogota, or leave the cell empty',
  );
}

/** `es`, `pt` or `en`; a region after it (`pt-BR`) is dropped. */
export function parseLanguage(text: string): Parsed<Language> {
  const short = text.toLowerCase().split(/[-_]/)[0];
  const value = languages.find((language) => language === short);
  return value
    ? { value }
    : fault(
        'language.unknown',
        `There is no language ${masked(text)}`,
        `Use one of ${languages.join(', ')}, or leave the cell empty`,
      );
}

/** `consumer` or `business`, also in Spanish and Portuguese words. */
export function parseKind(text: string): Parsed<DebtorKind> {
  const word = normalizedHeader(text);
  const value = consumerWords.has(word) ? 'consumer' : businessWords.has(word) ? 'business' : undefined;
  return value
    ? { value }
    : fault(
        'kind.unknown',
        `Cannot tell whether ${masked(text)} is a consumer or a business`,
        'Write consumer or business',
      );
}

/** A currency that the money tables hold, in any case. */
export function parseCurrency(text: string): Parsed<Currency> {
  const code = text.toUpperCase();
  if (isCurrency(code)) return { value: code };
  return fault(
    'currency.unknown',
    `Cannot book amounts in ${masked(text)}`,
    `Use one of ${Object.keys(currencyDecimals).join(', ')}`,
  );
}

/** A telephone number as E.164. `country` reads numbers without `+`; without it they are a fault. */
export function parsePhone(text: string, country: CountryCode | undefined): Parsed<string> {
  const phone = parsePhoneNumberFromString(text, {
    ...(country && { defaultCountry: country }),
    extract: false,
  });
  if (phone?.isValid()) return { value: phone.number };
  const remedy = 'Write it with + and the country code, such as +573001234567, or leave the cell empty';
  return fault('phone.bad', `Cannot read ${masked(text)} as a telephone number`, remedy);
}

/** One e-mail address. */
export function parseEmail(text: string): Parsed<string> {
  if (emailSchema.safeParse(text).success) return { value: text };
  return fault(
    'email.bad',
    `Cannot read ${masked(text)} as an e-mail address`,
    'Write one address such as ana@example.test, or leave the cell empty',
  );
}

/** Any text that is not empty. */
export const parseText = (text: string): Parsed<string> => ({ value: text });

/** A number that is no amount, such as a score: digits, with a point before decimals. */
export function parseNumber(text: string): Parsed<number> {
  if (/^-?\d{1,9}(\.\d{1,6})?$/.test(text)) return { value: Number(text) };
  return fault(
    'number.bad',
    `Cannot read ${masked(text)} as a number`,
    'Write digits, such as 640 or 0.82, or leave the cell empty',
  );
}

/** Channels separated by spaces, `;`, `|` or `,`. `none`, `ninguno` and `nenhum` say that there is none. */
export function parseConsent(text: string): Parsed<readonly SendChannel[]> {
  const words = text.split(/[\s;|,]+/).filter((word) => word !== '' && !noChannel.has(word.toLowerCase()));
  const unknown = words.find((word) => channelNamed(word) === undefined);
  if (unknown === undefined)
    return { value: sendChannels.filter((channel) => words.some((word) => channelNamed(word) === channel)) };
  const remedy = `Use ${sendChannels.join(', ')}, separated by spaces, ";" or "|"`;
  return fault('channel.unknown', `There is no channel ${masked(unknown)}`, remedy);
}

function channelNamed(word: string): SendChannel | undefined {
  const plain = normalizedHeader(word);
  return sendChannels.find((channel) => channel === plain) ?? channelWords.get(plain);
}
