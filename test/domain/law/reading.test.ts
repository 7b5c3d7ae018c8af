import fc from 'fast-check';
import type { RuleBook } from '../../../domain/law/lawbook';
import type { Reading } from '../../../domain/law/reading';
import { readingOf, refusalsSetAside } from '../../../domain/law/reading';
import type { ContactRequest } from '../../../domain/law/types';
import { instantFromIso } from '../../../domain/time/calendar';
import { loadLaw } from '../../../policy/law/library';
import { requestIn } from './arbitrary';
import { aPrior, aRequest, bogota } from './samples';

const law = loadLaw();
const strictBut = (...setAside: string[]): Reading => ({ profile: 'strict', setAside });
const rulesOf = (book: RuleBook, request: ContactRequest, reading: Reading): string[] =>
  book.judge(request, reading).refusals.map(({ rule }) => rule);

describe('a strict rule that is set aside', () => {
  const colombia = law.lawbook('CO');
  const earlier = [aPrior('2026-11-20T10:00:00', { channel: 'email' })];
  const direct = aRequest({ prior: earlier, channel: 'email' });
  const twiceToday = aRequest({
    channel: 'email',
    prior: [aPrior('2026-11-24T09:00:00', { channel: 'email', outcome: 'unanswered' })],
  });
  const onSunday = { ...direct, at: bogota('2026-11-22T10:00:00') };
  const usa = law.lawbook('US');
  const at21 = aRequest({ at: instantFromIso('2026-11-24T21:00:00-05:00'), zones: ['America/New_York'] });
  const after21 = { ...at21, at: at21.at + 60_000 };

  test.each<{
    rule: string;
    book?: RuleBook;
    request: ContactRequest;
    setAside: string[];
    strict: string[];
    denies: string[];
  }>([
    {
      rule: 'does not apply',
      ...{ request: direct, setAside: ['CO-STRICT-WEEK'], strict: ['CO-STRICT-WEEK'], denies: [] },
    },
    {
      rule: 'leaves the other strict rules as they are',
      ...{ request: twiceToday, setAside: ['CO-STRICT-WEEK'], strict: ['CO-HOUSE-DAY'], denies: ['CO-HOUSE-DAY'] },
    },
    {
      rule: 'leaves what binds in both readings as it is',
      ...{ request: onSunday, setAside: ['CO-STRICT-WEEK'] },
      ...{ strict: ['CO-2300-3-HOURS', 'CO-STRICT-WEEK'] },
      denies: ['CO-2300-3-HOURS'],
    },
    {
      rule: 'of another place changes nothing here',
      ...{ request: direct, setAside: ['CL-37-SPACING-CLEAR'] },
      ...{ strict: ['CO-STRICT-WEEK'], denies: ['CO-STRICT-WEEK'] },
    },
    {
      rule: 'must be one: what binds in both readings holds, whoever names it',
      ...{ request: onSunday, setAside: ['CO-2300-3-HOURS'] },
      ...{ strict: ['CO-2300-3-HOURS', 'CO-STRICT-WEEK'] },
      denies: ['CO-2300-3-HOURS', 'CO-STRICT-WEEK'],
    },
    {
      rule: 'gives its place to the lenient one, which allows the closing second',
      ...{ book: usa, request: at21, setAside: ['US-6B1-HOURS-STRICT'] },
      ...{ strict: ['US-6B1-HOURS-STRICT'], denies: [] },
    },
    {
      rule: 'gives its place to the lenient one, which denies a minute later',
      ...{ book: usa, request: after21, setAside: ['US-6B1-HOURS-STRICT'] },
      ...{ strict: ['US-6B1-HOURS-STRICT'], denies: ['US-6B1-HOURS'] },
    },
  ])('$rule', ({ book = colombia, request, setAside, strict, denies }) => {
    expect(rulesOf(book, request, 'strict')).toEqual(strict);
    expect(rulesOf(book, request, strictBut(...setAside))).toEqual(denies);
    const passedOver = refusalsSetAside(book, request, strictBut(...setAside)).map(({ rule }) => rule);
    expect(passedOver).toEqual(strict.filter((rule) => setAside.includes(rule) && !denies.includes(rule)));
  });

  test('moves the next lawful instant forward too', () => {
    const [strict, own] = (['strict', strictBut('CO-HOUSE-DAY')] as const).map((reading) =>
      colombia.decide({ ...twiceToday, at: bogota('2026-11-24T05:00:00'), prior: [aPrior('2026-11-24T00:30:00', { channel: 'email', outcome: 'unanswered' })] }, reading),
    );
    expect(strict).toMatchObject({ next: bogota('2026-11-25T07:00:00') });
    expect(own).toMatchObject({ next: bogota('2026-11-24T07:00:00') });
  });

  test('does nothing under the lenient reading', () => {
    const lenient: Reading = { profile: 'lenient', setAside: ['CO-STRICT-WEEK'] };
    expect(colombia.judge(twiceToday, lenient)).toEqual(colombia.judge(twiceToday, 'lenient'));
    expect(refusalsSetAside(colombia, direct, lenient)).toEqual([]);
  });
});

test('a strategy reads the law by its profile and the rules it sets aside', () => {
  const signed = { reason: 'r', signedBy: 'b', signedOn: '2026-11-01' };
  const lenientRules = [{ rule: 'R-1', ...signed }];
  expect(readingOf({ profile: 'strict', lenientRules })).toEqual({ profile: 'strict', setAside: ['R-1'] });
  expect(readingOf({ profile: 'strict', lenientRules: [] })).toEqual({ profile: 'strict' });
  expect(readingOf({ profile: 'lenient' })).toEqual({ profile: 'lenient' });
});

describe('for any contact', () => {
  const books = law.packs.filter(({ id }) => law.has(id)).map(({ id }) => law.lawbook(id));
  const strictRules = (book: RuleBook): string[] =>
    book.rules.flatMap(({ rule }) => (rule.profile === 'strict' ? [rule.id] : []));
  const asked = fc.constantFrom(...books).chain((book) => {
    const zones = book.pack.timezones === 'any' ? ['UTC'] : book.pack.timezones;
    return fc.record({
      book: fc.constant(book),
      request: requestIn(zones),
      setAside: fc.subarray(strictRules(book)),
    });
  });
  const many = { numRuns: 4_000, seed: 20_261_122 };

  test('the answer lies between lenient and strict, and what is set aside is what strict alone denies by', () => {
    fc.assert(
      fc.property(asked, ({ book, request, setAside }) => {
        const own = book.judge(request, strictBut(...setAside));
        const strict = rulesOf(book, request, 'strict');
        if (!book.judge(request, 'lenient').allowed) expect(own.allowed).toBe(false);
        if (!own.allowed) expect(strict).not.toEqual([]);
        if (own.allowed)
          expect(refusalsSetAside(book, request, strictBut(...setAside)).map(({ rule }) => rule)).toEqual(strict);
      }),
      many,
    );
  });

  test('one more rule set aside never turns allow into deny', () => {
    fc.assert(
      fc.property(asked, ({ book, request, setAside }) => {
        if (!book.judge(request, strictBut(...setAside.slice(1))).allowed) return;
        expect(book.judge(request, strictBut(...setAside)).allowed).toBe(true);
      }),
      many,
    );
  });

  test('nothing set aside is the strict reading, byte for byte; everything set aside is the lenient one', () => {
    fc.assert(
      fc.property(asked, ({ book, request }) => {
        const strict = JSON.stringify(book.decide(request, 'strict'));
        expect(JSON.stringify(book.decide(request, { profile: 'strict' }))).toBe(strict);
        expect(JSON.stringify(book.decide(request, strictBut()))).toBe(strict);
        const lenient = JSON.stringify(book.decide(request, 'lenient'));
        expect(JSON.stringify(book.decide(request, strictBut(...strictRules(book))))).toBe(lenient);
      }),
      many,
    );
  });
});
