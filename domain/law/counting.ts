import type { Day, Instant } from '../time/calendar';
import { HOUR_MS, weekdayOf } from '../time/calendar';
import { startOfDay } from '../time/zones';
import type { Clause } from './clause';
import { holdsAny } from './clause';
import type { CapRule, CooldownRule, CountingRule, LockRule, Period, SpacingRule } from './pack';
import type { Situation } from './situation';
import { channelBit, logOf } from './situation';

const consentFacts = ['prior_consent', 'direct_prior_consent_within_7d'] as const;
/** No rule of contact looks ahead further than the search for the next lawful instant does. */
const LOOK_AHEAD_DAYS = 62;

/** Whether a rule that counts earlier contacts denies in this situation. */
export function countingDenies(clause: Clause<CountingRule>, situation: Situation): boolean {
  return tooSoon(clause, situation) || deniesOn(clause, situation, situation.day);
}

/**
 * For a rule that denies now: an instant before which it goes on denying. With what is known of the log now, the
 * answer of every date is known too, so it is the start of the first date that is not denied, or the end of the
 * hours to wait.
 */
export function countingDeniesUntil(clause: Clause<CountingRule>, situation: Situation): Instant {
  const { day, zone } = situation;
  const afterHours = latestInstant(clause, situation) + minHoursMs(clause.rule);
  if (!deniesOn(clause, situation, day)) return afterHours;
  let next = day + 1;
  while (next <= day + LOOK_AHEAD_DAYS && deniesOn(clause, situation, next)) next += 1;
  return Math.max(startOfDay(next, zone), tooSoon(clause, situation) ? afterHours : 0);
}

/** The part of the answer that depends on the date only. */
function deniesOn(clause: Clause<CountingRule>, situation: Situation, today: Day): boolean {
  const { rule } = clause;
  switch (rule.kind) {
    case 'cap':
      return capDenies(clause, rule, situation, today);
    case 'cooldown':
      return cooldownDenies(clause, rule, situation, today);
    case 'spacing':
      return clearDaysDeny(clause, rule, situation, today);
    case 'channel_lock':
    case 'next_days_lock':
      return lockDenies(clause, rule, situation, today);
  }
}

function capDenies(clause: Clause, rule: CapRule, situation: Situation, today: Day): boolean {
  const { size, days } = logOf(situation);
  const first = firstDay(rule.period, today);
  const last = lastDay(rule.period, today);
  let count = 0;
  for (let i = 0; i < size; i += 1) {
    const day = days[i] ?? 0;
    if (day >= first && day <= last && isCounted(clause, rule, situation, i)) count += 1;
  }
  return count >= rule.limit;
}

function cooldownDenies(clause: Clause, rule: CooldownRule, situation: Situation, today: Day): boolean {
  const { size, days } = logOf(situation);
  for (let i = 0; i < size; i += 1) {
    if (today <= (days[i] ?? 0) + rule.days - 1 && isCounted(clause, rule, situation, i)) return true;
  }
  return false;
}

function clearDaysDeny(clause: Clause, rule: SpacingRule, situation: Situation, today: Day): boolean {
  const { clearDays } = rule;
  if (clearDays === undefined) return false;
  const { size, days } = logOf(situation);
  for (let i = 0; i < size; i += 1) {
    if (today - (days[i] ?? 0) - 1 < clearDays && isCounted(clause, rule, situation, i)) return true;
  }
  return false;
}

function lockDenies(clause: Clause, rule: LockRule, situation: Situation, today: Day): boolean {
  const { size, days, channels } = logOf(situation);
  const first = firstDay(rule.period, today);
  const last = lastDay(rule.period, today);
  const own = channelBit[situation.request.channel];
  for (let i = 0; i < size; i += 1) {
    const day = days[i] ?? 0;
    const locks = rule.kind === 'channel_lock' ? channels[i] !== own : day < today;
    if (locks && day >= first && day <= last && isCounted(clause, rule, situation, i)) return true;
  }
  return false;
}

/** Whether the hours of real time between two contacts have not passed yet. */
function tooSoon(clause: Clause<CountingRule>, situation: Situation): boolean {
  const wait = minHoursMs(clause.rule);
  return wait > 0 && situation.at - latestInstant(clause, situation) < wait;
}

function latestInstant(clause: Clause<CountingRule>, situation: Situation): Instant {
  const { size, contacts } = logOf(situation);
  let latest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < size; i += 1) {
    const at = contacts[i]?.at ?? latest;
    if (at > latest && isCounted(clause, clause.rule, situation, i)) latest = at;
  }
  return latest;
}

const minHoursMs = (rule: CountingRule): number =>
  rule.kind === 'spacing' ? (rule.minHours ?? 0) * HOUR_MS : 0;

/** Whether the rule counts earlier contact `i` (SPEC, section 5). */
function isCounted(clause: Clause, { counting }: CountingRule, situation: Situation, i: number): boolean {
  const { contacts, channels, outcomes } = situation.log;
  const { request } = situation;
  const channel = channels[i] ?? 0;
  if ((channel & clause.channels) === 0 || ((outcomes[i] ?? 0) & clause.outcomes) === 0) return false;
  if (counting.sameChannel && channel !== channelBit[request.channel]) return false;
  const contact = contacts[i];
  if (counting.sameDebt && contact?.debt !== request.debt) return false;
  return !(
    counting.withoutConsented &&
    contact?.facts !== undefined &&
    holdsAny(contact.facts, consentFacts)
  );
}

function firstDay(period: Period, today: Day): Day {
  if (period === 'day') return today;
  return period === 'week' ? today - weekdayOf(today) : today - 6;
}

function lastDay(period: Period, today: Day): Day {
  return period === 'week' ? today - weekdayOf(today) + 6 : today;
}
