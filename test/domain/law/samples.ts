import type { RuleBook } from '../../../domain/law/lawbook';
import { compileLawbook } from '../../../domain/law/lawbook';
import type { CalendarData, Counting, PackData, RuleData, Span, WindowRule } from '../../../domain/law/pack';
import type { ContactRequest, PriorContact } from '../../../domain/law/types';
import { dayFromIso, instantFromIso } from '../../../domain/time/calendar';

/** What every rule of a test has in common; give it a kind and its fields. */
export const ruleBase = {
  id: 'R',
  scope: {},
  liftedBy: [],
  basis: 'law',
  cite: 'Ley 1, art. 1',
  source: 'test',
  confidence: 'verified-primary',
  es: 'Regla de prueba.',
  en: 'Test rule.',
} as const;

export const hours = (from: number, to: number): Span => ({ from: from * 3_600, to: to * 3_600 });

export const counting = (over: Partial<Counting> = {}): Counting => ({
  outcomes: ['direct', 'unanswered'],
  sameDebt: false,
  sameChannel: false,
  withoutConsented: false,
  ...over,
});

/** Monday to Friday 8 to 18, Saturday 9 to 13, Sundays and holidays closed. */
export const office = (over: Partial<WindowRule> = {}): WindowRule => ({
  ...ruleBase,
  kind: 'window',
  monFri: hours(8, 18),
  sat: hours(9, 13),
  sun: 'closed',
  holiday: 'closed',
  endInclusive: false,
  ...over,
});

/** 2026 and 2027; holidays on Wednesday 2026-11-25 and Thursday 2027-01-07. */
export const calendar: CalendarData = {
  id: 'CAL',
  version: 'c0',
  from: dayFromIso('2026-01-01'),
  until: dayFromIso('2027-12-31'),
  holidays: [
    { day: dayFromIso('2026-11-25'), name: 'Fiesta' },
    { day: dayFromIso('2027-01-07'), name: 'Otra fiesta' },
  ],
};

export const aPack = (over: Partial<PackData> = {}): PackData => ({
  id: 'P',
  version: 'p0',
  timezones: ['America/Bogota'],
  calendar: 'CAL',
  scope: {},
  includes: [],
  rules: [],
  ...over,
});

/** A lawbook of one pack, with others that it may name. */
export const bookOf = (pack: PackData, ...others: PackData[]): RuleBook =>
  compileLawbook({ pack, packs: (id) => others.find((other) => other.id === id), calendar });

export const bookWith = (...rules: RuleData[]): RuleBook => bookOf(aPack({ rules }));

/** Local time in Bogota, all year five hours behind UTC. */
export const bogota = (text: string): number => instantFromIso(`${text}-05:00`);

/** Tuesday 2026-11-24, 10:00 in Bogota, by voice, to the debtor. */
export const aRequest = (over: Partial<ContactRequest> = {}): ContactRequest => ({
  at: bogota('2026-11-24T10:00:00'),
  channel: 'voice',
  zones: ['America/Bogota'],
  actor: 'third_party',
  debtor: 'consumer',
  creditorType: 'financial',
  recipient: 'debtor',
  dpd: 30,
  facts: [],
  prior: [],
  ...over,
});

export const aPrior = (at: string, over: Partial<PriorContact> = {}): PriorContact => ({
  at: bogota(at),
  channel: 'voice',
  outcome: 'direct',
  ...over,
});

/** Ids of the rules that deny, in order. */
export const denying = (book: RuleBook, request: ContactRequest): string[] =>
  book.judge(request, 'strict').refusals.map(({ rule }) => rule);

/** Next lawful instant as local time in Bogota; undefined when allowed. */
export function nextInBogota(book: RuleBook, request: ContactRequest): string | undefined {
  const decision = book.decide(request, 'strict');
  if (decision.allowed) return undefined;
  return decision.next === 'never'
    ? 'never'
    : new Date(decision.next - 5 * 3_600_000).toISOString().slice(0, 16);
}
