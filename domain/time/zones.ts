import { RecobroError } from '../errors';
import type { Day, Instant, SecondOfDay } from './calendar';
import { DAY_MS, SECOND_MS } from './calendar';
import { zoneData } from './zone-data';

/** IANA zone name, such as `America/Bogota`. */
export type ZoneId = string;

/** UTC offsets of one zone: `offsets[i]` (seconds, east positive) holds from `from[i]` (ms) until `from[i + 1]`. */
interface ZoneTable {
  readonly from: readonly Instant[];
  readonly offsets: readonly number[];
  /** Index of the span that was asked for last: the next question is most often about the same. */
  last: number;
}

const tables = new Map<ZoneId, ZoneTable>();

/** Whether the pinned tables know this zone. */
export function isKnownZone(zone: ZoneId): boolean {
  return Object.hasOwn(zoneData, zone);
}

/** @throws {RecobroError} `calendar.unknownZone` when the pinned tables do not know it. */
export function assertKnownZone(zone: ZoneId): void {
  if (!isKnownZone(zone)) throw unknownZone(zone);
}

function unknownZone(zone: ZoneId): RecobroError {
  const message = `Cannot tell the time in "${zone}": use an IANA zone that the pinned tables hold (scripts/generate-zones.ts)`;
  return new RecobroError('calendar.unknownZone', message, { zone });
}

/**
 * Offset from UTC in seconds (east positive) in force in `zone` at `at`, from the pinned tables.
 *
 * @throws {RecobroError} `calendar.unknownZone`
 */
export function offsetSeconds(at: Instant, zone: ZoneId): number {
  const table = tableOf(zone);
  return table.offsets[spanAt(at, table)] ?? 0;
}

/** Index of the span that an instant lies in. */
function spanAt(at: Instant, table: ZoneTable): number {
  const { from, last } = table;
  if (at >= (from[last] ?? 0) && at < (from[last + 1] ?? Infinity)) return last;
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((from[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  table.last = low;
  return low;
}

/** Local date of an instant. */
export function localDay(at: Instant, zone: ZoneId): Day {
  return Math.floor((at + offsetSeconds(at, zone) * SECOND_MS) / DAY_MS);
}

/** Wall-clock time of an instant, in whole seconds since local midnight. */
export function localSecond(at: Instant, zone: ZoneId): SecondOfDay {
  const local = at + offsetSeconds(at, zone) * SECOND_MS;
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / SECOND_MS);
}

/** First instant of a local date: 00:00, or the instant of the change of clocks where 00:00 does not exist. */
export function startOfDay(day: Day, zone: ZoneId): Instant {
  return instantAt(day, 0, zone);
}

/**
 * First instant of local date `day` whose wall clock reads `second` or later. A time that is skipped by a
 * change of clocks gives the instant of the change; a time that happens twice gives the first of the two.
 */
export function instantAt(day: Day, second: SecondOfDay, zone: ZoneId): Instant {
  const local = day * DAY_MS + second * SECOND_MS;
  const table = tableOf(zone);
  const span = spanAt(local - DAY_MS, table);
  // No change of clocks is near: no zone is a day away from UTC.
  if (local + DAY_MS < (table.from[span + 1] ?? Infinity))
    return local - (table.offsets[span] ?? 0) * SECOND_MS;
  const before = local - offsetSeconds(local - DAY_MS, zone) * SECOND_MS;
  const after = local - offsetSeconds(local + DAY_MS, zone) * SECOND_MS;
  const earliest = Math.min(before, after);
  if (wallClock(earliest, zone) === local) return earliest;
  const latest = Math.max(before, after);
  if (wallClock(latest, zone) === local) return latest;
  return changeBetween(earliest, latest, zone);
}

function wallClock(at: Instant, zone: ZoneId): number {
  return at + offsetSeconds(at, zone) * SECOND_MS;
}

function changeBetween(earliest: Instant, latest: Instant, zone: ZoneId): Instant {
  return tableOf(zone).from.find((change) => change > earliest && change <= latest) ?? latest;
}

/** The table that was asked for last, most often the one of the next question. */
let recent: { readonly zone: ZoneId; readonly table: ZoneTable } | null = null;

function tableOf(zone: ZoneId): ZoneTable {
  if (recent?.zone === zone) return recent.table;
  const table = tables.get(zone) ?? readTable(zone);
  recent = { zone, table };
  return table;
}

function readTable(zone: ZoneId): ZoneTable {
  const row = isKnownZone(zone) ? zoneData[zone] : undefined;
  if (row === undefined) throw unknownZone(zone);
  const table = unpack(row.startsWith('=') ? (zoneData[row.slice(1)] ?? '') : row);
  tables.set(zone, table);
  return table;
}

/**
 * Format: `offset` or `offset|t:offset|t:offset…`, offsets in minutes, `t` in minutes since the epoch, base 36. A row
 * `=Zone` means: as that zone.
 */
function unpack(packed: string): ZoneTable {
  const [first = '0', ...changes] = packed.split('|');
  const rows = changes.map((change) => change.split(':').map((part) => Number.parseInt(part, 36)));
  return {
    from: [Number.NEGATIVE_INFINITY, ...rows.map(([at = 0]) => at * 60 * SECOND_MS)],
    offsets: [Number.parseInt(first, 36) * 60, ...rows.map(([, offset = 0]) => offset * 60)],
    last: 0,
  };
}
