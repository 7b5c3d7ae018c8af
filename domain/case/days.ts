import type { Day, Instant } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import { localDay, startOfDay } from '../time/zones';
import type { Claim } from './books';
import type { BookedFact } from './facts';
import type { Hold } from './state';

/** Half-open span of local dates. */
export interface DaySpan {
  readonly from: Day;
  readonly to: Day;
}

const NONE: readonly DaySpan[] = [];

/** First local date whose first instant is at or after `at`: a freeze made at 15:00 counts from the next date on. */
export function firstDayFrom(at: Instant, zone: ZoneId): Day {
  const day = localDay(at, zone);
  return startOfDay(day, zone) === at ? day : day + 1;
}

/** Calendar days from the claim's due date to local date `today`; negative before it. */
export const pastDueDays = (claim: Claim, today: Day): number => today - claim.due;

/** pastDueDays without the frozen dates f, due < f <= today (as Apache Fineract counts its pauses; READINGS 22). */
export function delinquentDays(claim: Claim, today: Day, frozen: readonly DaySpan[]): number {
  if (frozen.length === 0) return pastDueDays(claim, today);
  return pastDueDays(claim, today) - countDays(frozen, { from: claim.due + 1, to: today + 1 });
}

/** Frozen dates of a claim: holds with freeze, and the rejected disputes with freeze of that debt. */
export function frozenSpans(
  claim: Claim,
  holds: readonly Hold[],
  booked: readonly BookedFact[],
  zone: ZoneId,
): readonly DaySpan[] {
  if (holds.length === 0 && !booked.some(({ kind }) => kind === 'resolve')) return NONE;
  const held = holds.filter((hold) => hold.freeze).map((hold) => heldDates(hold, zone));
  return [...held, ...disputedDates(claim.id, booked, zone)];
}

function heldDates(hold: Hold, zone: ZoneId): DaySpan {
  const released = hold.released === null ? Infinity : firstDayFrom(hold.released, zone);
  return { from: hold.from ?? firstDayFrom(hold.at, zone), to: Math.min(hold.until ?? Infinity, released) };
}

function disputedDates(debt: string, booked: readonly BookedFact[], zone: ZoneId): DaySpan[] {
  const spans: DaySpan[] = [];
  for (const fact of booked) {
    if (fact.kind !== 'resolve' || fact.as !== 'rejected' || fact.freeze !== true) continue;
    const dispute = booked.find((other) => other.kind === 'dispute' && other.id === fact.id);
    if (dispute?.kind !== 'dispute' || dispute.debt !== debt) continue;
    spans.push({ from: firstDayFrom(dispute.at, zone), to: firstDayFrom(fact.at, zone) });
  }
  return spans;
}

/** Number of dates inside `within` that some span covers; a date counts once. */
function countDays(spans: readonly DaySpan[], within: DaySpan): number {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  let counted = 0;
  let next = within.from;
  for (const span of sorted) {
    const from = Math.max(next, span.from);
    const to = Math.min(within.to, span.to);
    if (to <= from) continue;
    counted += to - from;
    next = to;
  }
  return counted;
}
