import { wakeAt } from '../../../domain/case/wake';
import { MINUTE_MS, SECOND_MS } from '../../../domain/time/calendar';

const due = 1_000_000_000;
const before = due - 60 * MINUTE_MS;
const alarm = { due, hasRung: true, isHeld: false };

test.each([
  ['rings on the second', alarm, due, due],
  ['rings late by a busy machine', alarm, due + 2 * MINUTE_MS, due],
  ['rings after an outage', alarm, due + 2 * MINUTE_MS + 1, due + 2 * MINUTE_MS + 1],
  ['is held, and so knows no outage', { ...alarm, isHeld: true }, due + 600 * MINUTE_MS, due],
  ['is overtaken by a message', { ...alarm, hasRung: false }, due + SECOND_MS, due],
])('an alarm that %s', (_, given, now, at) => {
  expect(wakeAt(given, now, before)).toEqual({ at, plannedWake: due, isDue: true });
});

test.each([
  ['is set to nothing', { ...alarm, due: null, hasRung: false }],
  ['is not due yet', { ...alarm, hasRung: false }],
])('a message while the alarm %s is taken at its own instant, and the alarm stays', (_, given) => {
  const now = due - SECOND_MS;
  expect(wakeAt(given, now, before)).toEqual({ at: now, plannedWake: now, isDue: false });
});

test('time does not go back behind the last evaluation', () => {
  const evaluatedAt = due + 30 * SECOND_MS;
  expect(wakeAt(alarm, due + MINUTE_MS, evaluatedAt)).toMatchObject({ at: evaluatedAt, plannedWake: due });
});
