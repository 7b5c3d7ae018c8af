import fc from 'fast-check';
import {
  dayFromIso,
  instantFromIso,
  isoFromDay,
  isoFromInstant,
  weekdayOf,
} from '../../../domain/time/calendar';

const badDate = expect.objectContaining({ code: 'calendar.badDate' }) as Error;
const badInstant = expect.objectContaining({ code: 'calendar.badInstant' }) as Error;

test.each([
  { rule: 'the epoch is day 0', text: '1970-01-01', day: 0 },
  { rule: 'the day before is -1', text: '1969-12-31', day: -1 },
  { rule: 'a leap day exists', text: '2028-02-29', day: 21_243 },
])('dayFromIso() $rule', ({ text, day }) => {
  expect(dayFromIso(text)).toBe(day);
  expect(isoFromDay(day)).toBe(text);
});

test.each(['2027-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '26-01-01', '2026-01-01T00:00:00Z', ''])(
  'dayFromIso() refuses %j',
  (text) => {
    expect(() => dayFromIso(text)).toThrow(badDate);
  },
);

test.each([
  { rule: 'UTC', text: '2026-11-24T10:00:00Z', utc: '2026-11-24T10:00:00Z' },
  { rule: 'an offset', text: '2026-11-24T10:00:00-05:00', utc: '2026-11-24T15:00:00Z' },
  { rule: 'no seconds', text: '2026-11-24T10:00+01:00', utc: '2026-11-24T09:00:00Z' },
  { rule: 'fractions of a second', text: '2026-11-24T10:00:00.750Z', utc: '2026-11-24T10:00:00Z' },
])('instantFromIso() reads $rule', ({ text, utc }) => {
  expect(isoFromInstant(instantFromIso(text))).toBe(utc);
});

test.each([
  '2026-11-24T10:00:00',
  '2026-11-24',
  '2026-11-24 10:00:00Z',
  '2026-11-24T25:00:00Z',
  '2026-02-30T10:00:00Z',
  '2027-02-29T10:00:00-05:00',
  'now',
  '',
])('instantFromIso() refuses %j', (text) => {
  expect(() => instantFromIso(text)).toThrow(badInstant);
});

test('a date survives being written and read', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
      expect(dayFromIso(isoFromDay(day))).toBe(day);
    }),
  );
});

test('the weekday goes round from Monday, 0, to Sunday, 6', () => {
  const monday = dayFromIso('2026-11-23');
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      expect(weekdayOf(monday + days)).toBe(((days % 7) + 7) % 7);
    }),
  );
});
