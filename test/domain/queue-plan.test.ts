import fc from 'fast-check';
import { firstDayWithRoom, loadOf } from '../../domain/queue-plan';

test.each([
  ['has room for all', [[1, 4]], { postponed: 0, longestWaitDays: 0 }],
  ['plans the rest for tomorrow', [[1, 6]], { postponed: 2, longestWaitDays: 1 }],
  ['plans over several days', [[1, 13]], { postponed: 9, longestWaitDays: 3 }],
  [
    'works the backlog off before what is new',
    [
      [1, 10],
      [2, 1],
      [9, 4],
    ],
    { postponed: 7, longestWaitDays: 2 },
  ],
  [
    'begins anew on a free day',
    [
      [1, 4],
      [2, 4],
    ],
    { postponed: 0, longestWaitDays: 0 },
  ],
] as const)('a queue of four a day %s', (_, made, expected) => {
  expect(loadOf(new Map(made), 4)).toMatchObject(expected);
});

test('no day gets more than it takes, and no task waits past a day with room', () => {
  const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 12 })));
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 9 }), (pairs, perDay) => {
      const made = new Map(pairs);
      const used = new Map<number, number>();
      let [postponed, longest] = [0, 0];
      for (const [day, count] of [...made].sort(([a], [b]) => a - b))
        for (let task = 0; task < count; task += 1) {
          const due = firstDayWithRoom(used, day, perDay);
          used.set(due, (used.get(due) ?? 0) + 1);
          if (due > day) postponed += 1;
          longest = Math.max(longest, due - day);
        }
      expect(loadOf(made, perDay)).toMatchObject({ postponed, longestWaitDays: longest });
    }),
  );
});

test.each([
  ['its own day has room', [[5, 3]], 5],
  ['its own day is full', [[5, 4]], 6],
  [
    'several days are full',
    [
      [5, 4],
      [6, 9],
      [8, 4],
    ],
    7,
  ],
] as const)('a task is planned for the first day with room when %s', (_, planned, expected) => {
  expect(firstDayWithRoom(new Map(planned), 5, 4)).toBe(expected);
});
