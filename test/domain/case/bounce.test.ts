import type { CaseFact } from '../../../domain/case/facts';
import {
  aDebt,
  aHandoff,
  anOpening,
  aPayment,
  aReversal,
  aStrategy,
  aTouch,
  at,
  terms,
} from '../../builders';
import { promise } from './asked';
import { aLife, live, story } from './driver';

const bounce = (when: string, channel: 'email' | 'sms', hard = true): CaseFact => ({
  kind: 'bounce',
  at: at(when),
  step: 'b',
  channel,
  hard,
});
const strategy = aStrategy({
  steps: [aTouch('b', 1, { via: ['email', 'sms'] }), aTouch('c', 8, { via: ['email', 'sms'] })],
});
const opening = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-04-10')] });

test.each([
  {
    rule: 'a hard bounce sends the step once more by its next channel',
    facts: [bounce('2026-03-11 12:00', 'email')],
    told: ['11 sent b email', '11 sent b sms'],
  },
  {
    rule: 'later steps know that the address is dead',
    facts: [bounce('2026-03-11 12:00', 'email')],
    until: '2026-03-19',
    told: ['11 sent b email', '11 sent b sms', '18 sent c sms'],
  },
  {
    rule: 'a soft bounce changes nothing',
    facts: [bounce('2026-03-11 12:00', 'email', false)],
    told: ['11 sent b email'],
  },
  {
    rule: 'a bounce of another channel than the send changes nothing',
    facts: [bounce('2026-03-11 12:00', 'sms')],
    told: ['11 sent b email'],
  },
  {
    rule: 'a bounce that is told again changes nothing',
    facts: [bounce('2026-03-11 12:00', 'email'), bounce('2026-03-11 13:00', 'email')],
    told: ['11 sent b email', '11 sent b sms'],
  },
  {
    rule: 'a second bounce ends in no_channel',
    facts: [bounce('2026-03-11 12:00', 'email'), bounce('2026-03-11 13:00', 'sms')],
    told: ['11 sent b email', '11 sent b sms', '11 skipped b no_channel', '11 task b no_channel'],
  },
  {
    rule: 'outside the window the fallback waits for the next opening',
    facts: [bounce('2026-03-11 19:00', 'email')],
    told: ['11 sent b email', '12 sent b sms'],
  },
  {
    rule: 'a fallback can be superseded by a pending step',
    facts: [bounce('2026-03-17 19:00', 'email')],
    until: '2026-03-19',
    told: ['11 sent b email', '18 skipped b superseded', '18 sent c sms'],
  },
  {
    rule: 'the bounce of a send for an anchor that has gone brings nothing back',
    facts: [aPayment('2026-03-12 08:00', 100_000), bounce('2026-03-12 12:00', 'email')],
    told: ['11 sent b email'],
  },
])('$rule', ({ facts, until = '2026-03-14', told }) => {
  const lived = live(aLife({ strategy, opening, facts, until: at(`${until} 00:00`) }));
  const lines = story(lived).filter((line) => /sent|task|skipped/.test(line));
  expect(lines).toEqual(told.map((line) => `2026-03-${line}`));
});

test('with catch_up: skip the fallback of an earlier day is not missed', () => {
  const late = { ...strategy, catchUp: 'skip' as const };
  const lived = live(
    aLife({
      strategy: late,
      opening,
      facts: [bounce('2026-03-13 12:00', 'email')],
      until: at('2026-03-14 00:00'),
    }),
  );
  expect(story(lived)).toContain('2026-03-13 sent b sms');
});

const three = aTouch('b', 1, { via: ['email', 'sms', 'voice'], required: true });

test('a second bounce is the last, whatever channels are left', () => {
  const facts = [bounce('2026-03-11 12:00', 'email'), bounce('2026-03-11 13:00', 'sms')];
  const lived = live(
    aLife({ strategy: aStrategy({ steps: [three] }), opening, facts, until: at('2026-03-14 00:00') }),
  );
  expect(story(lived).filter((line) => line.includes('sent'))).toEqual([
    '2026-03-11 sent b email',
    '2026-03-11 sent b sms',
  ]);
});

test('a required touch leaves its date to its own fallback, and to nothing else', () => {
  const steps = [three, aTouch('x', 1)];
  const facts = [bounce('2026-03-11 12:00', 'email')];
  const lived = live(
    aLife({ strategy: aStrategy({ steps }), opening, facts, until: at('2026-03-14 00:00') }),
  );
  const sent = ['2026-03-11 sent b email', '2026-03-11 sent b sms', '2026-03-12 sent x sms'];
  expect(story(lived).filter((line) => line.includes('sent'))).toEqual(sent);
});

describe('a required notice that bounces while another debt is the anchor', () => {
  const steps = [three, aHandoff('h', 20, { approval: 'none', requires: ['b'] })];
  const facts = [
    aPayment('2026-03-12 08:00', 100_000),
    { ...bounce('2026-03-12 12:00', 'email'), hard: true },
    aReversal('2026-03-14 12:00'),
  ];
  const told = (heard: readonly CaseFact[]) =>
    story(
      live(
        aLife({ strategy: aStrategy({ steps }), opening, facts: [...heard], until: at('2026-04-05 00:00') }),
      ),
    );

  test('is not sent again, and the handoff that asks for it is not made', () => {
    const lines = told(facts);
    expect(lines.filter((line) => line.includes('sent'))).toEqual(['2026-03-11 sent b email']);
    expect(lines.filter((line) => line.includes('handed off'))).toEqual([]);
  });

  test('without the bounce it is', () => {
    const lines = told(facts.filter(({ kind }) => kind !== 'bounce'));
    expect(lines).toContain('2026-03-30 handed off h');
  });
});

describe('a message that is no step', () => {
  const via = ['email', 'sms'] as const;
  const reminded = {
    ...strategy,
    promise: { ...terms, reminder: { via, template: 'r' } },
    notices: [{ on: 'payment_received' as const, via, template: 'p', freshDays: 2, daysBefore: 3 }],
  };

  test.each([
    {
      message: 'promise:pr-1',
      facts: [promise('2026-03-12 12:00', 50_000, '2026-03-15')],
      told: ['11 sent b email', '14 sent promise:pr-1 email', '18 sent c sms'],
    },
    {
      message: 'notice:payment_received:p-1',
      facts: [aPayment('2026-03-14 10:00', 1_000)],
      told: ['11 sent b email', '14 sent notice:payment_received:p-1 email', '18 sent c sms'],
    },
  ])('$message that bounces kills the address, and is not sent again', ({ message, facts, told }) => {
    const dead = { ...bounce('2026-03-14 15:00', 'email'), step: message };
    const until = at('2026-03-19 00:00');
    const lived = live(aLife({ strategy: reminded, opening, facts: [...facts, dead], until }));
    const sent = story(lived).filter((line) => line.includes('sent'));
    expect(sent).toEqual(told.map((line) => `2026-03-${line}`));
    expect(lived.events).toContainEqual(
      expect.objectContaining({ type: 'bounce_received', step: message, attempt: expect.any(String) }),
    );
  });
});
