import type { RuleData } from '../../../domain/law/pack';
import { instantFromIso } from '../../../domain/time/calendar';
import { at, day } from './rule-table';
import {
  aPrior,
  aRequest,
  bogota,
  bookWith,
  counting,
  denying,
  hours,
  nextInBogota,
  office,
  ruleBase,
} from './samples';

const cap = { ...ruleBase, kind: 'cap', limit: 2, period: 'day', counting: counting() } as const;
const spacing = { ...ruleBase, kind: 'spacing', counting: counting() } as const;

describe('next', () => {
  test('is the first whole minute after the request, also when that is the next one', () => {
    const book = bookWith({ ...spacing, minHours: 1 });
    const request = aRequest({ prior: [aPrior('2026-11-24T09:00:30')] });
    expect(nextInBogota(book, request)).toBe('2026-11-24T10:01');
  });

  test('is never when a rule that no clock mends comes into force before the clock rule lets go', () => {
    const soon: RuleData = { ...ruleBase, id: 'SOON', kind: 'recipient', allow: [], from: day('2026-11-25') };
    expect(nextInBogota(bookWith(office(), soon), aRequest(at('2026-11-24T18:00:00')))).toBe('never');
  });

  test('counts what was logged after the request once the search has come so far', () => {
    const book = bookWith({ ...cap, limit: 1 });
    const prior = [aPrior('2026-11-24T09:00:00'), aPrior('2026-11-25T09:00:00')];
    expect(nextInBogota(book, aRequest({ prior }))).toBe('2026-11-25T00:00');
    const late = bookWith(
      { ...cap, limit: 1 },
      office({ id: 'HOURS', monFri: hours(10, 18), holiday: 'open' }),
    );
    expect(nextInBogota(late, aRequest({ prior }))).toBe('2026-11-26T10:00');
  });

  test('includes the instant 60 days later and nothing after it', () => {
    const opens = (date: string) =>
      bookWith(office({ until: day(date) - 1, monFri: 'closed', sat: 'closed' }));
    const request = aRequest({ at: bogota('2026-11-24T00:00:00') });
    expect(nextInBogota(opens('2027-01-23'), request)).toBe('2027-01-23T00:00');
    expect(nextInBogota(opens('2027-01-24'), request)).toBe('never');
  });

  test('is never when the calendar ends first', () => {
    expect(nextInBogota(bookWith(office()), aRequest(at('2027-12-31T18:00:00')))).toBe('never');
  });
});

describe('zones', () => {
  const both = ['America/Bogota', 'America/Santiago'];

  test('a contact must be lawful in every zone, and a rule is listed once', () => {
    const book = bookWith(office());
    expect(denying(book, aRequest({ ...at('2026-11-24T07:00:00'), zones: both }))).toEqual(['R']);
    expect(denying(book, aRequest({ ...at('2026-11-24T16:30:00'), zones: both }))).toEqual(['R']);
    expect(denying(book, aRequest({ ...at('2026-11-24T10:00:00'), zones: both }))).toEqual([]);
  });

  test('next is lawful in every zone', () => {
    expect(nextInBogota(bookWith(office()), aRequest({ ...at('2026-11-23T16:30:00'), zones: both }))).toBe(
      '2026-11-24T08:00',
    );
  });

  test('no zone at all is refused with an error', () => {
    expect(() => bookWith(office()).judge(aRequest({ zones: [] }), 'strict')).toThrow(
      expect.objectContaining({ code: 'law.badRequest' }),
    );
  });

  test('a date outside the calendar is refused with an error, in whatever zone', () => {
    const request = aRequest({
      at: instantFromIso('2026-01-01T04:00:00Z'),
      zones: ['America/Sao_Paulo', 'America/Bogota'],
    });
    expect(() => bookWith().judge(request, 'strict')).toThrow(
      expect.objectContaining({
        code: 'law.outsideCalendar',
        details: { calendar: 'CAL', date: '2025-12-31' },
      }),
    );
  });
});
