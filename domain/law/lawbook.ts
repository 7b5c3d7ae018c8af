import { actors, channels, debtorKinds } from '../channel';
import { RecobroError } from '../errors';
import type { Instant } from '../time/calendar';
import { DAY_MS, isoFromDay, MINUTE_MS } from '../time/calendar';
import { ZONES_VERSION } from '../time/zone-data';
import type { Clause } from './clause';
import { clauseOf, rulesUnder } from './clause';
import type { BoundRule, PackLookup } from './compose';
import { composeRules, partsOf } from './compose';
import { denies, deniesUntil } from './evaluate';
import type { Holidays } from './hours';
import { holidaysOf } from './hours';
import type { CalendarData, PackData, RuleData } from './pack';
import type { Reading } from './reading';
import { nameOfReading } from './reading';
import type { Situation } from './situation';
import { moveTo, newSituation } from './situation';
import type { ContactRequest, Decision, Lawbook, Refusal, Verdict } from './types';

/** How far ahead the search for the next lawful instant looks. */
export const HORIZON_MS = 60 * DAY_MS;

/** A lawbook with what explaining, checking and back-testing need besides. */
export interface RuleBook extends Lawbook {
  readonly pack: PackData;
  /** The pack and those it is made of (base, included sets). */
  readonly parts: readonly PackData[];
  readonly calendar: CalendarData | undefined;
  /** Every rule that the pack brings together, in the order in which reasons are given; bills and duties too. */
  readonly rules: readonly BoundRule[];
  /** Decides without searching for the next lawful instant. Pure, and fast enough for the back-test. */
  judge(request: ContactRequest, reading: Reading): Verdict;
}

/** What a lawbook is made of. */
export interface LawSource {
  readonly pack: PackData;
  /** Finds the packs that `extends` and `includes` name. */
  readonly packs: PackLookup;
  /** The calendar that the pack, or else its base, names. */
  readonly calendar?: CalendarData;
  /** Packs of platforms, such as WhatsApp, whose rules come on top in every place. */
  readonly platforms?: readonly PackData[];
}

/** The rules that can deny a kind of request, ready for evaluation. */
interface Bench {
  readonly clauses: readonly Clause[];
  readonly holidays: Holidays;
  readonly calendar: CalendarData | undefined;
  readonly situation: Situation;
}

const ALLOWED: Verdict = Object.freeze({ allowed: true, refusals: Object.freeze([]) });
const OUTSIDE_CALENDAR = -1;

/**
 * Prepares the rules of one place for decisions. The answers carry `version`, which names every pack, the calendar
 * and the zone data that they rest on.
 *
 * @throws {RecobroError} `law.unknownPack` or `law.badPack` when the packs do not fit together.
 */
export function compileLawbook({ pack, packs, calendar, platforms = [] }: LawSource): RuleBook {
  const rules = composeRules(pack, packs, platforms);
  assertComplete(pack, rules, calendar);
  const parts = [...partsOf(pack, packs), ...platforms];
  const benchFor = benches(rules, calendar);
  return {
    pack,
    parts,
    calendar,
    rules,
    version: versionOf(parts, calendar),
    judge: (request, reading) => judge(benchFor(request, reading), request),
    decide: (request, reading) => decide(benchFor(request, reading), request),
  };
}

function judge(bench: Bench, request: ContactRequest): Verdict {
  const refusals = refusalsOf(bench, request);
  return refusals === undefined
    ? ALLOWED
    : { allowed: false, refusals: refusals.map(({ refusal }) => refusal) };
}

function decide(bench: Bench, request: ContactRequest): Decision {
  const denying = refusalsOf(bench, request);
  if (denying === undefined) return { allowed: true };
  const next = denying.every(({ isClock }) => isClock) ? searchNext(bench, request) : 'never';
  return { allowed: false, refusals: denying.map(({ refusal }): Refusal => refusal), next };
}

/** Every denying rule, each once, over all zones; undefined when there is none. */
function refusalsOf(bench: Bench, request: ContactRequest): Clause[] | undefined {
  assertZones(request);
  let denying: Set<Clause> | undefined;
  for (const zone of request.zones) {
    moveTo(bench.situation, request, request.at, zone);
    assertInsideCalendar(bench);
    for (const clause of bench.clauses) {
      if (!denies(clause, bench.holidays, bench.situation)) continue;
      denying ??= new Set();
      denying.add(clause);
    }
  }
  return denying && inOrder(bench, denying);
}

/** In the order of reasons, whichever zone denied first. By rule, because base and overlay may both include one set. */
function inOrder({ clauses }: Bench, denying: ReadonlySet<Clause>): Clause[] {
  const byRule = new Map<RuleData, Clause>();
  for (const clause of clauses) {
    if (denying.has(clause) && !byRule.has(clause.rule)) byRule.set(clause.rule, clause);
  }
  return [...byRule.values()];
}

/**
 * First whole minute strictly after the request at which nothing denies. Each denying rule tells how long it will
 * at least go on denying, so that the search jumps from one change to the next and still misses no minute.
 */
function searchNext(bench: Bench, request: ContactRequest): Instant | 'never' {
  const horizon = request.at + HORIZON_MS;
  let at = (Math.floor(request.at / MINUTE_MS) + 1) * MINUTE_MS;
  while (at <= horizon) {
    const until = deniedUntil(bench, request, at);
    if (until === OUTSIDE_CALENDAR) return 'never';
    if (until <= at) return at;
    at = Math.ceil(until / MINUTE_MS) * MINUTE_MS;
  }
  return 'never';
}

/** An instant before which the contact stays denied in some zone; `at` itself when it is lawful at `at`. */
function deniedUntil(bench: Bench, request: ContactRequest, at: Instant): Instant {
  let until = at;
  for (const zone of request.zones) {
    moveTo(bench.situation, request, at, zone);
    if (!isInsideCalendar(bench)) return OUTSIDE_CALENDAR;
    for (const clause of bench.clauses) {
      if (!denies(clause, bench.holidays, bench.situation)) continue;
      until = Math.max(until, at + MINUTE_MS, deniesUntil(clause, bench.holidays, bench.situation));
    }
  }
  return until;
}

function isInsideCalendar({ calendar, situation }: Bench): boolean {
  return calendar === undefined || (situation.day >= calendar.from && situation.day <= calendar.until);
}

function assertInsideCalendar(bench: Bench): void {
  if (isInsideCalendar(bench)) return;
  const { id = '', from = 0, until = 0 } = bench.calendar ?? {};
  const date = isoFromDay(bench.situation.day);
  const range = `${isoFromDay(from)} to ${isoFromDay(until)}`;
  const message = `Cannot decide a contact on ${date}: calendar ${id} holds ${range}; extend the calendar first`;
  throw new RecobroError('law.outsideCalendar', message, { calendar: id, date });
}

function assertZones({ zones }: ContactRequest): void {
  if (zones.length > 0) return;
  const message = 'Cannot decide a contact without a time zone: name every zone in which the person may be';
  throw new RecobroError('law.badRequest', message, { field: 'zones' });
}

/** Finds the bench of a request; made at the first request of its kind. Each kind has one slot. */
function benches(rules: readonly BoundRule[], calendar: CalendarData | undefined) {
  const holidays = holidaysOf(calendar);
  const slots = new Map<string, (Bench | undefined)[]>();
  return (request: ContactRequest, reading: Reading): Bench => {
    const name = nameOfReading(reading);
    const ofReading = slots.get(name) ?? [];
    slots.set(name, ofReading);
    const { channel, actor, debtor } = request;
    const index =
      (channels.indexOf(channel) * actors.length + actors.indexOf(actor)) * debtorKinds.length +
      debtorKinds.indexOf(debtor);
    const known = ofReading[index];
    if (known) return known;
    const clauses = rulesUnder(reading, rules, request).map(clauseOf);
    const bench = { clauses, holidays, calendar, situation: newSituation(request) };
    ofReading[index] = bench;
    return bench;
  };
}

function assertComplete(
  pack: PackData,
  rules: readonly BoundRule[],
  calendar: CalendarData | undefined,
): void {
  if (pack.timezones.length === 0)
    fail(pack, 'it has no timezones, so it is for inclusion only; ask for a place instead');
  const needy = rules.find(({ rule }) => rule.kind === 'window' && rule.holiday !== 'open');
  if (needy && !calendar)
    fail(pack, `rule ${needy.rule.id} closes on holidays, but the pack names no calendar`);
}

function fail(pack: PackData, problem: string): never {
  throw new RecobroError('law.badPack', `Cannot use pack ${pack.id}: ${problem}`, { pack: pack.id, problem });
}

function versionOf(parts: readonly PackData[], calendar: CalendarData | undefined): string {
  const names = parts.map(({ id, version }) => `${id}@${version}`);
  if (calendar) names.push(`calendar:${calendar.id}@${calendar.version}`);
  return [...names, `zones@${ZONES_VERSION}`].join(' ');
}
