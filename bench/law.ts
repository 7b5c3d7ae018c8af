/**
 * Decisions of contact law per second on one core, over every pack, with logs of 5 to 10 earlier contacts.
 * Run `npx tsx bench/law.ts`. A judgement says allow or deny with every reason; a search also finds the next lawful
 * instant, over requests that are denied by clock rules alone.
 */
import { channels, contactOutcomes } from '../domain/channel';
import type { RuleBook } from '../domain/law/lawbook';
import type { ContactRequest } from '../domain/law/types';
import { DAY_MS, instantFromIso, MINUTE_MS } from '../domain/time/calendar';
import { loadLaw } from '../policy/law/library';
import { mainZone } from '../policy/law/wire';

const REQUESTS_PER_PACK = 500;
const SECONDS_PER_MEASURE = 3;
const START = instantFromIso('2026-01-05T00:00:00Z');

interface Case {
  readonly book: RuleBook;
  readonly request: ContactRequest;
}

/** Park–Miller: the same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function requestFor(book: RuleBook, next: (below: number) => number): ContactRequest {
  const at = START + next(365 * 24 * 60) * MINUTE_MS;
  const prior = Array.from({ length: 5 + next(6) }, () => ({
    at: at - next(8 * 24 * 60) * MINUTE_MS,
    channel: channels[next(5)] ?? 'voice',
    outcome: contactOutcomes[next(3)] ?? 'direct',
  })).sort((a, b) => a.at - b.at);
  return {
    at,
    channel: channels[next(6)] ?? 'voice',
    zones: [mainZone(book.pack)],
    actor: 'third_party',
    debtor: 'consumer',
    creditorType: 'financial',
    recipient: 'debtor',
    dpd: 30,
    facts: [],
    prior,
  };
}

function casesOf(): Case[] {
  const law = loadLaw();
  const next = numbers(7);
  const books = law.packs.filter(({ id }) => law.has(id)).map(({ id }) => law.lawbook(id));
  return books.flatMap((book) =>
    Array.from({ length: REQUESTS_PER_PACK }, () => ({ book, request: requestFor(book, next) })),
  );
}

/** Calls per second of processor time, so that a busy machine gives the same answer as an idle one. */
function perSecond(cases: readonly Case[], act: (one: Case) => unknown): number {
  const start = process.cpuUsage();
  let count = 0;
  let seconds = 0;
  while (seconds < SECONDS_PER_MEASURE) {
    for (const one of cases) act(one);
    count += cases.length;
    const { user, system } = process.cpuUsage(start);
    seconds = (user + system) / 1e6;
  }
  return Math.round(count / seconds);
}

function report(name: string, cases: readonly Case[], act: (one: Case) => unknown): void {
  perSecond(cases.slice(0, 1_000), act);
  console.log(
    `${name.padEnd(34)} ${perSecond(cases, act).toLocaleString('en-US').padStart(12)} /s   (${cases.length} cases)`,
  );
}

const cases = casesOf();
const searches = cases.filter(({ book, request }) => {
  const decision = book.decide(request, 'strict');
  return !decision.allowed && decision.next !== 'never' && decision.next > request.at + DAY_MS / 24;
});
report('judge, strict', cases, ({ book, request }) => book.judge(request, 'strict'));
const own = { profile: 'strict', setAside: ['CO-HOUSE-DAY', 'HOUSE-CAP-DAY'] } as const;
report('judge, strict but two rules', cases, ({ book, request }) => book.judge(request, own));
report('judge, lenient', cases, ({ book, request }) => book.judge(request, 'lenient'));
report('search of over an hour, strict', searches, ({ book, request }) => book.decide(request, 'strict'));
