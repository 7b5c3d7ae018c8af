import type { Traits } from '../../domain/case/state';
import type { SendChannel } from '../../domain/channel';
import { isKnownZone } from '../../domain/time/zones';
import type { ZoneId } from '../../domain/time/zones';
import type { AmountStyle } from './amount';
import type { Cells } from './cells';
import { parseOpened } from './dates';
import { readDebts } from './debts';
import {
  parseConsent,
  parseCurrency,
  parseEmail,
  parseId,
  parseKind,
  parseKnown,
  parseLanguage,
  parseNumber,
  parsePhone,
  parseText,
  parseZone,
} from './fields';
import type { PlaceDefaults } from './jurisdictions';
import { placeDefaults } from './jurisdictions';
import type { BookAccount, BookOptions, BookPerson } from './types';

/** The account of a row. Undefined when anything is wrong with it; `cells` then has every fault. */
export function readRow(cells: Cells, options: BookOptions, style: AmountStyle): BookAccount | undefined {
  const account = cells.required('account', parseId);
  const person = readPerson(cells, options);
  const currency = cells.required('currency', parseCurrency);
  const strategy = cells.optional('strategy', (text) => strategyOf(text, options));
  const opened = cells.optional('opened', (text) => parseOpened(text, person?.zone ?? zoneForCheck(cells)));
  const traits = readTraits(cells);
  const debts = readDebts(cells, { currency, style });
  if (cells.faults.length > 0 || account === undefined || !person || currency === undefined || !debts)
    return undefined;
  return {
    account,
    person,
    currency,
    ...(opened !== undefined && { opened }),
    ...(strategy !== undefined && { strategy }),
    ...(Object.keys(traits).length > 0 && { traits }),
    debts,
    row: cells.row,
  };
}

function readTraits(cells: Cells): Traits {
  const found = {
    product: cells.optional('product', parseText),
    city: cells.optional('city', parseText),
    score: cells.optional('score', parseNumber),
    cause: cells.optional('cause', parseText),
    times_late: cells.optional('times_late', parseNumber),
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function readPerson(cells: Cells, options: BookOptions): BookPerson | undefined {
  const id = cells.required('person', parseId);
  const name = cells.required('name', parseText);
  const jurisdiction = cells.required('jurisdiction', (text) =>
    parseKnown('jurisdiction.unknown', text, options.jurisdictions),
  );
  const defaults = placeDefaults(jurisdiction ?? '');
  const zone = readZone(cells, jurisdiction === undefined ? undefined : defaults);
  const language = cells.optional('language', parseLanguage) ?? defaults.language;
  const kind = cells.optional('kind', parseKind) ?? 'consumer';
  const taxId = cells.optional('tax_id', parseText);
  const addresses = readAddresses(cells, defaults);
  const consent = cells.optional('consent', parseConsent) ?? [];
  if (id === undefined || name === undefined || jurisdiction === undefined || zone === undefined)
    return undefined;
  return {
    id,
    name,
    jurisdiction,
    zone,
    language,
    kind,
    ...(taxId !== undefined && { taxId }),
    addresses,
    consent,
  };
}

/** `defaults` is absent when the jurisdiction is faulty: then an empty zone is not a fault of its own. */
function readZone(cells: Cells, defaults: PlaceDefaults | undefined): ZoneId | undefined {
  if (cells.text('zone') !== '') return cells.optional('zone', parseZone);
  if (defaults && defaults.zone === undefined) {
    cells.fail('zone', {
      code: 'zone.missing',
      message: 'The zone is empty and the jurisdiction does not settle it',
      remedy: 'Name the zone of the person, such as America/New_York',
    });
  }
  return defaults?.zone;
}

function readAddresses(cells: Cells, { country }: PlaceDefaults): Partial<Record<SendChannel, string>> {
  const phone = (column: 'sms' | 'whatsapp' | 'voice'): string | undefined =>
    cells.optional(column, (text) => parsePhone(text, country));
  const found: Record<SendChannel, string | undefined> = {
    email: cells.optional('email', parseEmail),
    sms: phone('sms'),
    whatsapp: phone('whatsapp'),
    letter: cells.optional('letter', parseText),
    voice: phone('voice'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, address]) => address !== undefined));
}

function strategyOf(text: string, { strategies }: BookOptions): ReturnType<typeof parseId> {
  return strategies ? parseKnown('strategy.unknown', text, strategies) : parseId(text);
}

/** A zone in which `opened` can be checked although the person of the row could not be read. */
function zoneForCheck(cells: Cells): ZoneId {
  const zone = cells.text('zone');
  return isKnownZone(zone) ? zone : 'UTC';
}
