import fc from 'fast-check';
import { actors, channels, contactOutcomes, debtorKinds } from '../../../domain/channel';
import type { Counting, RuleData } from '../../../domain/law/pack';
import { bases, periods } from '../../../domain/law/pack';
import type { ContactRequest, PriorContact } from '../../../domain/law/types';
import { DAY_MS, HOUR_MS, instantFromIso, MINUTE_MS } from '../../../domain/time/calendar';
import type { ZoneId } from '../../../domain/time/zones';
import { counting, ruleBase } from './samples';

const facts = [
  'channel_not_authorised',
  'debtor_asked_other_hours',
  'reply_to_debtor_request',
  'channel_opted_out',
  'ceased_in_writing',
  'permitted_final_notice',
  'placement_not_notified',
  'direct_prior_consent_within_7d',
  'unknown_fact',
];
const tags = [
  'caller_id_600',
  'caller_id_visible',
  'optout_statement',
  'debt_collector_disclosure',
  'threat',
  'unknown_tag',
];

/** Around changes of clocks in the zones of the tests, in both hemispheres, and around the ends of years. */
const specialInstants = [
  '2024-03-31T01:00:00Z',
  '2024-04-07T03:00:00Z',
  '2024-09-08T04:00:00Z',
  '2024-10-27T01:00:00Z',
  '2024-11-03T05:00:00Z',
  '2025-03-09T05:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-12-31T23:00:00Z',
].map(instantFromIso);

const first = instantFromIso('2024-02-01T00:00:00Z');
const last = instantFromIso('2030-10-15T00:00:00Z');

/** Any second between 2024 and 2030, more often near a change of clocks. */
const instants: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: first / 1000, max: last / 1000 }).map((seconds) => seconds * 1000),
  fc
    .tuple(fc.constantFrom(...specialInstants), fc.integer({ min: -72 * 60, max: 36 * 60 }))
    .map(([special, minutes]) => special + minutes * MINUTE_MS),
);

const debt = fc.option(fc.constantFrom('D1', 'D2'), { nil: undefined });

/** An earlier contact, up to twelve days before `at` or up to two days after. */
export const priorNear = (at: number): fc.Arbitrary<PriorContact> =>
  fc
    .record({
      before: fc.oneof(
        fc.integer({ min: -2 * DAY_MS, max: 12 * DAY_MS }),
        fc.constantFrom(0, 48 * HOUR_MS, 24 * HOUR_MS),
      ),
      channel: fc.constantFrom(...channels),
      outcome: fc.constantFrom(...contactOutcomes),
      debt,
      facts: fc.subarray(['prior_consent', 'direct_prior_consent_within_7d'], { maxLength: 1 }),
    })
    .map(({ before, channel, outcome, debt: id, facts: held }) => ({
      at: at - Math.round(before / 1000) * 1000,
      channel,
      outcome,
      ...(id && { debt: id }),
      ...(held.length > 0 && { facts: held }),
    }));

/** Any request of somebody who may be in up to three of `zones`. */
export const requestIn = (zones: readonly ZoneId[]): fc.Arbitrary<ContactRequest> =>
  instants.chain((at) =>
    fc
      .record({
        channel: fc.constantFrom(...channels),
        zones: fc.subarray([...zones], { minLength: 1, maxLength: Math.min(3, zones.length) }),
        actor: fc.constantFrom(...actors),
        debtor: fc.oneof(
          { weight: 5, arbitrary: fc.constant(debtorKinds[0]) },
          fc.constantFrom(...debtorKinds),
        ),
        creditorType: fc.constantFrom('financial', 'financial', 'retail'),
        recipient: fc.oneof(
          { weight: 8, arbitrary: fc.constant('debtor') },
          fc.constantFrom('guarantor', 'spouse', 'employer'),
        ),
        place: fc.option(fc.constantFrom('home', 'work', 'work_email'), { nil: undefined, freq: 1 }),
        dpd: fc.integer({ min: -10, max: 200 }),
        debt,
        facts: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(facts, { maxLength: 3 })),
        content: fc.option(fc.subarray(tags), { nil: undefined, freq: 1 }),
        prior: fc.array(priorNear(at), { maxLength: 10 }),
      })
      .map(({ place, debt: id, content, ...rest }) => ({
        at,
        ...rest,
        ...(place && { place }),
        ...(id && { debt: id }),
        ...(content && { content }),
      })),
  );

const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([a, b]) => ({ from: Math.min(a, b - 1) * 900, to: Math.max(a + 1, b) * 900 }));
const spanOrClosed = fc.oneof({ weight: 3, arbitrary: span }, fc.constant('closed' as const));
const anyCounting: fc.Arbitrary<Counting> = fc
  .record({
    outcomes: fc.constantFrom<Counting['outcomes'][]>(['direct', 'unanswered'], ['direct'], ['unanswered']),
    sameDebt: fc.boolean(),
    sameChannel: fc.boolean(),
    withoutConsented: fc.boolean(),
  })
  .map(counting);
const period = fc.constantFrom(...periods);

/** Any clock rule, however odd, and now and then a rule that no clock mends. */
export const anyRule: fc.Arbitrary<RuleData> = fc
  .record({
    fields: fc.oneof(
      fc.record({
        kind: fc.constant('window'),
        monFri: spanOrClosed,
        sat: spanOrClosed,
        sun: spanOrClosed,
        holiday: fc.oneof(spanOrClosed, fc.constant('open')),
        endInclusive: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('cap'),
        limit: fc.integer({ min: 1, max: 3 }),
        period,
        counting: anyCounting,
      }),
      fc.record({
        kind: fc.constant('cooldown'),
        days: fc.integer({ min: 1, max: 9 }),
        counting: anyCounting,
      }),
      fc.record({ kind: fc.constantFrom('channel_lock', 'next_days_lock'), period, counting: anyCounting }),
      fc.record({
        kind: fc.constant('spacing'),
        minHours: fc.integer({ min: 1, max: 60 }),
        counting: anyCounting,
      }),
      fc.record({
        kind: fc.constant('spacing'),
        clearDays: fc.integer({ min: 1, max: 4 }),
        counting: anyCounting,
      }),
      fc.record({ kind: fc.constant('recipient'), allow: fc.constant(['guarantor']) }),
    ),
    starts: fc.option(fc.integer({ min: -3, max: 6 }), { nil: undefined, freq: 1 }),
    lasts: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 1 }),
    basis: fc.constantFrom(...bases.slice(0, 5)),
    channelsOf: fc.option(fc.subarray([...channels], { minLength: 3 }), { nil: undefined }),
  })
  .map(({ fields, starts, lasts, basis, channelsOf }) => ({
    ...ruleBase,
    ...fields,
    basis,
    ...(channelsOf && { channels: channelsOf }),
    // Days counted from the request; `datedAt` makes dates of them.
    ...(starts !== undefined && { from: starts }),
    ...(lasts !== undefined && { until: (starts ?? 0) + lasts }),
  })); // each record above is one kind of rule with its fields

/** The rule with its dates moved to `day`. */
export const datedAt = (rule: RuleData, day: number): RuleData => ({
  ...rule,
  ...(rule.from !== undefined && { from: day + rule.from }),
  ...(rule.until !== undefined && { until: day + rule.until }),
});
