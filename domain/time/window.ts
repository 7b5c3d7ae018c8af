import { spreadHash } from '../hash';
import type { DailyWindow } from '../strategy';
import type { Instant } from './calendar';
import { SECOND_MS } from './calendar';
import type { ZoneId } from './zones';
import { instantAt, localDay, localSecond } from './zones';

/** The least span that jitter leaves open at the end of a window, in seconds. */
const LEAST_OPEN_SECONDS = 60;

/** The part of the send window in which one account acts: it opens later by a hash of the account id. */
export function accountWindow(window: DailyWindow, jitterSeconds: number, account: string): DailyWindow {
  if (jitterSeconds === 0) return window;
  const room = Math.max(0, Math.min(jitterSeconds, window.to - window.from - LEAST_OPEN_SECONDS));
  return room === 0 ? window : { from: window.from + (spreadHash(account) % (room + 1)), to: window.to };
}

export function isInWindow(at: Instant, window: DailyWindow, zone: ZoneId): boolean {
  const second = localSecond(at, zone);
  return second >= window.from && second < window.to;
}

/** First instant at or after `at` inside the window, by the wall clock of `zone` (half-open). */
export function nextInWindow(at: Instant, window: DailyWindow, zone: ZoneId): Instant {
  if (isInWindow(at, window, zone)) return at;
  for (let day = localDay(at, zone); ; day += 1) {
    const opening = instantAt(day, window.from, zone);
    if (opening >= at && isInWindow(opening, window, zone)) return opening;
    const again = openingAgain(at, window, zone);
    if (opening < at && again !== null) return again;
  }
}

/** An hour that the clocks repeat opens the window a second time. */
function openingAgain(at: Instant, window: DailyWindow, zone: ZoneId): Instant | null {
  const wait = window.from - localSecond(at, zone);
  const opening = Math.floor(at / SECOND_MS + wait) * SECOND_MS;
  return wait > 0 && isInWindow(opening, window, zone) ? opening : null;
}
