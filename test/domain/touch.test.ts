import { RecobroError } from '../../domain/errors';
import type { Lawbook } from '../../domain/law/types';
import type { Person } from '../../domain/person';
import type { Instant } from '../../domain/time/calendar';
import { localSecond } from '../../domain/time/zones';
import type { TouchQuestion } from '../../domain/touch';
import { contactRequest, decideTouch } from '../../domain/touch';
import { aLawbook, allowsAll, aPerson, at, closedWhen, ZONE } from '../builders';

const question = (change: Partial<TouchQuestion> = {}): TouchQuestion => ({
  ...{ at: at('2026-03-11 10:00'), via: ['sms', 'email'], window: { from: 36_000, to: 64_800 } },
  ...{ actor: 'creditor', profile: 'strict', dpd: 1, person: aPerson(), lawbook: allowsAll },
  ...change,
});

const before = (text: string) => (when: Instant, channel?: string) => when < at(text) && channel !== 'letter';
const only = (channel: string, isClosed: (when: Instant) => boolean): Lawbook =>
  closedWhen((when, of) => of === channel && isClosed(when), `no-${channel}`);
const each = (rules: Record<string, (when: Instant) => boolean>): Lawbook =>
  aLawbook(({ at: when, channel }) => (rules[channel]?.(when) ? `no-${channel}` : null));
/** A lawbook whose calendar does not reach the date. */
const ended: Lawbook = aLawbook(() => {
  throw new RecobroError('law.outsideCalendar', 'no calendar', { calendar: 'TEST', date: '2026-03-11' });
});
const noon = (when: Instant): boolean => localSecond(when, ZONE) < 12 * 3_600;

const rows: { rule: string; change: Partial<TouchQuestion>; person?: Partial<Person>; answer: unknown }[] = [
  { rule: 'sends by the first channel in order', change: {}, answer: { kind: 'send', channel: 'sms' } },
  {
    rule: 'leaves out a channel without address',
    change: { via: ['whatsapp', 'email'] },
    answer: { kind: 'send', channel: 'email' },
  },
  {
    rule: 'leaves out a channel without consent',
    change: {},
    person: { consent: ['email'] },
    answer: { kind: 'send', channel: 'email' },
  },
  {
    rule: 'leaves out a channel that was opted out of',
    change: {},
    person: { optedOut: ['sms'] },
    answer: { kind: 'send', channel: 'email' },
  },
  {
    rule: 'leaves out a dead address',
    change: {},
    person: { dead: ['sms'] },
    answer: { kind: 'send', channel: 'email' },
  },
  {
    rule: 'has no channel when none is usable',
    change: {},
    person: { consent: [] },
    answer: { kind: 'impossible', reason: 'no_channel', refusals: [] },
  },
  {
    rule: 'does not send without a pack for the place',
    change: { lawbook: null },
    answer: { kind: 'impossible', reason: 'unlawful', refusals: [{ rule: 'NO-PACK' }] },
  },
  {
    rule: 'does not send when the calendar of the place has ended',
    change: { lawbook: ended },
    answer: { kind: 'impossible', reason: 'unlawful', refusals: [{ rule: 'CALENDAR-ENDS' }] },
  },
  {
    rule: 'does not send where nobody knows what time it is',
    change: {},
    person: { zones: ['America/Nowhere'] },
    answer: { kind: 'impossible', reason: 'unlawful', refusals: [{ rule: 'ZONE-UNKNOWN' }] },
  },
  {
    rule: 'is unlawful when no channel ever is lawful',
    change: { lawbook: closedWhen(() => true, 'never') },
    answer: { kind: 'impossible', reason: 'unlawful', refusals: [{ rule: 'never' }] },
  },
  {
    rule: 'takes another channel that may be used the same date, not now, over none: the first in order waits',
    change: { lawbook: only('sms', noon) },
    answer: { kind: 'wait', until: at('2026-03-11 12:00'), channel: 'sms', refusals: [] },
  },
  {
    rule: 'takes a later channel when the first is lawful only on another date',
    change: { lawbook: only('sms', before('2026-03-12 00:00')) },
    answer: { kind: 'send', channel: 'email' },
  },
  {
    rule: 'takes the earliest date, whatever the order',
    change: { lawbook: each({ sms: before('2026-03-14 00:00'), email: before('2026-03-13 00:00') }) },
    answer: {
      kind: 'wait',
      until: at('2026-03-13 10:00'),
      channel: 'email',
      refusals: [{ rule: 'no-email' }],
    },
  },
  {
    rule: 'waits with what stands in the way of the channel that is waited for',
    change: { via: ['sms'], lawbook: closedWhen(before('2026-03-12 09:00')) },
    answer: { kind: 'wait', until: at('2026-03-12 10:00'), channel: 'sms', refusals: [{ rule: 'R-1' }] },
  },
  {
    rule: 'tells each rule of each opening once',
    change: {
      via: ['sms'],
      lawbook: aLawbook(({ at: when }) =>
        before('2026-03-12 00:00')(when) ? 'A' : before('2026-03-14 00:00')(when) ? 'B' : null,
      ),
    },
    answer: {
      kind: 'wait',
      until: at('2026-03-14 10:00'),
      channel: 'sms',
      refusals: [{ rule: 'A' }, { rule: 'B' }],
    },
  },
  {
    rule: 'waits for the window',
    change: { at: at('2026-03-11 19:00') },
    answer: { kind: 'wait', until: at('2026-03-12 10:00'), channel: 'sms' },
  },
  {
    rule: 'looks no further than sixty days',
    change: { via: ['sms'], lawbook: closedWhen(before('2026-05-11 00:00')) },
    answer: { kind: 'impossible', reason: 'unlawful' },
  },
];

test.each(rows)('decideTouch() $rule', ({ change, person, answer }) => {
  expect(decideTouch(question({ ...change, ...(person && { person: aPerson(person) }) }))).toMatchObject(
    answer as object,
  );
});

test('the law sees the strategy’s actor, a debtor, the days, the stop facts and what was sent before', () => {
  const contacts = [
    { at: at('2026-03-10 10:00'), channel: 'email', outcome: 'unanswered', account: 'A2' } as const,
  ];
  const person = aPerson({ facts: ['deceased'], contacts });
  const asked = question({ person, dpd: 7 });
  expect(contactRequest(asked, 'sms', at('2026-03-11 11:00'))).toMatchObject({
    ...{ at: at('2026-03-11 11:00'), channel: 'sms', zones: [ZONE], actor: 'creditor', debtor: 'consumer' },
    ...{ recipient: 'debtor', dpd: 7, facts: ['deceased'], prior: contacts },
  });
});

test('decideTouch() is never earlier than asked, and asks again gets the same answer', () => {
  const lawbook = closedWhen(before('2026-03-13 15:30'));
  const first = decideTouch(question({ lawbook }));
  expect(first).toMatchObject({ kind: 'wait', until: at('2026-03-13 16:00') });
  const again = decideTouch(question({ lawbook, at: at('2026-03-13 16:00') }));
  expect(again).toEqual({ kind: 'send', channel: 'sms' });
});
