import type { Instant } from '../time/calendar';
import { MINUTE_MS } from '../time/calendar';

/** A wake-up this late is the delay of a busy system; a later one is an outage, which is not made up for. */
const LATE_AFTER_MS = 2 * MINUTE_MS;

/** How the timer of a case stands when the case looks at the clock. */
export interface Alarm {
  /** What it is set to; null = to nothing. */
  readonly due: Instant | null;
  readonly hasRung: boolean;
  /** Time passes only as far as the driver lets it: there is no delay, however long driver and machine take. */
  readonly isHeld: boolean;
}

export interface Wake {
  /** The instant to evaluate at. */
  readonly at: Instant;
  /** The instant that was planned: what falls between it and `at` is not made up for (DESIGN section 3, "Downtime"). */
  readonly plannedWake: Instant;
  /** Whether the alarm is used up. */
  readonly isDue: boolean;
}

/**
 * When a case that looks at the clock at `now` is evaluated: at the alarm's own instant when it is about due, so that
 * delay does not change a decision; never before the last evaluation. A message that overtakes the ring of an alarm that
 * is due does not change it either.
 */
export function wakeAt({ due, hasRung, isHeld }: Alarm, now: Instant, evaluatedAt: Instant): Wake {
  if (due === null || (!hasRung && now < due)) return { at: now, plannedWake: now, isDue: false };
  const isDelay = isHeld || now - due <= LATE_AFTER_MS;
  return { at: isDelay ? Math.max(due, Math.min(evaluatedAt, now)) : now, plannedWake: due, isDue: true };
}
