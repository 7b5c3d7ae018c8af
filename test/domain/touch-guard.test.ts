import { join } from 'node:path';
import type { Person } from '../../domain/person';
import { instantFromIso } from '../../domain/time/calendar';
import { decideTouch } from '../../domain/touch';
import { loadLaw } from '../../policy/law/library';
import { aPerson } from '../store/fixtures';

const law = loadLaw({ packsDirs: [join(__dirname, '..', 'fixtures', 'scenarios', 'packs')] });
const at = (local: string) => instantFromIso(`${local.replace(' ', 'T')}-05:00`);
const hours = (from: number, to: number) => ({ from: from * 3600, to: to * 3600 });

interface Ask {
  readonly at: string;
  readonly guardMs?: number;
  readonly place?: 'CO' | 'TEST';
  readonly window?: ReturnType<typeof hours>;
  readonly person?: Partial<Person>;
}

/** An SMS in Colombia (weekdays 07:00 to 19:00, Saturdays 08:00 to 15:00), sent from 08:00 to 20:00. */
function ask({ at: local, guardMs = 60_000, place = 'CO', window = hours(8, 20), person = {} }: Ask) {
  const answer = decideTouch({
    ...{ at: at(local), via: ['sms'], window, actor: 'creditor', profile: 'strict', dpd: 5, guardMs },
    person: aPerson('p', person),
    lawbook: law.lawbook(place),
  });
  if (answer.kind === 'send') return 'send';
  const rules = answer.refusals.map(({ rule }) => rule).join(' ');
  return answer.kind === 'wait' ? [answer.until, rules] : [answer.reason, rules];
}

const NEXT_DAY = at('2026-03-12 08:00:00');

test.each<{ rule: string; asked: Ask; answer: unknown }>([
  { rule: 'well inside goes out', asked: { at: '2026-03-11 12:00:00' }, answer: 'send' },
  {
    rule: 'a minute and a second before the law closes goes out',
    asked: { at: '2026-03-11 18:58:59' },
    answer: 'send',
  },
  {
    rule: 'in the last minute of the law waits',
    asked: { at: '2026-03-11 18:59:00' },
    answer: [NEXT_DAY, 'SEND-GUARD'],
  },
  { rule: 'without a guard it goes out', asked: { at: '2026-03-11 18:59:59', guardMs: 0 }, answer: 'send' },
  {
    rule: 'in the last minute of the send window waits',
    asked: { at: '2026-03-11 17:59:30', window: hours(8, 18) },
    answer: [NEXT_DAY, 'SEND-GUARD'],
  },
  {
    rule: 'before the law opens waits for the law alone',
    asked: { at: '2026-03-14 07:59:30', window: hours(7, 20) },
    answer: [at('2026-03-14 08:00:00'), 'CO-2300-3-HOURS'],
  },
  {
    rule: 'the guard looks past Sunday',
    asked: { at: '2026-03-14 14:59:01' },
    answer: [at('2026-03-16 08:00:00'), 'SEND-GUARD CO-2300-3-HOURS'],
  },
  {
    rule: 'a window shorter than the guard still opens',
    asked: { at: '2026-03-11 10:00:00', window: { from: 36_000, to: 36_060 } },
    answer: 'send',
  },
])('decideTouch() $rule', ({ asked, answer }) => {
  expect(ask(asked)).toEqual(answer);
});

test.each<{ rule: string; asked: Ask; answer: unknown }>([
  {
    rule: 'waits for the hours that the person prefers',
    asked: { at: '2026-03-11 10:00:00', person: { preferredHours: hours(16, 18) } },
    answer: [at('2026-03-11 16:00:00'), ''],
  },
  {
    rule: 'goes out within them',
    asked: { at: '2026-03-11 16:00:00', person: { preferredHours: hours(16, 18) } },
    answer: 'send',
  },
  {
    rule: 'outside the lawful ones it waits for these',
    asked: { at: '2026-03-11 10:00:00', window: hours(8, 22), person: { preferredHours: hours(18, 21) } },
    answer: [at('2026-03-11 18:00:00'), ''],
  },
  {
    rule: 'asked for in writing lifts the lawful ones',
    asked: {
      at: '2026-03-11 19:30:00',
      window: hours(8, 22),
      person: { preferredHours: hours(19, 21), lawFacts: ['debtor_asked_other_hours'] },
    },
    answer: 'send',
  },
  {
    rule: 'hours that the strategy never has are for a person',
    asked: { at: '2026-03-11 10:00:00', person: { preferredHours: hours(20, 22) } },
    answer: ['unlawful', 'DEBTOR-HOURS'],
  },
])('decideTouch() $rule', ({ asked, answer }) => {
  expect(ask(asked)).toEqual(answer);
});
