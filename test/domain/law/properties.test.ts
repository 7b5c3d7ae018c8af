import fc from 'fast-check';
import { profiles } from '../../../domain/channel';
import type { RuleBook } from '../../../domain/law/lawbook';
import { HORIZON_MS } from '../../../domain/law/lawbook';
import type { CalendarData } from '../../../domain/law/pack';
import type { ContactRequest } from '../../../domain/law/types';
import { dayFromIso, MINUTE_MS } from '../../../domain/time/calendar';
import { localDay } from '../../../domain/time/zones';
import { loadLaw } from '../../../policy/law/library';
import { compileLawbook } from '../../../domain/law/lawbook';
import { anyRule, datedAt, priorNear, requestIn } from './arbitrary';
import { aPack } from './samples';

const law = loadLaw();
const books = law.packs.filter(({ id }) => law.has(id)).map(({ id }) => law.lawbook(id));

const profile = fc.constantFrom(...profiles);
const asked = fc.constantFrom(...books).chain((book) => {
  const zones = book.pack.timezones === 'any' ? ['UTC'] : book.pack.timezones;
  return requestIn(zones).map((request) => ({ book, request, zones }));
});

const allowedAt = (
  book: RuleBook,
  request: ContactRequest,
  at: number,
  reading: (typeof profiles)[number],
): boolean => book.judge({ ...request, at }, reading).allowed;

const many = { numRuns: 4_000, seed: 20_261_122 };

test('next is allowed, the minute before it is denied', () => {
  fc.assert(
    fc.property(asked, profile, ({ book, request }, reading) => {
      const decision = book.decide(request, reading);
      if (decision.allowed || decision.next === 'never') return;
      expect(decision.next % MINUTE_MS).toBe(0);
      expect(decision.next).toBeGreaterThan(request.at);
      expect(decision.next).toBeLessThanOrEqual(request.at + HORIZON_MS);
      expect(allowedAt(book, request, decision.next, reading)).toBe(true);
      expect(allowedAt(book, request, Math.max(request.at, decision.next - MINUTE_MS), reading)).toBe(false);
    }),
    many,
  );
});

test('decide and judge give the same reasons', () => {
  fc.assert(
    fc.property(asked, profile, ({ book, request }, reading) => {
      const decision = book.decide(request, reading);
      const refusals = decision.allowed ? [] : decision.refusals;
      expect(book.judge(request, reading)).toEqual({ allowed: decision.allowed, refusals });
    }),
    many,
  );
});

test('one more earlier contact never turns deny into allow', () => {
  const withMore = asked.chain((one) => priorNear(one.request.at).map((more) => ({ ...one, more })));
  fc.assert(
    fc.property(withMore, profile, ({ book, request, more }, reading) => {
      if (book.judge(request, reading).allowed) return;
      expect(book.judge({ ...request, prior: [...request.prior, more] }, reading).allowed).toBe(false);
    }),
    many,
  );
});

test('what lenient denies, strict denies', () => {
  fc.assert(
    fc.property(asked, ({ book, request }) => {
      if (!book.judge(request, 'lenient').allowed) expect(book.judge(request, 'strict').allowed).toBe(false);
    }),
    many,
  );
});

test('one more candidate zone never turns deny into allow', () => {
  const withZone = asked.chain((one) => fc.constantFrom(...one.zones).map((zone) => ({ ...one, zone })));
  fc.assert(
    fc.property(withZone, profile, ({ book, request, zone }, reading) => {
      if (book.judge(request, reading).allowed) return;
      expect(book.judge({ ...request, zones: [...request.zones, zone] }, reading).allowed).toBe(false);
    }),
    many,
  );
});

test('the same question gives the same bytes, whatever was asked in between', () => {
  fc.assert(
    fc.property(asked, asked, profile, (one, other, reading) => {
      const answer = JSON.stringify(one.book.decide(one.request, reading));
      other.book.decide(other.request, reading);
      expect(JSON.stringify(one.book.decide(one.request, reading))).toBe(answer);
    }),
    many,
  );
});

describe('the search against stepping minute by minute', () => {
  /** First allowed whole minute, found without any thought. */
  function stepped(book: RuleBook, request: ContactRequest, limit: number): number | 'never' {
    const first = (Math.floor(request.at / MINUTE_MS) + 1) * MINUTE_MS;
    for (let at = first; at <= limit; at += MINUTE_MS) if (allowedAt(book, request, at, 'strict')) return at;
    return 'never';
  }

  // Changes of clocks at midnight, at 01:00 and at 02:00, by an hour, in both hemispheres.
  const zones = [
    'America/Santiago',
    'Pacific/Easter',
    'America/Havana',
    'Atlantic/Azores',
    'Europe/Madrid',
    'America/New_York',
  ];
  const calendar: CalendarData = {
    id: 'CAL',
    version: '0',
    from: dayFromIso('2024-01-01'),
    until: dayFromIso('2030-12-31'),
    holidays: [
      { day: dayFromIso('2024-04-01'), name: 'x' },
      { day: dayFromIso('2024-09-09'), name: 'y' },
    ],
  };
  const cases = fc
    .tuple(requestIn(zones), fc.array(anyRule, { minLength: 1, maxLength: 5 }))
    .map(([request, rules]) => {
      const day = localDay(request.at, request.zones[0] ?? '');
      const pack = aPack({ rules: rules.map((rule, index) => datedAt({ ...rule, id: `R${index}` }, day)) });
      return { request, book: compileLawbook({ pack, packs: () => undefined, calendar }) };
    });

  test('finds the same minute for any rules', () => {
    fc.assert(
      fc.property(cases, ({ book, request }) => {
        const decision = book.decide(request, 'strict');
        if (decision.allowed) return;
        const byClock = decision.refusals.every(({ kind }) => kind !== 'recipient');
        // Where the search gives up, six days without an opening are proof enough here; the horizon has its own test.
        const limit = decision.next === 'never' ? request.at + 6 * 1_440 * MINUTE_MS : decision.next;
        expect(decision.next).toBe(byClock ? stepped(book, request, limit) : 'never');
      }),
      { ...many, numRuns: 1_000 },
    );
  });
});
