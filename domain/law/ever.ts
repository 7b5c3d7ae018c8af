import type { DailyWindow } from '../strategy';
import type { Instant } from '../time/calendar';
import { DAY_MS } from '../time/calendar';
import { nextInWindow } from '../time/window';
import { clockKinds } from './pack';
import type { Reading } from './reading';
import type { ContactRequest, Lawbook, Refusal } from './types';

/** How far ahead a lawful instant is looked for, as everywhere (law SPEC, section 8). */
const HORIZON_DAYS = 60;

/**
 * Whether a kind of contact is lawful at some instant inside the window, from `request.at` on. Null = it is; otherwise
 * why not: what no clock mends, or else what stood in the way at every opening of the window.
 */
export function neverLawful(
  lawbook: Lawbook,
  request: ContactRequest,
  reading: Reading,
  window: DailyWindow,
): readonly Refusal[] | null {
  const [zone = 'UTC'] = request.zones;
  const openings: (readonly Refusal[])[] = [];
  let at: Instant = nextInWindow(request.at, window, zone);
  while (at <= request.at + HORIZON_DAYS * DAY_MS) {
    const decision = lawbook.decide({ ...request, at }, reading);
    if (decision.allowed) return null;
    openings.push(decision.refusals);
    if (decision.next === 'never') break;
    at = nextInWindow(decision.next, window, zone);
  }
  return reasonsOf(openings);
}

function reasonsOf(openings: readonly (readonly Refusal[])[]): readonly Refusal[] {
  const all = [...new Map(openings.flat().map((refusal) => [refusal.rule, refusal])).values()];
  const lasting = all.filter(({ kind }) => !clockKinds.some((clock) => clock === kind));
  if (lasting.length > 0) return lasting;
  const always = all.filter(({ rule }) => openings.every((refusals) => refusals.some((one) => one.rule === rule)));
  return always.length > 0 ? always : all;
}
