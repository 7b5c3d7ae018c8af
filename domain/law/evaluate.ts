import type { Instant } from '../time/calendar';
import { startOfDay } from '../time/zones';
import type { Clause } from './clause';
import { holdsAny, isInForce } from './clause';
import { countingDenies, countingDeniesUntil } from './counting';
import type { Holidays } from './hours';
import { windowDenies, windowDeniesUntil } from './hours';
import type { ContentRule, CountingRule } from './pack';
import type { Situation } from './situation';

/** Whether a rule denies the contact in this situation (SPEC, section 4). */
export function denies(clause: Clause, holidays: Holidays, situation: Situation): boolean {
  return isInForce(clause, situation) && deniesInForce(clause, holidays, situation);
}

/** For a rule that denies now: an instant before which it goes on denying; infinite when no clock mends it. */
export function deniesUntil(clause: Clause, holidays: Holidays, situation: Situation): Instant {
  const lapses = Number.isFinite(clause.until) ? startOfDay(clause.until + 1, situation.zone) : clause.until;
  return Math.min(lapses, deniesInForceUntil(clause, holidays, situation));
}

function deniesInForce(clause: Clause, holidays: Holidays, situation: Situation): boolean {
  const { rule } = clause;
  const { request } = situation;
  switch (rule.kind) {
    case 'window':
      return windowDenies(rule, holidays, situation);
    case 'stop':
    case 'consent':
    case 'precondition':
      return request.facts.length > 0 && holdsAny(request.facts, rule.denyIf);
    case 'recipient':
      return !rule.allow.includes(request.recipient);
    case 'place':
      return request.place !== undefined && rule.deny.includes(request.place);
    case 'min_dpd':
      return !(request.dpd >= rule.days);
    case 'content_require':
    case 'content_forbid':
      return request.content !== undefined && contentDenies(rule, request.content);
    case 'duty':
    case 'retention':
      return false;
    default:
      return countingDenies(counting(clause, rule), situation);
  }
}

function deniesInForceUntil(clause: Clause, holidays: Holidays, situation: Situation): Instant {
  const { rule } = clause;
  if (!clause.isClock) return Number.POSITIVE_INFINITY;
  if (rule.kind === 'window') return windowDeniesUntil(rule, holidays, situation);
  return 'counting' in rule
    ? countingDeniesUntil(counting(clause, rule), situation)
    : Number.POSITIVE_INFINITY;
}

function contentDenies(rule: ContentRule, content: readonly string[]): boolean {
  if (rule.kind === 'content_forbid') return holdsAny(content, rule.tags);
  return !rule.tags.every((tag) => content.includes(tag));
}

/** The clause as one of its own rule's type, without a copy. */
function counting<R extends CountingRule>(clause: Clause, _rule: R): Clause<R> {
  // `_rule` is `clause.rule`, narrowed by the caller; the type system does not carry that over to the whole.
  return clause as Clause<R>;
}
