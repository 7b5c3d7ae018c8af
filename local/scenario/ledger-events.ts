import type { CaseEvent } from '../../domain/case/events';
import { dataEntries } from '../../domain/erasure';
import type { LedgerEntry } from '../../domain/ledger';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { localDay } from '../../domain/time/zones';

/** Entries that are no events of the case: they are about the sender's work or the person. */
const OTHER_ENTRIES: readonly string[] = [
  ...dataEntries,
  'account_opened',
  'settlement_approved',
  'touch_claimed',
  'touch_failed',
  'person_changed',
  'persons_merged',
];

/** The events of a case as its ledger tells them; the inverse of `ledgerDraft`. */
export function eventsOf(entries: readonly LedgerEntry[], zone: ZoneId): CaseEvent[] {
  return entries.filter(({ type }) => !OTHER_ENTRIES.includes(type)).map((entry) => eventOf(entry, zone));
}

function eventOf({ type, at: iso, facts }: LedgerEntry, zone: ZoneId): CaseEvent {
  const at = instantFromIso(iso);
  const { on, next, ...others } = facts;
  const day = typeof on === 'string' ? dayFromIso(on) : localDay(at, zone);
  const told = { ...others, ...(typeof next === 'string' && { next: instantFromIso(next) }) };
  // The ledger was written from events of this very type.
  return { type: type === 'touch_unknown' ? 'touch_sent' : type, at, on: day, ...told } as CaseEvent;
}
