import type { CaseFact } from '../../../domain/case/facts';
import { advance } from '../../../domain/case/next';
import type { Strategy } from '../../../domain/strategy';
import {
  aCase,
  aDebt,
  aHandoff,
  anOpening,
  aPayment,
  aReversal,
  aStrategy,
  aTask,
  aTouch,
  at,
  closedWhen,
  day,
} from '../../builders';
import type { Life } from './driver';
import { aLife, live, story } from './driver';

/** D1 falls due on 2026-03-10: `n` is the date of March minus 10. */
const steps = [
  aTouch('a', -5),
  aTouch('b', 1),
  aTouch('c', 8),
  aTask('k', 20),
  aTouch('r', 25, { required: true }),
  aTouch('z', 28),
];

const hold = (from: string, until: string): CaseFact => ({
  kind: 'hold',
  id: 'h',
  at: at(from),
  until: day(until),
  freeze: false,
  reason: '',
});
const downtime = (from: string, until: string): CaseFact => ({
  kind: 'downtime',
  at: at(from),
  until: at(until),
});

interface Row {
  readonly rule: string;
  readonly strategy?: Partial<Strategy>;
  readonly facts?: readonly CaseFact[];
  readonly life?: Partial<Life>;
  readonly until: string;
  readonly told: readonly string[];
}

const rows: Row[] = [
  {
    rule: 'runs every step on its day, at the opening of the window',
    until: '2026-03-31 00:00',
    told: [
      '2026-03-05 sent a email',
      '2026-03-11 sent b email',
      '2026-03-18 sent c email',
      '2026-03-30 task k call',
    ],
  },
  {
    rule: 'passes over the steps of an earlier stage',
    life: { opening: anOpening({ opened: at('2026-03-11 12:00') }) },
    until: '2026-03-13 00:00',
    told: ['2026-03-11 skipped a stage_passed', '2026-03-11 sent b email'],
  },
  {
    rule: 'of several in one stage runs the latest only',
    facts: [hold('2026-03-10 12:00', '2026-03-20')],
    until: '2026-03-25 00:00',
    told: ['2026-03-05 sent a email', '2026-03-20 skipped b superseded', '2026-03-20 sent c email'],
  },
  {
    rule: 'with catch_up: skip a step that comes late is missed',
    strategy: { catchUp: 'skip' },
    facts: [hold('2026-03-10 12:00', '2026-03-20')],
    until: '2026-03-25 00:00',
    told: ['2026-03-05 sent a email', '2026-03-20 skipped b superseded', '2026-03-20 skipped c missed'],
  },
  {
    rule: 'a step that was seen on its own day and waits for the law is not missed the day after',
    strategy: { catchUp: 'skip' },
    life: { lawbook: closedWhen((when) => when >= at('2026-03-11 00:00') && when < at('2026-03-13 09:00')) },
    until: '2026-03-15 00:00',
    told: ['2026-03-05 sent a email', '2026-03-11 refused b R-1', '2026-03-13 sent b email'],
  },
  {
    rule: 'a step that waits is superseded on the first instant of the day of the next one',
    life: { lawbook: closedWhen((when) => when >= at('2026-03-11 00:00') && when < at('2026-03-18 09:00')) },
    until: '2026-03-20 00:00',
    told: [
      '2026-03-05 sent a email',
      '2026-03-11 refused b R-1',
      '2026-03-18 skipped b superseded',
      '2026-03-18 sent c email',
    ],
  },
  {
    rule: 'required steps are never passed over; they run in order, one a date, and hold back what comes after',
    life: { opening: anOpening({ opened: at('2026-04-08 12:00') }) },
    until: '2026-04-12 00:00',
    told: [
      '2026-04-08 skipped a stage_passed',
      '2026-04-08 skipped b superseded',
      '2026-04-08 skipped c superseded',
      '2026-04-08 skipped k superseded',
      '2026-04-08 sent r email',
      '2026-04-09 sent z email',
    ],
  },
  {
    rule: 'steps of one day run in file order, and are superseded together',
    strategy: { steps: [aTouch('x', 1), aTask('y', 1), aTouch('w', 1)] },
    until: '2026-03-13 00:00',
    told: ['2026-03-11 sent x email', '2026-03-11 task y call', '2026-03-11 sent w email'],
  },
  {
    rule: 'a debt that becomes the anchor leaves its earlier steps behind',
    life: { opening: anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-03-12')] }) },
    facts: [aPayment('2026-03-21 20:00', 100_000)],
    until: '2026-04-02 00:00',
    told: [
      '2026-03-05 sent a email',
      '2026-03-11 sent b email',
      '2026-03-18 sent c email',
      ...['a', 'b', 'c'].map((id) => `2026-03-21 skipped ${id} anchor_moved`),
      '2026-04-01 task k call',
    ],
  },
  {
    rule: 'a required step is not left behind when the anchor moves',
    strategy: { steps: [aTouch('r', 2, { required: true })] },
    life: { opening: anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-03-11')] }) },
    facts: [aPayment('2026-03-14 08:00', 100_000)],
    until: '2026-03-16 00:00',
    told: ['2026-03-12 sent r email', '2026-03-14 sent r email'],
  },
  {
    rule: 'an anchor that comes back keeps what was done for it',
    life: { opening: anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-04-10')] }) },
    facts: [aPayment('2026-03-12 08:00', 100_000), aReversal('2026-03-19 08:00')],
    until: '2026-03-31 00:00',
    told: [
      '2026-03-05 sent a email',
      '2026-03-11 sent b email',
      '2026-03-19 skipped c anchor_moved',
      '2026-03-30 task k call',
    ],
  },
  {
    rule: 'nothing is made up for what fell into a downtime',
    facts: [downtime('2026-03-10 20:00', '2026-03-19 11:00')],
    until: '2026-03-21 00:00',
    told: ['2026-03-05 sent a email', '2026-03-19 skipped b superseded', '2026-03-19 sent c email'],
  },
  {
    rule: 'tasks wait for the window too',
    strategy: { steps: [aTask('k', 1)], sendWindow: { from: 15 * 3_600, to: 16 * 3_600 } },
    facts: [
      { kind: 'stop', fact: 's', at: at('2026-03-10 08:00') },
      { kind: 'clear', fact: 's', at: at('2026-03-12 16:00') },
    ],
    until: '2026-03-14 00:00',
    told: ['2026-03-13 task k call'],
  },
  {
    rule: 'no usable channel: skipped, and a task for a person',
    strategy: { steps: [aTouch('a', 1, { via: ['whatsapp'] })] },
    until: '2026-03-13 00:00',
    told: ['2026-03-11 skipped a no_channel', '2026-03-11 task a no_channel'],
  },
  {
    rule: 'never lawful: skipped, and a task for a person',
    strategy: { steps: [aTouch('a', 1)] },
    life: { lawbook: closedWhen(() => true, 'never') },
    until: '2026-03-13 00:00',
    told: ['2026-03-11 skipped a unlawful', '2026-03-11 task a unlawful'],
  },
  {
    rule: 'a handoff that waits for its list holds nothing back',
    strategy: { steps: [aHandoff('j', 1, { requires: ['dossier'] }), aTouch('b', 2)] },
    until: '2026-03-14 00:00',
    told: ['2026-03-12 sent b email'],
  },
];

test.each(rows)('the agenda: $rule', ({ strategy, facts = [], life, until, told }) => {
  const lived = live(
    aLife({ strategy: aStrategy({ steps, ...strategy }), facts, until: at(until), ...life }),
  );
  expect(story(lived).filter((line) => /sent|task|skipped|refused|handed/.test(line))).toEqual(told);
});

test.each([
  {
    rule: 'a payment at the very instant of a touch wins',
    fact: aPayment('2026-03-11 10:00', 100_000),
    sent: false,
  },
  {
    rule: 'a payment a second later does not',
    fact: { ...aPayment('2026-03-11 10:00', 100_000), at: at('2026-03-11 10:00') + 1_000 },
    sent: true,
  },
  {
    rule: 'a downtime at the very instant of a touch wins',
    fact: downtime('2026-03-11 10:00', '2026-03-12 10:00'),
    sent: false,
  },
])('$rule', ({ fact, sent }) => {
  const lived = live(aLife({ facts: [fact], until: at('2026-03-12 00:00') }));
  expect(story(lived).includes('2026-03-11 sent vencido email')).toBe(sent);
});

test.each([
  {
    rule: 'looked at late, each date is looked at as if on time',
    planned: '2026-03-19 11:00',
    on: '2026-03-18',
  },
  {
    rule: 'what lies between the planned wake-up and now was an outage: nothing is made up for',
    planned: '2026-03-06 10:00',
    on: '2026-03-19',
  },
])('$rule', ({ planned, on }) => {
  const strategy = aStrategy({ steps: [aTouch('b', 1), aTouch('c', 8)] });
  const { events } = advance(aCase({}, strategy), strategy, at('2026-03-19 11:00'), at(planned));
  const skipped = events.find(({ type }) => type === 'step_skipped');
  expect(skipped).toMatchObject({ step: 'b', on: day(on) });
});
