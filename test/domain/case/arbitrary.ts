import fc from 'fast-check';
import type { CaseFact } from '../../../domain/case/facts';
import type { Opening } from '../../../domain/case/open';
import { sendChannels } from '../../../domain/channel';
import type { Lawbook } from '../../../domain/law/types';
import type { Step, Strategy } from '../../../domain/strategy';
import { noticeEvents } from '../../../domain/strategy';
import type { Instant } from '../../../domain/time/calendar';
import { DAY_MS, MINUTE_MS, weekdayOf } from '../../../domain/time/calendar';
import { localDay, localSecond, startOfDay } from '../../../domain/time/zones';
import { aHandoff, aLawbook, aPerson, aStrategy, aTask, aTouch, allowsAll, at, terms } from '../../builders';
import { incentive, negotiation, settlementOf } from './arbitrary-offers';
import { named, segmentOver } from './arbitrary-segments';
import type { Life } from './driver';

/** Zones with and without changes of clocks; some change at midnight, so that 00:00 does not exist there. */
export const zones = [
  'America/Bogota',
  'America/Santiago',
  'America/New_York',
  'America/Havana',
  'Europe/Madrid',
  'America/Sao_Paulo',
];

const FIRST_DAY = Math.floor(at('2026-01-15 00:00') / DAY_MS);
const debtIds = ['D1', 'D2', 'D3', 'D4'];
const DAYS_LIVED = 150;

const amount = fc.oneof(
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_500 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map((many) => many * 5_000) },
);
const due = fc.integer({ min: -60, max: 60 }).map((days) => FIRST_DAY + 20 + days);
const via = fc.shuffledSubarray([...sendChannels], { minLength: 1, maxLength: 3 });
const stepDay = fc.integer({ min: -6, max: 70 });

/** Up to nine steps in any order of days, some required, some handoffs that need them. */
const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(fc.record({ day: stepDay, via, required: fc.boolean(), fromIssue: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.array(stepDay, { maxLength: 2 }),
    fc.option(
      fc.record({ day: stepDay, approval: fc.constantFrom('person', 'none'), dossier: fc.boolean() }),
    ),
  )
  .map(([touches, tasks, handoff]): Step[] => [
    ...touches.map(({ day, fromIssue, ...touch }, index) =>
      aTouch(`t${index}`, day, fromIssue && index > 1 ? { ...touch, countFrom: 'issue' } : touch),
    ),
    ...tasks.map((onDay, index) => aTask(`k${index}`, onDay)),
    ...(handoff ? [handoffOf(handoff, touches[0]?.required === true)] : []),
  ]);

const handoffOf = (
  { day, approval, dossier }: { day: number; approval: 'person' | 'none'; dossier: boolean },
  needsNotice: boolean,
): Step =>
  aHandoff('juicio', day, {
    approval,
    requires: [...(needsNotice ? ['t0'] : []), ...(dossier ? ['dossier'] : [])],
  });

const noticesOfAll = noticeEvents.map((on, index) => ({
  ...{ on, via: ['email', 'sms'] as const, template: on },
  ...{ freshDays: index % 3, daysBefore: 3 },
}));

export const strategies: fc.Arbitrary<Strategy> = fc
  .record({
    steps,
    catchUp: fc.constantFrom('latest' as const, 'skip' as const),
    jitterSeconds: fc.constantFrom(0, 3_600),
    tolerance: fc.constantFrom({}, { COP: 1_000 }),
    promise: fc.constantFrom(terms, { ...terms, maxOpen: 2, graceDays: 0, maxBroken: 9, minShare: 0 }),
    notices: fc.subarray(noticesOfAll),
    incentives: fc.array(incentive, { maxLength: 2 }),
    negotiation: fc.constantFrom(undefined, negotiation, { ...negotiation, graceDays: 3, maxInstalments: 1 }),
    stages: fc.constantFrom(aStrategy().stages, aStrategy().stages.slice(1), aStrategy().stages.slice(2)),
    segments: fc.option(fc.array(segmentOver(steps), { minLength: 1, maxLength: 3 })),
  })
  .map(({ segments, incentives, negotiation: settled, ...change }) =>
    aStrategy({
      ...change,
      incentives: incentives.map((one, index) => ({ id: `inc-${index}`, ...one })),
      ...(settled && { negotiation: settled }),
      ...(segments && { segments: named(segments) }),
    }),
  );

export const openings: fc.Arbitrary<Opening> = fc
  .record({
    zone: fc.constantFrom(...zones),
    minute: fc.integer({ min: 0, max: 1_439 }),
    debts: fc.array(fc.record({ due, amount, term: fc.option(fc.nat(40)), interest: fc.nat(30) }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ zone, minute, debts }) => ({
    ...{ account: 'A1', currency: 'COP' as const, zone },
    opened: startOfDay(FIRST_DAY, zone) + minute * MINUTE_MS,
    debts: debts.map(({ term, interest, ...debt }, index) => ({
      ...debt,
      ...(interest > 10 && { interest: Math.floor((debt.amount * interest) / 100), fees: 0 }),
      id: debtIds[index] ?? '',
      ...(term !== null && { issued: debt.due - term }),
    })),
  }));

const debtId = fc.constantFrom(...debtIds);
const few = (prefix: string) => fc.integer({ min: 1, max: 4 }).map((number) => `${prefix}-${number}`);

/** What can befall an account. Ids come from small sets, so that repeats and cross references are common. */
const factKinds = {
  payment: fc.record(
    { kind: fc.constant('payment' as const), id: few('p'), amount, debt: debtId, on: due },
    { requiredKeys: ['kind', 'id', 'amount'] },
  ),
  reversal: fc.record({ kind: fc.constant('reversal' as const), id: few('r'), of: few('p') }),
  reinstate: fc.record({ kind: fc.constant('reinstate' as const), id: few('ri'), of: few('r') }),
  debt: fc.record({ kind: fc.constant('debt' as const), id: debtId, due, amount }),
  adjust: fc.record({
    kind: fc.constant('adjust' as const),
    debt: debtId,
    amount: fc.oneof(fc.constant(0), amount),
  }),
  promise: fc.record({ kind: fc.constant('promise' as const), id: few('pr'), amount, due: fc.nat(9) }),
  plan: fc.record({
    kind: fc.constant('plan' as const),
    id: few('pl'),
    instalments: fc.array(fc.record({ due: fc.nat(60), amount }), { minLength: 1, maxLength: 3 }),
  }),
  settlement: settlementOf(few('st'), amount),
  end_plan: fc.record({ kind: fc.constant('end_plan' as const), id: few('pe'), plan: few('pl') }),
  dispute: fc.record({ kind: fc.constant('dispute' as const), id: few('di'), debt: debtId }),
  resolve: fc.record(
    {
      kind: fc.constant('resolve' as const),
      id: few('di'),
      as: fc.constantFrom('accepted' as const, 'rejected' as const),
      amount,
      freeze: fc.boolean(),
    },
    { requiredKeys: ['kind', 'id', 'as'] },
  ),
  hold: fc.record({
    kind: fc.constant('hold' as const),
    id: few('h'),
    from: fc.option(fc.integer({ min: -30, max: 30 })),
    until: fc.option(fc.nat(30)),
    freeze: fc.boolean(),
    reason: fc.constant('test'),
  }),
  release: fc.record({ kind: fc.constant('release' as const), id: few('h') }),
  stop: fc.record({ kind: fc.constant('stop' as const), fact: few('s') }),
  clear: fc.record({ kind: fc.constant('clear' as const), fact: few('s') }),
  approve: fc.record({ kind: fc.constant('approve' as const), step: fc.constantFrom('juicio', 't0') }),
  dossier: fc.record({ kind: fc.constant('dossier' as const), complete: fc.boolean() }),
  serve: fc.record({
    kind: fc.constant('serve' as const),
    id: few('se'),
    step: fc.constantFrom('t0', 't1', 't2'),
    on: fc.integer({ min: -3, max: 1 }),
    proof: fc.constant('acta'),
  }),
  bounce: fc.record({
    kind: fc.constant('bounce' as const),
    step: few('t').map((id) => id.replace('-', '')),
    channel: fc.constantFrom(...sendChannels),
    hard: fc.boolean(),
  }),
  person_changed: fc.record({ kind: fc.constant('person_changed' as const) }),
  downtime: fc.record({
    kind: fc.constant('downtime' as const),
    until: fc.integer({ min: 1, max: 12 * 24 * 60 }),
  }),
  write_off: fc.record({ kind: fc.constant('write_off' as const) }),
  write_off_debt: fc.record({ kind: fc.constant('write_off_debt' as const), id: few('w'), debt: debtId }),
  undo_write_off: fc.record(
    { kind: fc.constant('undo_write_off' as const), id: few('u'), of: few('w') },
    { requiredKeys: ['kind', 'id'] },
  ),
  withdraw: fc.record({ kind: fc.constant('withdraw' as const) }),
};

export type FactKind = keyof typeof factKinds;
type Drawn = { [K in FactKind]: (typeof factKinds)[K] extends fc.Arbitrary<infer F> ? F : never }[FactKind];

const rare: readonly FactKind[] = ['write_off', 'withdraw', 'person_changed', 'downtime'];

const drawn = (without: readonly FactKind[]): fc.Arbitrary<Drawn> => {
  const kinds = Object.entries(factKinds) as [FactKind, fc.Arbitrary<Drawn>][]; // Object.entries forgets the keys
  const weighed = kinds.filter(([kind]) => !without.includes(kind));
  return fc.oneof(
    ...weighed.map(([kind, arbitrary]) => ({
      weight: rare.includes(kind) ? 1 : kind === 'payment' ? 8 : 4,
      arbitrary,
    })),
  );
};

/** An instant of the story; often a midnight or the opening of a window, where things happen at once. */
const moment = fc.record({
  day: fc.integer({ min: 0, max: DAYS_LIVED }),
  minute: fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.constantFrom(0, 10 * 60, 11 * 60, 18 * 60)),
});

/** Facts in order of time; days inside them are counted from the day of receipt. */
export function factsFor(
  opening: Opening,
  without: readonly FactKind[] = [],
): fc.Arbitrary<readonly CaseFact[]> {
  const one = fc.tuple(moment, drawn(without)).map(([{ day, minute }, fact]) => {
    const when = startOfDay(FIRST_DAY + day, opening.zone) + minute * MINUTE_MS;
    return factAt(Math.max(when, opening.opened), opening, fact);
  });
  return fc.array(one, { maxLength: 14 }).map((facts) => facts.sort((a, b) => a.at - b.at));
}

function factAt(when: Instant, { zone }: Opening, fact: Drawn): CaseFact {
  const today = localDay(when, zone);
  switch (fact.kind) {
    case 'promise':
      return { ...fact, at: when, due: today + fact.due };
    case 'plan':
    case 'settlement':
      return {
        ...fact,
        at: when,
        instalments: fact.instalments.map(({ due: days, amount: part }) => ({
          due: today + days,
          amount: part,
        })),
      };
    case 'hold':
      return holdAt(when, today, fact);
    case 'serve':
      return { ...fact, at: when, on: today + fact.on };
    case 'downtime':
      return { ...fact, at: when, until: when + fact.until * MINUTE_MS };
    default:
      return { ...fact, at: when };
  }
}

function holdAt(when: Instant, today: number, fact: Drawn & { kind: 'hold' }): CaseFact {
  const { from, until, ...hold } = fact;
  return {
    ...hold,
    at: when,
    ...(from !== null && { from: today + from }),
    until: until === null ? null : today + until,
  };
}

/** Laws by zone: none, hours and closed weekdays, one contact a day; one channel that is never lawful. */
const lawbooks = (zone: string): fc.Arbitrary<Lawbook> =>
  fc
    .record({
      from: fc.integer({ min: 8, max: 14 }),
      closed: fc.integer({ min: 0, max: 6 }),
      daily: fc.boolean(),
      never: fc.option(fc.constantFrom(...sendChannels)),
    })
    .map(({ from, closed, daily, never }) =>
      aLawbook(({ at: when, channel, prior }) => {
        const today = localDay(when, zone);
        if (channel === never) return 'never';
        if (weekdayOf(today) === closed) return 'weekday';
        if (localSecond(when, zone) < from * 3_600) return 'hours';
        return daily && prior.some((contact) => contact.at <= when && localDay(contact.at, zone) === today)
          ? 'daily'
          : null;
      }),
    );

/** Whole stories: strategy, opening, facts, law. */
export const lives = (without: readonly FactKind[] = []): fc.Arbitrary<Life> =>
  openings.chain((opening) =>
    fc.record({
      strategy: strategies,
      opening: fc.constant(opening),
      facts: factsFor(opening, without),
      until: fc.constant(startOfDay(FIRST_DAY + DAYS_LIVED + 30, opening.zone)),
      person: fc.shuffledSubarray([...sendChannels], { minLength: 1 }).map((consent) =>
        aPerson({
          consent,
          zones: [opening.zone],
          addresses: { email: 'e', sms: 's', voice: 'v', letter: 'l' },
        }),
      ),
      lawbook: fc.oneof(fc.constant(allowsAll), lawbooks(opening.zone)),
    }),
  );
