import type { RuleBook } from '../../../domain/law/lawbook';
import { instantFromIso, isoFromInstant } from '../../../domain/time/calendar';
import type { Row } from './rule-table';
import { at, ruleTable } from './rule-table';
import { aPrior, aRequest, bookWith, counting, denying, hours, office, ruleBase } from './samples';

const windows: Row[] = [
  { rule: 'opens at the second', of: office(), asked: at('2026-11-24T08:00:00'), allowed: true },
  {
    rule: 'is closed the second before',
    of: office(),
    asked: at('2026-11-24T07:59:59'),
    allowed: false,
    next: '2026-11-24T08:00',
  },
  { rule: 'is open the last second', of: office(), asked: at('2026-11-24T17:59:59'), allowed: true },
  {
    rule: 'is closed at the closing second',
    of: office(),
    asked: at('2026-11-23T18:00:00'),
    allowed: false,
    next: '2026-11-24T08:00',
  },
  {
    rule: 'inclusive end admits the closing second',
    of: office({ endInclusive: true }),
    asked: at('2026-11-24T18:00:00'),
    allowed: true,
  },
  {
    rule: 'inclusive end refuses the second after',
    of: office({ endInclusive: true }),
    asked: at('2026-11-23T18:00:01'),
    allowed: false,
    next: '2026-11-24T08:00',
  },
  {
    rule: 'a holiday is closed, and so the search skips it',
    of: office(),
    asked: at('2026-11-24T18:00:00'),
    allowed: false,
    next: '2026-11-26T08:00',
  },
  {
    rule: 'holiday: open keeps the hours of the weekday',
    of: office({ holiday: 'open' }),
    asked: at('2026-11-25T10:00:00'),
    allowed: true,
  },
  {
    rule: 'a holiday may have hours of its own',
    of: office({ holiday: hours(10, 12) }),
    asked: at('2026-11-25T09:00:00'),
    allowed: false,
    next: '2026-11-25T10:00',
  },
  {
    rule: 'Saturday has its own hours',
    of: office(),
    asked: at('2026-11-28T08:30:00'),
    allowed: false,
    next: '2026-11-28T09:00',
  },
  {
    rule: 'Sunday waits for Monday',
    of: office(),
    asked: at('2026-11-29T10:00:00'),
    allowed: false,
    next: '2026-11-30T08:00',
  },
  {
    rule: 'a window that never opens',
    of: office({ monFri: 'closed', sat: 'closed' }),
    allowed: false,
    next: 'never',
  },
  {
    rule: 'a day to midnight ends with the day',
    of: office({ monFri: hours(8, 24) }),
    asked: at('2026-11-24T23:59:59'),
    allowed: true,
  },
];

const spacing = { ...ruleBase, kind: 'spacing', counting: counting() } as const;

ruleTable('window', windows);

describe('changes of clocks', () => {
  const next = (book: RuleBook, at: string, zone: string) => {
    const decision = book.decide(aRequest({ at: instantFromIso(at), zones: [zone] }), 'strict');
    return decision.allowed || decision.next === 'never' ? decision : isoFromInstant(decision.next);
  };
  const always = office({ sat: hours(8, 18), sun: hours(8, 18), holiday: 'open' });

  test.each([
    // The Azores go from 01:00 back to 00:00 on 2026-10-25, New York from 02:00 back to 01:00 on 2026-11-01.
    {
      rule: 'hours that come twice open twice',
      span: { from: 0, to: 1_800 },
      zone: 'Atlantic/Azores',
      at: '2026-10-25T00:45:00Z',
      utc: '2026-10-25T01:00:00Z',
    },
    {
      rule: 'hours that come twice close in between',
      span: { from: 4_500, to: 6_300 },
      zone: 'America/New_York',
      at: '2026-11-01T06:01:00Z',
      utc: '2026-11-01T06:15:00Z',
    },
    // On 2026-09-06 Santiago goes from 00:00 to 01:00.
    {
      rule: 'hours that do not exist do not open',
      span: { from: 0, to: 1_800 },
      zone: 'America/Santiago',
      at: '2026-09-05T12:00:00Z',
      utc: '2026-09-07T03:00:00Z',
    },
    {
      rule: 'hours that begin in a gap begin after it',
      span: { from: 1_800, to: 7_200 },
      zone: 'America/Santiago',
      at: '2026-09-05T12:00:00Z',
      utc: '2026-09-06T04:00:00Z',
    },
  ])('$rule', ({ span, zone, at: asked, utc }) => {
    expect(next(bookWith({ ...always, monFri: span, sat: span, sun: span }), asked, zone)).toBe(utc);
  });

  test('48 hours of real time feel the change of clocks', () => {
    const book = bookWith({ ...spacing, minHours: 48 });
    const prior = [{ ...aPrior('2026-11-24T10:00:00'), at: instantFromIso('2026-10-31T10:00:00-04:00') }];
    const asked = aRequest({
      at: instantFromIso('2026-11-02T08:59:00-05:00'),
      zones: ['America/New_York'],
      prior,
    });
    expect(denying(book, asked)).toEqual(['R']);
    expect(denying(book, { ...asked, at: asked.at + 60_000 })).toEqual([]);
  });
});
