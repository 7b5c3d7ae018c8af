import { instantFromIso } from '../../../domain/time/calendar';
import type { Row } from './rule-table';
import { ruleTable } from './rule-table';
import { aPrior, counting, ruleBase } from './samples';

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

ruleTable('cap', caps);
ruleTable('cooldown, locks and spacing', waits);
