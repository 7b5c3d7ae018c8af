import type { CaseFact } from '../domain/case/facts';
import type { Turn } from '../domain/case/events';
import { then, unchanged } from '../domain/case/events';
import type { Opening } from '../domain/case/open';
import { openCase } from '../domain/case/open';
import { receive } from '../domain/case/receive';
import type { CaseState } from '../domain/case/state';
import type { ContactRequest, Decision, Lawbook, Refusal, Verdict } from '../domain/law/types';
import type { Person } from '../domain/person';
import type { HandoffStep, Strategy, TaskStep, TouchStep } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { DAY_MS, dayFromIso, HOUR_MS, instantFromIso } from '../domain/time/calendar';

/** Everything here is in Bogotá (UTC−5, no change of clocks) unless a test says otherwise. */
export const ZONE = 'America/Bogota';

export const day = dayFromIso;

/** `at('2026-03-10 09:30')` is that wall-clock time in {@link ZONE}. */
export const at = (text: string): Instant => instantFromIso(`${text.replace(' ', 'T')}:00-05:00`);

export const aTouch = (id: string, onDay: number, change: Partial<TouchStep> = {}): TouchStep => ({
  ...{ kind: 'touch', id, day: onDay, via: ['email', 'sms'], template: id, required: false },
  ...change,
});

export const aTask = (id: string, onDay: number, change: Partial<TaskStep> = {}): TaskStep => ({
  ...{ kind: 'task', id, day: onDay, task: 'call', queue: 'temprana' },
  ...change,
});

export const aHandoff = (id: string, onDay: number, change: Partial<HandoffStep> = {}): HandoffStep => ({
  ...{ kind: 'handoff', id, day: onDay, to: 'estudio', approval: 'none', requires: [] },
  ...change,
});

export const terms = {
  ...{ maxDaysAhead: 10, minShare: 0.3, maxOpen: 1, maxBroken: 2, graceDays: 2, keepShare: 0.9 },
  reminder: { via: ['sms', 'email'] as const, template: 'recordatorio' },
} satisfies Strategy['promise'];

/** Sends from 10:00 to 18:00, no jitter, tolerance of 1,000 COP cents, stages from -10, 1, 31 and 91 days. */
export const aStrategy = (change: Partial<Strategy> = {}): Strategy => ({
  ...{ id: 'prueba', version: 1, jurisdiction: 'TEST', profile: 'strict', actor: 'creditor' },
  catchUp: 'latest',
  sendWindow: { from: 10 * 3_600, to: 18 * 3_600 },
  jitterSeconds: 0,
  tolerance: { COP: 1_000 },
  stages: [
    { name: 'preventive', from: -10 },
    { name: 'administrative', from: 1 },
    { name: 'extrajudicial', from: 31 },
    { name: 'judicial', from: 91 },
  ],
  promise: terms,
  steps: [aTouch('aviso', -5), aTouch('vencido', 1), aTouch('recordatorio', 8), aTask('llamada', 20)],
  ...change,
});

export const aDebt = (id: string, due: string, amount = 100_000) => ({ id, due: day(due), amount });

/** One debt `D1` of 100,000 due on 2026-03-10, opened on 2026-03-02 at noon. */
export const anOpening = (change: Partial<Opening> = {}): Opening => ({
  ...{ account: 'A1', zone: ZONE, currency: 'COP', opened: at('2026-03-02 12:00') },
  debts: [aDebt('D1', '2026-03-10')],
  ...change,
});

/** A case just opened. */
export const aCase = (change: Partial<Opening> = {}, strategy = aStrategy()): CaseState =>
  openCase(anOpening(change), strategy).state;

/** A case after some facts, with what they brought about; nothing is sent on the way. */
export const afterFacts = (
  facts: readonly CaseFact[],
  strategy = aStrategy(),
  state = aCase({}, strategy),
): Turn =>
  facts.reduce<Turn>(
    (turn, fact) => then(turn, (before) => receive(before, strategy, fact)),
    unchanged(state),
  );

export const aPayment = (
  when: string,
  amount: number,
  change: { id?: string; debt?: string; on?: number } = {},
): CaseFact & { kind: 'payment' } => ({ kind: 'payment', at: at(when), id: 'p-1', amount, ...change });

export const aReversal = (when: string, of = 'p-1'): CaseFact => ({
  kind: 'reversal',
  id: 'r-1',
  of,
  at: at(when),
});

export const aNewDebt = (when: string, id: string, due: string): CaseFact => ({
  kind: 'debt',
  at: at(when),
  ...aDebt(id, due),
});

export const aPerson = (change: Partial<Person> = {}): Person => ({
  ...{ id: 'P1', name: 'Ana Núñez', jurisdiction: 'TEST', zones: [ZONE], language: 'es', kind: 'consumer' },
  addresses: { email: 'ana@example.test', sms: '+573000000001', voice: '+573000000001' },
  dead: [],
  consent: ['email', 'sms', 'voice'],
  optedOut: [],
  facts: [],
  contacts: [],
  ...change,
});

export const aRefusal = (rule: string): Refusal => ({
  ...{ rule, kind: 'window', basis: 'law', cite: 'art. 1', source: 'test', es: 'No se puede ahora.' },
});

/**
 * A lawbook whose rule is a function: the name of the rule that denies, or null. The next lawful instant is looked for
 * hour by hour; a rule called `never…` is not lifted by any clock.
 */
export function aLawbook(rule: (request: ContactRequest) => string | null): Lawbook {
  const judge = (request: ContactRequest): Verdict => {
    const denied = rule(request);
    return { allowed: denied === null, refusals: denied === null ? [] : [aRefusal(denied)] };
  };
  const decide = (request: ContactRequest): Decision => {
    const { allowed, refusals } = judge(request);
    return allowed ? { allowed } : { allowed: false, refusals, next: nextHour(rule, request) };
  };
  return { version: 'test@1', judge, decide };
}

function nextHour(
  rule: (request: ContactRequest) => string | null,
  request: ContactRequest,
): Instant | 'never' {
  if (rule(request)?.startsWith('never')) return 'never';
  const first = Math.floor(request.at / HOUR_MS) * HOUR_MS + HOUR_MS;
  for (let instant = first; instant <= request.at + 60 * DAY_MS; instant += HOUR_MS) {
    if (rule({ ...request, at: instant }) === null) return instant;
  }
  return 'never';
}

/** A lawbook that denies one channel, or all, at some instants. */
export const closedWhen = (isClosed: (at: Instant, channel: string) => boolean, name = 'R-1'): Lawbook =>
  aLawbook((request) => (isClosed(request.at, request.channel) ? name : null));

export const allowsAll: Lawbook = aLawbook(() => null);
