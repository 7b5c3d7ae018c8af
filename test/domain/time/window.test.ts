import fc from 'fast-check';
import { DAY_MS, instantFromIso, MINUTE_MS } from '../../../domain/time/calendar';
import { accountWindow, isInWindow, nextInWindow } from '../../../domain/time/window';
import { localSecond } from '../../../domain/time/zones';
import { zones } from '../case/arbitrary';

const hours = (from: number, to: number) => ({ from: from * 3_600, to: to * 3_600 });

test.each([
  { rule: 'inside is now', at: '2026-03-10T12:00:00-05:00', next: '2026-03-10T12:00:00-05:00' },
  { rule: 'the opening is in', at: '2026-03-10T10:00:00-05:00', next: '2026-03-10T10:00:00-05:00' },
  {
    rule: 'before the opening is the opening',
    at: '2026-03-10T09:59:59-05:00',
    next: '2026-03-10T10:00:00-05:00',
  },
  { rule: 'the close is out', at: '2026-03-10T18:00:00-05:00', next: '2026-03-11T10:00:00-05:00' },
])('nextInWindow() $rule', ({ at, next }) => {
  expect(nextInWindow(instantFromIso(at), hours(10, 18), 'America/Bogota')).toBe(instantFromIso(next));
});

test.each([
  {
    rule: 'an opening that the change of clocks skips is the instant of the change',
    window: hours(2, 6),
    at: '2026-03-08T00:30:00-05:00',
    next: '2026-03-08T03:00:00-04:00',
  },
  {
    rule: 'a window that lies in the skipped hour is the next date’s',
    window: { from: 2 * 3_600, to: 2.5 * 3_600 },
    at: '2026-03-08T00:30:00-05:00',
    next: '2026-03-09T02:00:00-04:00',
  },
  {
    rule: 'an hour that comes twice opens at its first',
    window: { from: 5_400, to: 9_000 },
    at: '2026-11-01T00:30:00-04:00',
    next: '2026-11-01T01:30:00-04:00',
  },
  {
    rule: 'between the two the window is shut until its second',
    window: { from: 5_400, to: 7_200 },
    at: '2026-11-01T01:05:00-05:00',
    next: '2026-11-01T01:30:00-05:00',
  },
])('nextInWindow() in New York: $rule', ({ window, at, next }) => {
  expect(nextInWindow(instantFromIso(at), window, 'America/New_York')).toBe(instantFromIso(next));
});

const minute = fc.integer({ min: 0, max: 1_439 });
const windows = fc
  .tuple(minute, minute)
  .filter(([from, to]) => from !== to)
  .map(([a, b]) => ({ from: Math.min(a, b) * 60, to: Math.max(a, b) * 60 }));
const START = instantFromIso('2026-01-01T00:00:00Z');
const instants = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => START + minutes * MINUTE_MS);

test('nextInWindow() is inside, not before, and nothing inside lies between', () => {
  fc.assert(
    fc.property(
      instants,
      windows,
      fc.constantFrom(...zones),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (at, window, zone, share) => {
        const next = nextInWindow(at, window, zone);
        expect(next).toBeGreaterThanOrEqual(at);
        expect(isInWindow(next, window, zone)).toBe(true);
        const between = at + Math.floor(((next - at) * share) / MINUTE_MS) * MINUTE_MS;
        if (between < next) expect(isInWindow(between, window, zone)).toBe(false);
        if (next > at) expect(isInWindow(next - 1, window, zone)).toBe(false);
        expect(next - at).toBeLessThanOrEqual(3 * DAY_MS);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('accountWindow() opens later by up to the jitter, is the same for the same account, and stays open a minute', () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 0, max: 86_400 }), fc.string(), (window, jitter, account) => {
      const own = accountWindow(window, jitter, account);
      expect(own).toEqual(accountWindow(window, jitter, account));
      expect(own.to).toBe(window.to);
      expect(own.from).toBeGreaterThanOrEqual(window.from);
      expect(own.from).toBeLessThanOrEqual(
        Math.min(window.from + jitter, Math.max(window.from, window.to - 60)),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('accountWindow() spreads accounts over the whole jitter', () => {
  const openings = Array.from(
    { length: 2_000 },
    (_, number) => accountWindow(hours(10, 18), 3_600, `A${number}`).from - 36_000,
  );
  expect(Math.min(...openings)).toBeLessThan(60);
  expect(Math.max(...openings)).toBeGreaterThan(3_540);
});

test('the last second of a day is inside a window that closes at midnight', () => {
  const at = instantFromIso('2026-03-10T23:59:59-05:00');
  expect(localSecond(at, 'America/Bogota')).toBe(86_399);
  expect(isInWindow(at, { from: 0, to: 86_400 }, 'America/Bogota')).toBe(true);
});
