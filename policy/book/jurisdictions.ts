import type { CountryCode } from 'libphonenumber-js/min';
import type { Language } from '../../domain/person';
import type { ZoneId } from '../../domain/time/zones';

/** What a row may leave out because its place says it. */
export interface PlaceDefaults {
  /** Absent where one zone would be a guess: the row must name it. */
  readonly zone?: ZoneId;
  readonly language: Language;
  /** Country whose numbering plan reads telephone numbers without `+`. */
  readonly country?: CountryCode;
}

/** By country. An overlay (`BR-AM`, `US-NYC`) takes its country's row but for what {@link overlayZones} says. */
const byCountry: Readonly<Record<string, PlaceDefaults>> = {
  AR: { zone: 'America/Argentina/Buenos_Aires', language: 'es', country: 'AR' },
  BO: { zone: 'America/La_Paz', language: 'es', country: 'BO' },
  BR: { zone: 'America/Sao_Paulo', language: 'pt', country: 'BR' },
  CL: { zone: 'America/Santiago', language: 'es', country: 'CL' },
  CO: { zone: 'America/Bogota', language: 'es', country: 'CO' },
  EC: { zone: 'America/Guayaquil', language: 'es', country: 'EC' },
  ES: { zone: 'Europe/Madrid', language: 'es', country: 'ES' },
  MX: { zone: 'America/Mexico_City', language: 'es', country: 'MX' },
  PA: { zone: 'America/Panama', language: 'es', country: 'PA' },
  PE: { zone: 'America/Lima', language: 'es', country: 'PE' },
  PY: { zone: 'America/Asuncion', language: 'es', country: 'PY' },
  US: { language: 'en', country: 'US' },
  UY: { zone: 'America/Montevideo', language: 'es', country: 'UY' },
};

const overlayZones: Readonly<Record<string, ZoneId>> = {
  'BR-AL': 'America/Maceio',
  'BR-AM': 'America/Manaus',
  'US-MA': 'America/New_York',
  'US-NYC': 'America/New_York',
};

/** Defaults of a rule pack's place; a pack that is no country of the table gives Spanish and nothing else. */
export function placeDefaults(jurisdiction: string): PlaceDefaults {
  const country = byCountry[jurisdiction.split('-')[0] ?? ''] ?? { language: 'es' };
  const zone = overlayZones[jurisdiction];
  return zone === undefined ? country : { ...country, zone };
}
