import type { Channel, ContactOutcome } from '../../domain/channel';
import type { Basis, Counting, PackData, RuleData, Scope, Span, WindowRule } from '../../domain/law/pack';
import { dayFromIso } from '../../domain/time/calendar';
import type { CountingFile, PackFile, RuleFile, SpacingFile, WindowFile, WorkFile } from './pack-schema';

/** A pack as the core uses it, from a file that has passed its schema. */
export function packFrom(file: PackFile, rules: readonly RuleData[], version: string): PackData {
  return {
    id: file.pack,
    version,
    ...(file.reviewed_by != null && { reviewedBy: file.reviewed_by }),
    ...(file.effective_from !== undefined && { effectiveFrom: dayFromIso(file.effective_from) }),
    timezones: file.timezones ?? [],
    ...(file.calendar !== undefined && { calendar: file.calendar }),
    scope: scopeFrom(file),
    ...(file.extends !== undefined && { extends: file.extends }),
    includes: file.includes ?? [],
    rules,
  };
}

function scopeFrom({ actors, debtors, creditor_types: creditorTypes }: PackFile | RuleFile): Scope {
  return { ...(actors && { actors }), ...(debtors && { debtors }), ...(creditorTypes && { creditorTypes }) };
}

/** A rule as the core uses it. `basis` is its own or else its pack's. */
export function ruleFrom(file: RuleFile, basis: Basis): RuleData {
  const base = baseFrom(file, basis);
  switch (file.kind) {
    case 'stop':
    case 'consent':
    case 'precondition':
      return { ...base, kind: file.kind, denyIf: [file.deny_if].flat() };
    case 'recipient':
      return { ...base, kind: file.kind, allow: file.allow };
    case 'place':
      return { ...base, kind: file.kind, deny: file.deny };
    case 'min_dpd':
      return { ...base, kind: file.kind, days: file.days };
    case 'window':
      return { ...base, kind: file.kind, ...hoursFrom(file), endInclusive: file.end === 'inclusive' };
    case 'cap':
      return {
        ...base,
        kind: file.kind,
        counting: countingFrom(file),
        limit: file.limit,
        period: file.period,
      };
    case 'cooldown':
      return { ...base, kind: file.kind, counting: countingFrom(file), days: file.days };
    case 'channel_lock':
    case 'next_days_lock':
      return { ...base, kind: file.kind, counting: countingFrom(file), period: file.period };
    case 'spacing':
      return { ...base, kind: file.kind, counting: countingFrom(file), ...distanceFrom(file) };
    case 'content_require':
    case 'content_forbid':
      return { ...base, kind: file.kind, tags: file.tags };
    case 'duty':
    case 'retention':
      return { ...base, kind: file.kind, terms: termsFrom(file) };
  }
}

function baseFrom(file: RuleFile, basis: Basis) {
  const {
    id,
    ch,
    profile,
    exempt_fact: exempt,
    waiver_fact: waiver,
    cite,
    source,
    confidence = 'to-verify',
    en,
    es,
  } = file;
  return {
    id,
    ...(ch && !ch.includes('all') && { channels: ch.filter((name): name is Channel => name !== 'all') }),
    ...(profile && { profile }),
    scope: scopeFrom(file),
    liftedBy: [exempt, waiver].filter((fact) => fact !== undefined),
    ...datesFrom(file),
    basis,
    cite,
    source,
    confidence,
    es: es ?? en ?? cite,
    en: en ?? es ?? cite,
  };
}

const isWork = (file: RuleFile): file is WorkFile => file.kind === 'duty' || file.kind === 'retention';

function datesFrom(file: RuleFile): Pick<RuleData, 'from' | 'until'> {
  // The `from` of a duty or a retention period is an event, not a date.
  if (isWork(file)) return {};
  return {
    ...(file.from !== undefined && { from: dayFromIso(file.from) }),
    ...(file.until !== undefined && { until: dayFromIso(file.until) }),
  };
}

function hoursFrom({
  mon_fri: monFri,
  sat,
  sun,
  holiday,
}: WindowFile): Pick<WindowRule, 'monFri' | 'sat' | 'sun' | 'holiday'> {
  return {
    monFri: spanFrom(monFri),
    sat: spanFrom(sat),
    sun: spanFrom(sun),
    holiday: holiday === 'open' ? holiday : spanFrom(holiday),
  };
}

function spanFrom(text: string): Span | 'closed' {
  if (text === 'closed') return 'closed';
  const [from = 0, to = 0] = text.split('-').map(secondsFrom);
  return { from, to };
}

function secondsFrom(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 3_600 + minutes * 60;
}

const attempts: readonly ContactOutcome[] = ['direct', 'unanswered'];

function countingFrom(file: CountingFile): Counting {
  const usual = file.kind === 'cap' || file.kind === 'spacing' ? 'attempt' : 'direct';
  const count = file.count ?? usual;
  return {
    outcomes: count === 'attempt' ? attempts : [count],
    sameDebt: file.key === 'debt',
    sameChannel: file.scope === 'same_channel',
    withoutConsented: file.exclude?.includes('prior_consent') ?? false,
  };
}

function distanceFrom({ min_hours: minHours, clear_days: clearDays }: SpacingFile) {
  return { ...(minHours !== undefined && { minHours }), ...(clearDays !== undefined && { clearDays }) };
}

function termsFrom({ from, within, on, do: act, keep, cost }: WorkFile): Readonly<Record<string, string>> {
  const terms = { from, within, on, do: act, keep, cost };
  return Object.fromEntries(
    Object.entries(terms).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
