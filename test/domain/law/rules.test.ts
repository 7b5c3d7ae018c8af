import type { RuleData } from '../../../domain/law/pack';
import type { ContactRequest } from '../../../domain/law/types';
import type { RuleBook } from '../../../domain/law/lawbook';
import { instantFromIso, isoFromInstant } from '../../../domain/time/calendar';
import {
  aPrior,
  aRequest,
  bogota,
  bookWith,
  counting,
  denying,
  hours,
  nextInBogota,
  office,
  ruleBase,
} from './samples';

interface Row {
  readonly rule: string;
  readonly of: RuleData;
  readonly asked?: Partial<ContactRequest>;
  readonly allowed: boolean;
  /** Local time in Bogota, or never. */
  readonly next?: string;
}

const at = (text: string): Partial<ContactRequest> => ({ at: bogota(text) });

const conditions: Row[] = [
  {
    rule: 'stop holds while its fact holds',
    of: { ...ruleBase, kind: 'stop', denyIf: ['a', 'b'] },
    asked: { facts: ['b'] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'consent does not mind other facts',
    of: { ...ruleBase, kind: 'consent', denyIf: ['a'] },
    asked: { facts: ['x'] },
    allowed: true,
  },
  {
    rule: 'precondition holds without facts',
    of: { ...ruleBase, kind: 'precondition', denyIf: ['a'] },
    allowed: true,
  },
  {
    rule: 'recipient outside the list is refused',
    of: { ...ruleBase, kind: 'recipient', allow: ['debtor'] },
    asked: { recipient: 'neighbour' },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'recipient on the list is fine',
    of: { ...ruleBase, kind: 'recipient', allow: ['debtor'] },
    allowed: true,
  },
  {
    rule: 'place on the list is refused',
    of: { ...ruleBase, kind: 'place', deny: ['work'] },
    asked: { place: 'work' },
    allowed: false,
    next: 'never',
  },
  { rule: 'no place is fine', of: { ...ruleBase, kind: 'place', deny: ['work'] }, allowed: true },
  {
    rule: 'min_dpd refuses the day before',
    of: { ...ruleBase, kind: 'min_dpd', days: 16 },
    asked: { dpd: 15 },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'min_dpd allows the day itself',
    of: { ...ruleBase, kind: 'min_dpd', days: 16 },
    asked: { dpd: 16 },
    allowed: true,
  },
  {
    rule: 'min_dpd refuses days that are no number',
    of: { ...ruleBase, kind: 'min_dpd', days: 16 },
    asked: { dpd: Number.NaN },
    allowed: false,
    next: 'never',
  },
];

const content: Row[] = [
  {
    rule: 'content_require is not checked without content',
    of: { ...ruleBase, kind: 'content_require', tags: ['x'] },
    allowed: true,
  },
  {
    rule: 'content_require is checked on empty content',
    of: { ...ruleBase, kind: 'content_require', tags: ['x'] },
    asked: { content: [] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'content_require wants every tag',
    of: { ...ruleBase, kind: 'content_require', tags: ['x', 'y'] },
    asked: { content: ['y'] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'content_forbid minds any tag',
    of: { ...ruleBase, kind: 'content_forbid', tags: ['x', 'y'] },
    asked: { content: ['z', 'y'] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'content_forbid lets unknown tags pass',
    of: { ...ruleBase, kind: 'content_forbid', tags: ['x'] },
    asked: { content: ['z'] },
    allowed: true,
  },
];

const windows: Row[] = [
  { rule: 'opens at the second', of: office(), asked: at('2026-11-24T08:00:00'), allowed: true },
  {
    rule: 'is closed the second before',
    of: office(),
    asked: at('2026-11-24T07:59:59'),
    allowed: false,
    next: '2026-11-24T08:00',
  },
  { rule: 'is open the last second', of: office(), asked: at('2026-11-24T17:59:59'), allowed: true },
  {
    rule: 'is closed at the closing second',
    of: office(),
    asked: at('2026-11-23T18:00:00'),
    allowed: false,
    next: '2026-11-24T08:00',
  },
  {
    rule: 'inclusive end admits the closing second',
    of: office({ endInclusive: true }),
    asked: at('2026-11-24T18:00:00'),
    allowed: true,
  },
  {
    rule: 'inclusive end refuses the second after',
    of: office({ endInclusive: true }),
    asked: at('2026-11-23T18:00:01'),
    allowed: false,
    next: '2026-11-24T08:00',
  },
  {
    rule: 'a holiday is closed, and so the search skips it',
    of: office(),
    asked: at('2026-11-24T18:00:00'),
    allowed: false,
    next: '2026-11-26T08:00',
  },
  {
    rule: 'holiday: open keeps the hours of the weekday',
    of: office({ holiday: 'open' }),
    asked: at('2026-11-25T10:00:00'),
    allowed: true,
  },
  {
    rule: 'a holiday may have hours of its own',
    of: office({ holiday: hours(10, 12) }),
    asked: at('2026-11-25T09:00:00'),
    allowed: false,
    next: '2026-11-25T10:00',
  },
  {
    rule: 'Saturday has its own hours',
    of: office(),
    asked: at('2026-11-28T08:30:00'),
    allowed: false,
    next: '2026-11-28T09:00',
  },
  {
    rule: 'Sunday waits for Monday',
    of: office(),
    asked: at('2026-11-29T10:00:00'),
    allowed: false,
    next: '2026-11-30T08:00',
  },
  {
    rule: 'a window that never opens',
    of: office({ monFri: 'closed', sat: 'closed' }),
    allowed: false,
    next: 'never',
  },
  {
    rule: 'a day to midnight ends with the day',
    of: office({ monFri: hours(8, 24) }),
    asked: at('2026-11-24T23:59:59'),
    allowed: true,
  },
];

const cap = { ...ruleBase, kind: 'cap', limit: 2, period: 'day', counting: counting() } as const;
const two = [aPrior('2026-11-24T08:00:00'), aPrior('2026-11-24T09:00:00', { outcome: 'unanswered' })];
const caps: Row[] = [
  { rule: 'below the limit', of: cap, asked: { prior: two.slice(1) }, allowed: true },
  {
    rule: 'at the limit, until midnight',
    of: cap,
    asked: { prior: two },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'an undelivered attempt never counts',
    of: cap,
    asked: { prior: [...two.slice(1), aPrior('2026-11-24T09:30:00', { outcome: 'undelivered' })] },
    allowed: true,
  },
  {
    rule: 'a contact at the very instant counts',
    of: cap,
    asked: { prior: [...two.slice(1), aPrior('2026-11-24T10:00:00')] },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'a later contact does not count yet',
    of: cap,
    asked: { prior: [...two.slice(1), aPrior('2026-11-24T10:00:01')] },
    allowed: true,
  },
  {
    rule: 'count: direct leaves the unanswered out',
    of: { ...cap, counting: counting({ outcomes: ['direct'] }) },
    asked: { prior: two },
    allowed: true,
  },
  {
    rule: 'the week is Monday to Sunday',
    of: { ...cap, period: 'week' },
    asked: { prior: [aPrior('2026-11-22T10:00:00'), ...two.slice(1)] },
    allowed: true,
  },
  {
    rule: 'the week ends on Sunday night',
    of: { ...cap, period: 'week' },
    asked: { prior: [aPrior('2026-11-23T10:00:00'), ...two.slice(1)] },
    allowed: false,
    next: '2026-11-30T00:00',
  },
  {
    rule: 'seven rolling days reach back six dates',
    of: { ...cap, period: 'rolling7d' },
    asked: { prior: [aPrior('2026-11-18T23:00:00'), ...two.slice(1)] },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'seven rolling days forget the seventh',
    of: { ...cap, period: 'rolling7d' },
    asked: { prior: [aPrior('2026-11-17T23:59:59'), ...two.slice(1)] },
    allowed: true,
  },
  {
    rule: 'key: debt counts the same debt',
    of: { ...cap, counting: counting({ sameDebt: true }) },
    asked: { debt: 'D1', prior: two.map((one) => ({ ...one, debt: 'D2' })) },
    allowed: true,
  },
  {
    rule: 'key: debt takes absent ids as equal',
    of: { ...cap, counting: counting({ sameDebt: true }) },
    asked: { prior: two },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'scope: same_channel counts its own channel',
    of: { ...cap, counting: counting({ sameChannel: true }) },
    asked: { prior: two.map((one) => ({ ...one, channel: 'sms' as const })) },
    allowed: true,
  },
  {
    rule: 'only channels of the rule count',
    of: { ...cap, channels: ['voice'] },
    asked: { prior: two.map((one) => ({ ...one, channel: 'sms' as const })) },
    allowed: true,
  },
  {
    rule: 'exclude drops contacts made with consent',
    of: { ...cap, counting: counting({ withoutConsented: true }) },
    asked: { prior: two.map((one) => ({ ...one, facts: ['prior_consent'] })) },
    allowed: true,
  },
  {
    rule: 'a date is taken in the zone of the person',
    of: cap,
    asked: {
      prior: [
        { ...aPrior('2026-11-24T00:00:00'), at: instantFromIso('2026-11-24T04:30:00Z') },
        ...two.slice(1),
      ],
    },
    allowed: true,
  },
];

const cooldown = {
  ...ruleBase,
  kind: 'cooldown',
  days: 7,
  counting: counting({ outcomes: ['direct'] }),
} as const;
const otherChannel = {
  ...ruleBase,
  kind: 'channel_lock',
  period: 'week',
  counting: counting({ outcomes: ['direct'] }),
} as const;
const nextDays = { ...otherChannel, kind: 'next_days_lock' } as const;
const spacing = { ...ruleBase, kind: 'spacing', counting: counting() } as const;
const waits: Row[] = [
  {
    rule: 'cooldown: the date of the contact is day one',
    of: cooldown,
    asked: { prior: [aPrior('2026-11-18T20:00:00')] },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'cooldown is over on the eighth date',
    of: cooldown,
    asked: { prior: [aPrior('2026-11-17T20:00:00')] },
    allowed: true,
  },
  {
    rule: 'channel_lock: another channel this week',
    of: otherChannel,
    asked: { prior: [aPrior('2026-11-23T09:00:00', { channel: 'sms' })] },
    allowed: false,
    next: '2026-11-30T00:00',
  },
  {
    rule: 'channel_lock leaves the same channel',
    of: otherChannel,
    asked: { prior: [aPrior('2026-11-23T09:00:00')] },
    allowed: true,
  },
  {
    rule: 'channel_lock forgets last week',
    of: otherChannel,
    asked: { prior: [aPrior('2026-11-22T09:00:00', { channel: 'sms' })] },
    allowed: true,
  },
  {
    rule: 'next_days_lock leaves the same date',
    of: nextDays,
    asked: { prior: [aPrior('2026-11-24T09:00:00')] },
    allowed: true,
  },
  {
    rule: 'next_days_lock closes the rest of the week',
    of: nextDays,
    asked: { prior: [aPrior('2026-11-23T09:00:00')] },
    allowed: false,
    next: '2026-11-30T00:00',
  },
  {
    rule: 'spacing: exactly 48 hours is allowed',
    of: { ...spacing, minHours: 48 },
    asked: { prior: [aPrior('2026-11-22T10:00:00')] },
    allowed: true,
  },
  {
    rule: 'spacing: a second less is not',
    of: { ...spacing, minHours: 48 },
    asked: { prior: [aPrior('2026-11-22T10:00:01')] },
    allowed: false,
    next: '2026-11-24T10:01',
  },
  {
    rule: 'spacing: two clear days, Monday to Thursday',
    of: { ...spacing, clearDays: 2 },
    asked: { prior: [aPrior('2026-11-21T23:00:00')] },
    allowed: true,
  },
  {
    rule: 'spacing: one clear day is not two',
    of: { ...spacing, clearDays: 2 },
    asked: { prior: [aPrior('2026-11-22T00:00:00')] },
    allowed: false,
    next: '2026-11-25T00:00',
  },
];

const day = (text: string) => Math.floor(bogota(`${text}T12:00:00`) / 86_400_000);
const dates: Row[] = [
  {
    rule: 'is not yet in force',
    of: { ...ruleBase, kind: 'recipient', allow: [], from: day('2026-11-25') },
    allowed: true,
  },
  {
    rule: 'is in force on its first date',
    of: { ...ruleBase, kind: 'recipient', allow: [], from: day('2026-11-24') },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'is in force on its last date',
    of: { ...cap, limit: 1, period: 'week', until: day('2026-11-24') },
    asked: { prior: two },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'is out of force the date after',
    of: { ...ruleBase, kind: 'recipient', allow: [], until: day('2026-11-23') },
    allowed: true,
  },
  {
    rule: 'is lifted by its fact',
    of: office({ liftedBy: ['asked'] }),
    asked: { ...at('2026-11-29T10:00:00'), facts: ['asked'] },
    allowed: true,
  },
  {
    rule: 'leaves other channels alone',
    of: office({ channels: ['visit'] }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'leaves other actors alone',
    of: office({ scope: { actors: ['creditor'] } }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'leaves other debtors alone',
    of: office({ scope: { debtors: ['business'] } }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'leaves other creditors alone',
    of: office({ scope: { creditorTypes: ['retail'] } }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'a bill is never evaluated',
    of: office({ basis: 'bill' }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'a lenient rule is silent under strict',
    of: office({ profile: 'lenient' }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  { rule: 'a duty never denies', of: { ...ruleBase, kind: 'duty', terms: { within: 'P5D' } }, allowed: true },
];

describe.each([
  ['conditions', conditions],
  ['content', content],
  ['window', windows],
  ['cap', caps],
  ['cooldown, locks and spacing', waits],
  ['force and scope', dates],
])('%s', (_name, rows) => {
  test.each(rows)('$rule', ({ of, asked, allowed, next }) => {
    const book = bookWith(of);
    const request = aRequest(asked);
    expect(denying(book, request)).toEqual(allowed ? [] : ['R']);
    expect(nextInBogota(book, request)).toBe(next);
  });
});

describe('next', () => {
  test('is the first whole minute after the request, also when that is the next one', () => {
    const book = bookWith({ ...spacing, minHours: 1 });
    const request = aRequest({ prior: [aPrior('2026-11-24T09:00:30')] });
    expect(nextInBogota(book, request)).toBe('2026-11-24T10:01');
  });

  test('is never when a rule that no clock mends comes into force before the clock rule lets go', () => {
    const soon: RuleData = { ...ruleBase, id: 'SOON', kind: 'recipient', allow: [], from: day('2026-11-25') };
    expect(nextInBogota(bookWith(office(), soon), aRequest(at('2026-11-24T18:00:00')))).toBe('never');
  });

  test('counts what was logged after the request once the search has come so far', () => {
    const book = bookWith({ ...cap, limit: 1 });
    const prior = [aPrior('2026-11-24T09:00:00'), aPrior('2026-11-25T09:00:00')];
    expect(nextInBogota(book, aRequest({ prior }))).toBe('2026-11-25T00:00');
    const late = bookWith(
      { ...cap, limit: 1 },
      office({ id: 'HOURS', monFri: hours(10, 18), holiday: 'open' }),
    );
    expect(nextInBogota(late, aRequest({ prior }))).toBe('2026-11-26T10:00');
  });

  test('includes the instant 60 days later and nothing after it', () => {
    const opens = (date: string) =>
      bookWith(office({ until: day(date) - 1, monFri: 'closed', sat: 'closed' }));
    const request = aRequest({ at: bogota('2026-11-24T00:00:00') });
    expect(nextInBogota(opens('2027-01-23'), request)).toBe('2027-01-23T00:00');
    expect(nextInBogota(opens('2027-01-24'), request)).toBe('never');
  });

  test('is never when the calendar ends first', () => {
    expect(nextInBogota(bookWith(office()), aRequest(at('2027-12-31T18:00:00')))).toBe('never');
  });
});

describe('changes of clocks', () => {
  const next = (book: RuleBook, at: string, zone: string) => {
    const decision = book.decide(aRequest({ at: instantFromIso(at), zones: [zone] }), 'strict');
    return decision.allowed || decision.next === 'never' ? decision : isoFromInstant(decision.next);
  };
  const always = office({ sat: hours(8, 18), sun: hours(8, 18), holiday: 'open' });

  test.each([
    // The Azores go from 01:00 back to 00:00 on 2026-10-25, New York from 02:00 back to 01:00 on 2026-11-01.
    {
      rule: 'hours that come twice open twice',
      span: { from: 0, to: 1_800 },
      zone: 'Atlantic/Azores',
      at: '2026-10-25T00:45:00Z',
      utc: '2026-10-25T01:00:00Z',
    },
    {
      rule: 'hours that come twice close in between',
      span: { from: 4_500, to: 6_300 },
      zone: 'America/New_York',
      at: '2026-11-01T06:01:00Z',
      utc: '2026-11-01T06:15:00Z',
    },
    // On 2026-09-06 Santiago goes from 00:00 to 01:00.
    {
      rule: 'hours that do not exist do not open',
      span: { from: 0, to: 1_800 },
      zone: 'America/Santiago',
      at: '2026-09-05T12:00:00Z',
      utc: '2026-09-07T03:00:00Z',
    },
    {
      rule: 'hours that begin in a gap begin after it',
      span: { from: 1_800, to: 7_200 },
      zone: 'America/Santiago',
      at: '2026-09-05T12:00:00Z',
      utc: '2026-09-06T04:00:00Z',
    },
  ])('$rule', ({ span, zone, at: asked, utc }) => {
    expect(next(bookWith({ ...always, monFri: span, sat: span, sun: span }), asked, zone)).toBe(utc);
  });

  test('48 hours of real time feel the change of clocks', () => {
    const book = bookWith({ ...spacing, minHours: 48 });
    const prior = [{ ...aPrior('2026-11-24T10:00:00'), at: instantFromIso('2026-10-31T10:00:00-04:00') }];
    const asked = aRequest({
      at: instantFromIso('2026-11-02T08:59:00-05:00'),
      zones: ['America/New_York'],
      prior,
    });
    expect(denying(book, asked)).toEqual(['R']);
    expect(denying(book, { ...asked, at: asked.at + 60_000 })).toEqual([]);
  });
});

describe('zones', () => {
  const both = ['America/Bogota', 'America/Santiago'];

  test('a contact must be lawful in every zone, and a rule is listed once', () => {
    const book = bookWith(office());
    expect(denying(book, aRequest({ ...at('2026-11-24T07:00:00'), zones: both }))).toEqual(['R']);
    expect(denying(book, aRequest({ ...at('2026-11-24T16:30:00'), zones: both }))).toEqual(['R']);
    expect(denying(book, aRequest({ ...at('2026-11-24T10:00:00'), zones: both }))).toEqual([]);
  });

  test('next is lawful in every zone', () => {
    expect(nextInBogota(bookWith(office()), aRequest({ ...at('2026-11-23T16:30:00'), zones: both }))).toBe(
      '2026-11-24T08:00',
    );
  });

  test('no zone at all is refused with an error', () => {
    expect(() => bookWith(office()).judge(aRequest({ zones: [] }), 'strict')).toThrow(
      expect.objectContaining({ code: 'law.badRequest' }),
    );
  });

  test('a date outside the calendar is refused with an error, in whatever zone', () => {
    const request = aRequest({
      at: instantFromIso('2026-01-01T04:00:00Z'),
      zones: ['America/Sao_Paulo', 'America/Bogota'],
    });
    expect(() => bookWith().judge(request, 'strict')).toThrow(
      expect.objectContaining({
        code: 'law.outsideCalendar',
        details: { calendar: 'CAL', date: '2025-12-31' },
      }),
    );
  });
});
