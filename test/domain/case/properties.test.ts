import fc from 'fast-check';
import { isNoticeStep, paymentOf } from '../../../domain/case/notices';
import { reversedPayments } from '../../../domain/case/books';
import { rareOf } from '../../../domain/case/state';
import { allowsAll } from '../../builders';
import { isBlocked, isOnHold } from '../../../domain/case/blocks';
import type { CaseEvent } from '../../../domain/case/events';
import { unchanged } from '../../../domain/case/events';
import { evaluate } from '../../../domain/case/evaluate';
import { advance } from '../../../domain/case/next';
import { receive } from '../../../domain/case/receive';
import type { CaseState } from '../../../domain/case/state';
import { isSticky } from '../../../domain/case/steps';
import { variantsOf } from '../../../domain/segment/in-force';
import { live } from './driver';
import { lives } from './arbitrary';
import { localDay, startOfDay } from '../../../domain/time/zones';

const RUNS = { numRuns: 400 };

describe('steps', () => {
  const count = <T>(list: readonly T[], item: T): number => list.filter((other) => other === item).length;

  test('a step is sent at most once for an anchor, or twice with a bounce between, and a task is opened once', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { events } = live(life);
        const sent = events.flatMap((event) =>
          event.type === 'touch_sent' ? `${event.anchor}|${event.step}` : [],
        );
        const tasks = events.flatMap((event) =>
          event.type === 'task_opened' ? `${event.anchor}|${event.step}` : [],
        );
        const bounced = events.flatMap((event) => (event.type === 'bounce_received' ? 1 : [])).length;
        for (const step of new Set(sent)) expect(count(sent, step)).toBeLessThanOrEqual(bounced > 0 ? 2 : 1);
        for (const step of new Set(tasks)) expect(count(tasks, step)).toBe(1);
      }),
      RUNS,
    );
  });

  test('nothing is sent while blocked but the reminder of an open promise and notices, and nothing but notices once paid', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        for (const { before, events, at } of live(life).trail) {
          const sent = events.find((event) => event.type === 'touch_sent');
          if (!sent || !before) continue;
          const today = localDay(at, life.opening.zone);
          const isNotice = isNoticeStep(sent.step);
          if (!isNotice) expect(before.outcome).toBe('open');
          expect(before.ended === null && before.outcome !== 'handed_off').toBe(true);
          if (!isNotice && !/^(promise|settlement):/.test(sent.step))
            expect(isBlocked(before, today)).toBe(false);
          expect(isOnHold(before, today) || before.stops.length > 0).toBe(false);
        }
      }),
      RUNS,
    );
  });

  test('required touches and handoffs are never passed over for being late', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const known = variantsOf(life.strategy).flatMap((variant) => variant.strategy.steps);
        const loose = known.filter((step) => !isSticky(step)).map(({ id }) => id);
        for (const event of live(life).events) {
          if (event.type !== 'step_skipped' || loose.includes(event.step)) continue;
          expect(['no_channel', 'unlawful']).toContain(event.reason);
        }
      }),
      RUNS,
    );
  });

  test('after a required touch nothing else is sent that local date but its own fallback', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const required = life.strategy.steps.flatMap((step) =>
          step.kind === 'touch' && step.required ? step.id : [],
        );
        const sent = live(life).events.flatMap((event) =>
          event.type === 'touch_sent' && !event.step.includes(':') ? event : [],
        );
        sent.forEach((event, index) => {
          const earlier = sent.slice(0, index).filter(({ on }) => on === event.on);
          expect(earlier.every(({ step }) => !required.includes(step) || step === event.step)).toBe(true);
        });
      }),
      RUNS,
    );
  });
});

describe('notices', () => {
  test('each goes out once at most, never late, and never about a payment that is not in force', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { trail } = live(life);
        const told = new Set<string>();
        for (const { before, events, at } of trail) {
          const sent = events.find((event) => event.type === 'touch_sent');
          if (!sent || !before || !isNoticeStep(sent.step)) continue;
          const notice = rareOf(before).notices.find(({ step }) => step === sent.step);
          expect(told.has(sent.step)).toBe(false);
          told.add(sent.step);
          expect(localDay(at, life.opening.zone)).toBeLessThanOrEqual(notice?.last ?? -Infinity);
          const { event, about = '' } = notice ?? {};
          const payment = event === 'payment_reversed' ? paymentOf(before, about) : about;
          const isReversed = reversedPayments(before.booked).has(payment);
          if (event === 'payment_received') expect(isReversed).toBe(false);
          if (event === 'payment_reversed') expect(isReversed).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('what is done about the debt is the same with notices and without, where the law leaves room for both', () => {
    fc.assert(
      fc.property(lives(), (drawn) => {
        const life = { ...drawn, lawbook: allowsAll };
        const { notices: _notices, ...plain } = life.strategy;
        const others = ({ events }: ReturnType<typeof live>) =>
          events.filter((event) => !('step' in event && isNoticeStep(event.step)));
        expect(others(live(life))).toEqual(others(live({ ...life, strategy: plain })));
      }),
      RUNS,
    );
  });
});

describe('promises', () => {
  test('a promise is judged once at most: a kept one is never broken later, nor the other way round', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const judged = live(life).events.flatMap((event) =>
          event.type === 'promise_kept' || event.type === 'promise_broken' ? event.promise : [],
        );
        expect(new Set(judged).size).toBe(judged.length);
      }),
      RUNS,
    );
  });
});

describe('evaluation', () => {
  const keptKinds = [
    ...[
      'payment',
      'reversal',
      'reinstate',
      'debt',
      'dispute',
      'resolve',
      'promise',
      'plan',
      'hold',
      'settlement',
    ],
    ...['end_plan', 'write_off_debt', 'undo_write_off', 'serve'],
  ];

  test('a fact that is delivered again changes nothing and is answered as before', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { state } = live(life);
        for (const fact of life.facts.filter(({ kind }) => keptKinds.includes(kind))) {
          expect(receive(state, life.strategy, { ...fact, at: life.until })).toEqual(unchanged(state));
        }
      }),
      RUNS,
    );
  });

  test('evaluating again on the same date changes nothing', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        for (const { after: state, at } of live(life).trail) {
          if (state.downUntil !== null) continue;
          const once = evaluate(state, life.strategy, at);
          const last = startOfDay(localDay(at, state.zone) + 1, state.zone) - 1;
          // Through JSON, because the very same state is not gone through again.
          const again = evaluate(throughJson(once.state), life.strategy, last);
          expect(again).toEqual(unchanged({ ...once.state, evaluatedAt: last }));
        }
      }),
      RUNS,
    );
  });

  test('an evaluation that goes on from the last one finds what one from scratch finds', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { strategy, until } = life;
        for (const { before, after } of live(life).trail) {
          if (!before || before.downUntil !== null || after.downUntil !== null) continue;
          evaluate(before, strategy, until);
          const goingOn = evaluate(after, strategy, until);
          expect(goingOn).toEqual(evaluate(throughJson(after), strategy, until));
        }
      }),
      RUNS,
    );
  });

  test('looking only when the case asks gives the same events as looking at every midnight and opening', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const lazy = live(life, 'lazy');
        const eager = live(life, 'eager');
        expect(lazy.events).toEqual(eager.events);
      }),
      { numRuns: 500 },
    );
  });

  test('every state is plain JSON, and the case goes on from it as it would have', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { trail, state } = live(life);
        const states = trail.map(({ after }) => after);
        expect(states.map(throughJson)).toStrictEqual(states);
        expect(advance(throughJson(state), life.strategy, life.until)).toEqual(
          advance(state, life.strategy, life.until),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('events are in order of time and never lie before the opening', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const { events } = live(life);
        const instants = events.map((event: CaseEvent) => event.at);
        expect(instants).toEqual([...instants].sort((a, b) => a - b));
        expect(instants.every((instant) => instant >= life.opening.opened)).toBe(true);
      }),
      RUNS,
    );
  });
});

/** The state as a snapshot gives it back. */
const throughJson = (state: CaseState): CaseState => JSON.parse(JSON.stringify(state)) as CaseState; // it was one
