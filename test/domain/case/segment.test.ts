import type { Condition } from '../../../domain/segment/condition';
import type { Segment, Strategy } from '../../../domain/strategy';
import { at, aStrategy, aTouch, anOpening } from '../../builders';
import { aLife, live, story } from './driver';

const segmented = (
  when: Condition,
  overrides: Segment['overrides'],
  change: Partial<Strategy> = {},
): Strategy => aStrategy({ segments: [{ id: 'otro', when, overrides }], ...change });

const told = (strategy: Strategy, until = '2026-04-01', facts: Parameters<typeof aLife>[0]['facts'] = []) =>
  story(live(aLife({ strategy, facts, until: at(`${until} 00:00`) })));

test('a case opens in the first segment that holds, and lives by its steps', () => {
  const strategy = segmented({ field: 'balance', lte: 100_000 }, { steps: [aTouch('suave', 3)] });
  expect(told(strategy, '2026-03-20')).toEqual([
    '2026-03-02 segment otro',
    '2026-03-02 preventive',
    '2026-03-11 administrative',
    '2026-03-13 sent suave email',
  ]);
});

test('a segment is entered by the clock on its day; what is passed by then is not sent a second time', () => {
  const steps = [aTouch('nuevo-5', 5), aTouch('recordatorio', 8), aTouch('nuevo-12', 12)];
  expect(told(segmented({ field: 'days', gte: 10 }, { steps }))).toEqual([
    '2026-03-02 preventive',
    '2026-03-05 sent aviso email',
    '2026-03-11 administrative',
    '2026-03-11 sent vencido email',
    '2026-03-18 sent recordatorio email',
    '2026-03-20 segment otro',
    '2026-03-20 skipped nuevo-5 segment_changed',
    '2026-03-22 sent nuevo-12 email',
  ]);
});

test('a required notice that only the new segment has is sent, however late', () => {
  const steps = [aTouch('intima', 5, { required: true }), aTouch('nuevo-5', 5)];
  expect(told(segmented({ field: 'days', gte: 10 }, { steps }), '2026-03-22')).toEqual(
    expect.arrayContaining(['2026-03-20 skipped nuevo-5 segment_changed', '2026-03-20 sent intima email']),
  );
});

test('a step that both know stays pending while the case is blocked', () => {
  const hold = {
    kind: 'hold',
    id: 'h',
    at: at('2026-03-17 09:00'),
    until: null,
    freeze: false,
    reason: '',
  } as const;
  const release = { kind: 'release', id: 'h', at: at('2026-03-21 09:00') } as const;
  const strategy = segmented(
    { field: 'days', gte: 9 },
    { steps: [aTouch('recordatorio', 8), aTouch('otra-7', 7)] },
  );
  const lines = told(strategy, '2026-03-23', [hold, release]);
  expect(lines).toContain('2026-03-19 skipped otra-7 segment_changed');
  expect(lines).toContain('2026-03-21 sent recordatorio email');
});

test('news about the account moves it, and back', () => {
  const traits = (on: string, score: number) =>
    ({ kind: 'traits', at: at(`${on} 08:00`), traits: { score } }) as const;
  const strategy = segmented({ field: 'score', lt: 300 }, { steps: [aTouch('solo', 4)] });
  const lines = told(strategy, '2026-03-16', [traits('2026-03-03', 200), traits('2026-03-15', 700)]);
  expect(lines).toEqual([
    '2026-03-02 preventive',
    '2026-03-03 segment otro',
    '2026-03-11 administrative',
    '2026-03-14 sent solo email',
    '2026-03-15 segment –',
    '2026-03-15 skipped aviso segment_changed',
    '2026-03-15 skipped vencido segment_changed',
  ]);
});

test('a paid account keeps its segment', () => {
  const strategy = segmented({ field: 'balance', lt: 50_000 }, { steps: [aTouch('solo', 4)] });
  const payment = { kind: 'payment', id: 'p', at: at('2026-03-12 09:00'), amount: 100_000 } as const;
  const lines = told(strategy, '2026-03-20', [payment]);
  expect(lines.filter((line) => line.includes('segment'))).toEqual([
    '2026-03-02 segment otro',
    '2026-03-11 segment –',
    '2026-03-11 skipped aviso segment_changed',
  ]);
});

test('the number of contacts moves a case', () => {
  const strategy = segmented({ field: 'contacts', gte: 2 }, { steps: [aTouch('tercero', 9)] });
  expect(told(strategy, '2026-03-21')).toEqual([
    '2026-03-02 preventive',
    '2026-03-05 sent aviso email',
    '2026-03-11 administrative',
    '2026-03-11 sent vencido email',
    '2026-03-11 segment otro',
    '2026-03-19 sent tercero email',
  ]);
});

test('nothing is sent to the held-out, while days and stages go on', () => {
  const assignment = { experiment: 'tono', arm: 'holdout' };
  const lived = live(aLife({ opening: anOpening({ assignment }), until: at('2026-04-20 00:00') }));
  expect(story(lived)).toEqual([
    '2026-03-02 preventive',
    '2026-03-11 administrative',
    '2026-04-10 extrajudicial',
  ]);
  expect(lived.events[0]).toMatchObject({ type: 'experiment_assigned', ...assignment });
});
