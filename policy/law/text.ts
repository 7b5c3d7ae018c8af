import type { Instant } from '../../domain/time/calendar';
import { dayFromIso, SECOND_MS } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { offsetSeconds } from '../../domain/time/zones';
import { contentHash } from '../content-hash';

/** Whether a text is an existing date written YYYY-MM-DD. */
export function isIsoDate(text: string): boolean {
  try {
    dayFromIso(text);
    return true;
  } catch {
    return false;
  }
}

/** Writes an instant by the wall clock of `zone`, with its offset: `2026-11-30T07:00:00-05:00`. */
export function isoInZone(at: Instant, zone: ZoneId): string {
  const offset = offsetSeconds(at, zone);
  const local = new Date(at + offset * SECOND_MS).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) / 60;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Hexadecimal digits of a hash that are enough to name a version: 64 bits. */
const VERSION_DIGITS = 16;

/**
 * Version of a pack or calendar: the start of the SHA-256 of its content as canonical JSON (keys sorted, no spaces).
 * Comments and the order of keys do not change it; the order of rules does, since it decides which reason is first.
 */
export function contentVersion(content: unknown): string {
  return contentHash(content).slice(0, VERSION_DIGITS);
}
