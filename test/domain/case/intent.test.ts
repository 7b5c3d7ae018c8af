import fc from 'fast-check';
import { intentAfter, intentOf } from '../../../domain/case/intent';
import { advance } from '../../../domain/case/next';
import { DAY_MS } from '../../../domain/time/calendar';
import { aCase, allowsAll, aPayment, aStrategy, afterFacts, at } from '../../builders';
import { lives } from './arbitrary';
import { live } from './driver';

const HORIZON_MS = 40 * DAY_MS;

test('a case to which nothing happens speaks when it meant to, whatever its strategy', () => {
  fc.assert(
    fc.property(lives(), (life) => {
      const quiet = { ...life, facts: [], lawbook: allowsAll };
      const { trail } = live(quiet);
      trail.forEach(({ at: now, after, cause }, index) => {
        if (cause !== 'advance') return;
        const next = trail.slice(index).find((moment) => moment.cause === 'touch')?.at;
        if (next === undefined || next > now + HORIZON_MS) return;
        expect(intentOf(advance(after, life.strategy, now), life.strategy)?.at).toBe(next);
      });
    }),
    { numRuns: 60 },
  );
});

test('names priority, channels and the days that the law counts', () => {
  const strategy = aStrategy({ priority: 70 });
  const intent = intentOf(advance(aCase({}, strategy), strategy, at('2026-03-02 12:00')), strategy);
  expect(intent).toEqual({
    ...{ account: 'A1', at: at('2026-03-05 10:00'), priority: 70, via: ['email', 'sms'] },
    ...{ actor: 'creditor', dpd: -5 },
  });
});

test('a message that is about to go out is followed by the one after it', () => {
  const strategy = aStrategy({ priority: 70 });
  const planned = advance(aCase({}, strategy), strategy, at('2026-03-05 10:00'));
  if (planned.next.kind !== 'touch') throw new Error('the first message is due');
  expect(intentAfter(planned.state, strategy, planned.next.touch)?.at).toBe(at('2026-03-11 10:00'));
});

test('a case that is paid means to say nothing', () => {
  const strategy = aStrategy({ priority: 70 });
  const { state } = afterFacts([aPayment('2026-03-04 09:00', 100_000)], strategy, aCase({}, strategy));
  expect(intentOf(advance(state, strategy, at('2026-03-04 09:00')), strategy)).toBeNull();
});
