import fc from 'fast-check';
import { DAY_MS, dayFromIso, instantFromIso, isoFromInstant, MINUTE_MS } from '../../../domain/time/calendar';
import { zoneData, ZONES_VERSION } from '../../../domain/time/zone-data';
import {
  instantAt,
  isKnownZone,
  localDay,
  localSecond,
  offsetSeconds,
  startOfDay,
} from '../../../domain/time/zones';
import { zoneDataSource } from '../../../scripts/generate-zones';

const at = instantFromIso;
const clock = (hours: number, minutes = 0): number => hours * 3_600 + minutes * 60;

test('the zone data is what scripts/generate-zones.ts makes of the pinned tzdata', () => {
  const source = zoneDataSource();
  const rows = [...source.matchAll(/^ {2}'(.+)': '(.+)',$/gm)].map(
    ([, zone = '', packed]) => [zone, packed] as const,
  );
  expect(Object.fromEntries(rows)).toEqual(zoneData);
  expect(source).toContain(`ZONES_VERSION = '${ZONES_VERSION}'`);
});

test.each([
  { rule: 'no change of clocks', zone: 'America/Bogota', instant: '2026-07-01T12:00:00Z', hours: -5 },
  { rule: 'summer in the north', zone: 'America/New_York', instant: '2026-07-01T12:00:00Z', hours: -4 },
  { rule: 'winter in the north', zone: 'America/New_York', instant: '2026-12-01T12:00:00Z', hours: -5 },
  { rule: 'summer in the south', zone: 'America/Santiago', instant: '2026-12-01T12:00:00Z', hours: -3 },
  { rule: 'winter in the south', zone: 'America/Santiago', instant: '2026-07-01T12:00:00Z', hours: -4 },
  {
    rule: 'the last instant of winter time',
    zone: 'America/Santiago',
    instant: '2026-09-06T03:59:59Z',
    hours: -4,
  },
  {
    rule: 'the first instant of summer time',
    zone: 'America/Santiago',
    instant: '2026-09-06T04:00:00Z',
    hours: -3,
  },
  {
    rule: 'a country that gave up changing clocks',
    zone: 'America/Mexico_City',
    instant: '2026-07-01T12:00:00Z',
    hours: -6,
  },
  {
    rule: 'Paraguay on summer time for good',
    zone: 'America/Asuncion',
    instant: '2026-07-01T12:00:00Z',
    hours: -3,
  },
  { rule: 'half hours', zone: 'America/St_Johns', instant: '2026-12-01T12:00:00Z', hours: -3.5 },
  {
    rule: 'a zone of the other side of the world',
    zone: 'Pacific/Kiritimati',
    instant: '2026-07-01T12:00:00Z',
    hours: 14,
  },
  {
    rule: 'a zone with the changes of another',
    zone: 'Europe/Paris',
    instant: '2026-12-01T12:00:00Z',
    hours: 1,
  },
  { rule: 'an older name', zone: 'US/Eastern', instant: '2026-07-01T12:00:00Z', hours: -4 },
  { rule: 'east of Greenwich', zone: 'Europe/Madrid', instant: '2026-07-01T12:00:00Z', hours: 2 },
])('offsetSeconds() $rule', ({ zone, instant, hours }) => {
  expect(offsetSeconds(at(instant), zone)).toBe(hours * 3_600);
});

test('an unknown zone is an error, also when it is the name of something else', () => {
  const unknown = expect.objectContaining({ code: 'calendar.unknownZone' }) as Error;
  for (const zone of ['Mars/Olympus', '', 'constructor', 'America/bogota']) {
    expect(isKnownZone(zone)).toBe(false);
    expect(() => localDay(0, zone)).toThrow(unknown);
  }
});

// Santiago: on 2026-09-06 clocks go from 00:00 to 01:00; on 2026-04-05 from 24:00 of the 4th back to 23:00.
test.each([
  {
    rule: 'a midnight that does not exist is the instant of the change',
    zone: 'America/Santiago',
    date: '2026-09-06',
    second: 0,
    utc: '2026-09-06T04:00:00Z',
  },
  {
    rule: 'a time inside the gap is the instant of the change',
    zone: 'America/Santiago',
    date: '2026-09-06',
    second: clock(0, 30),
    utc: '2026-09-06T04:00:00Z',
  },
  {
    rule: 'the first time after the gap',
    zone: 'America/Santiago',
    date: '2026-09-06',
    second: clock(1),
    utc: '2026-09-06T04:00:00Z',
  },
  {
    rule: 'the morning before the change',
    zone: 'America/Santiago',
    date: '2026-09-05',
    second: clock(8),
    utc: '2026-09-05T12:00:00Z',
  },
  {
    rule: 'an hour that happens twice is the first one',
    zone: 'America/Santiago',
    date: '2026-04-04',
    second: clock(23, 30),
    utc: '2026-04-05T02:30:00Z',
  },
  {
    rule: 'midnight after an hour that happened twice',
    zone: 'America/Santiago',
    date: '2026-04-05',
    second: 0,
    utc: '2026-04-05T04:00:00Z',
  },
  {
    rule: 'a midnight that happens twice is the first one',
    zone: 'America/Havana',
    date: '2024-11-03',
    second: 0,
    utc: '2024-11-03T04:00:00Z',
  },
  {
    rule: 'a gap at two in the morning',
    zone: 'America/New_York',
    date: '2026-03-08',
    second: clock(2, 30),
    utc: '2026-03-08T07:00:00Z',
  },
  {
    rule: 'an hour that happens twice at one',
    zone: 'America/New_York',
    date: '2026-11-01',
    second: clock(1, 30),
    utc: '2026-11-01T05:30:00Z',
  },
  {
    rule: 'the morning after',
    zone: 'America/New_York',
    date: '2026-11-01',
    second: clock(8),
    utc: '2026-11-01T13:00:00Z',
  },
])('instantAt() $rule', ({ zone, date, second, utc }) => {
  expect(isoFromInstant(instantAt(dayFromIso(date), second, zone))).toBe(utc);
});

test('the last day of winter time in Santiago is 24 hours, the first of summer time 23', () => {
  const start = (date: string) => startOfDay(dayFromIso(date), 'America/Santiago');
  expect(start('2026-09-06') - start('2026-09-05')).toBe(DAY_MS);
  expect(start('2026-09-07') - start('2026-09-06')).toBe(DAY_MS - 60 * MINUTE_MS);
  expect(localSecond(start('2026-09-06'), 'America/Santiago')).toBe(clock(1));
});

// From 2024 on, the years that the calendars cover: before 2011 St. John's changed its clocks at 00:01, over midnight.
const zones = fc.constantFrom(...Object.keys(zoneData));
const days = fc.integer({ min: dayFromIso('2024-01-01'), max: dayFromIso('2037-12-30') });
const minutes = fc.integer({ min: 0, max: 1_439 });
const many = { numRuns: 5_000, seed: 20_261_122 };

test('instantAt() is the first instant of the date at which the clock reads the time or later', () => {
  fc.assert(
    fc.property(zones, days, minutes, (zone, day, minute) => {
      const instant = instantAt(day, minute * 60, zone);
      const readsLater = (when: number) =>
        localDay(when, zone) > day ||
        (localDay(when, zone) === day && localSecond(when, zone) >= minute * 60);
      expect(readsLater(instant)).toBe(true);
      // Two hours are more than any change of clocks.
      for (let back = 1; back <= 120; back += 1) expect(readsLater(instant - back * MINUTE_MS)).toBe(false);
    }),
    { ...many, numRuns: 1_000 },
  );
});

test('instantAt() gives back the wall clock it was asked for, or the end of a gap', () => {
  fc.assert(
    fc.property(zones, days, minutes, (zone, day, minute) => {
      const instant = instantAt(day, minute * 60, zone);
      const gap = offsetSeconds(instant, zone) - offsetSeconds(instant - 1, zone);
      const late = localSecond(instant, zone) - minute * 60;
      expect(localDay(instant, zone)).toBe(day);
      expect(late === 0 || (gap > 0 && late > 0 && late <= gap)).toBe(true);
    }),
    many,
  );
});

test('an instant lies in its own local date', () => {
  fc.assert(
    fc.property(zones, days, minutes, (zone, day, minute) => {
      const instant = day * DAY_MS + minute * MINUTE_MS;
      const local = localDay(instant, zone);
      expect(startOfDay(local, zone)).toBeLessThanOrEqual(instant);
      expect(startOfDay(local + 1, zone)).toBeGreaterThan(instant);
    }),
    many,
  );
});
