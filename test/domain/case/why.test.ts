import type { CaseFact } from '../../../domain/case/facts';
import type { Why } from '../../../domain/case/why';
import { aDebt, aHandoff, anOpening, aPayment, aPerson, aStrategy, at, day } from '../../builders';
import type { Asking } from './asking';
import { ask, hold, noLawOn } from './asking';

const promise: CaseFact = {
  kind: 'promise',
  at: at('2026-03-10 09:00'),
  id: 'pr-1',
  amount: 100_000,
  due: day('2026-03-14'),
};
const stop: CaseFact = { kind: 'stop', at: at('2026-03-10 09:00'), fact: 'represented_by_attorney' };
const dispute: CaseFact = { kind: 'dispute', at: at('2026-03-10 09:00'), id: 'd-1', debt: 'D1' };
const downtime: CaseFact = { kind: 'downtime', at: at('2026-03-10 09:00'), until: at('2026-03-12 09:00') };
const paid = aPayment('2026-03-10 09:00', 100_000);

interface Row extends Asking {
  readonly rule: string;
  readonly verdict: Why['verdict'];
  readonly more?: object;
}

test.each<Row>([
  { rule: 'before the opening', on: '2026-03-01', life: {}, now: '2026-03-11 12:00', verdict: 'not_opened' },
  {
    rule: 'a message that was sent',
    on: '2026-03-11',
    life: {},
    verdict: 'contacted',
    more: { contacts: [{ step: 'vencido', channel: 'email' }] },
  },
  {
    rule: 'a contact about another account',
    on: '2026-03-08',
    life: {},
    elsewhere: [{ at: at('2026-03-08 11:00'), channel: 'sms', outcome: 'unanswered', account: 'B-2' }],
    verdict: 'contacted_elsewhere',
    more: { contacts: [{ account: 'B-2' }] },
  },
  {
    rule: 'a date that has not come',
    on: '2026-03-25',
    now: '2026-03-12 12:00',
    life: {},
    verdict: 'future',
  },
  {
    rule: 'a case that was paid',
    on: '2026-03-11',
    life: { facts: [paid] },
    verdict: 'closed',
    more: { standing: { outcome: 'paid' } },
  },
  {
    rule: 'a hold',
    on: '2026-03-11',
    life: { facts: [hold] },
    verdict: 'blocked',
    more: { blocks: [{ kind: 'hold', id: 'h-1', until: day('2026-03-20') }] },
  },
  {
    rule: 'an open promise',
    on: '2026-03-11',
    life: { facts: [promise] },
    verdict: 'blocked',
    more: { blocks: [{ kind: 'promise', due: day('2026-03-14'), judged: day('2026-03-17') }] },
  },
  {
    rule: 'a stop fact',
    on: '2026-03-11',
    life: { facts: [stop] },
    verdict: 'blocked',
    more: { blocks: [{ kind: 'stop', fact: 'represented_by_attorney' }] },
  },
  {
    rule: 'a dispute of everything',
    on: '2026-03-11',
    life: { facts: [dispute] },
    verdict: 'blocked',
    more: { blocks: [{ kind: 'disputed' }] },
  },
  {
    rule: 'a downtime',
    on: '2026-03-11',
    life: { facts: [downtime] },
    verdict: 'blocked',
    more: { blocks: [{ kind: 'downtime' }] },
  },
  { rule: 'the law', on: '2026-03-11', life: { lawbook: noLawOn('2026-03-13') }, verdict: 'waiting_law' },
  {
    rule: 'the window of the same day',
    on: '2026-03-11',
    now: '2026-03-11 08:00',
    life: {},
    verdict: 'waiting_window',
  },
  {
    rule: 'an opening after the window',
    on: '2026-03-11',
    life: { opening: anOpening({ opened: at('2026-03-11 19:00') }) },
    verdict: 'waiting_window',
  },
  { rule: 'a task', on: '2026-03-30', life: {}, verdict: 'worked' },
  { rule: 'a quiet day', on: '2026-03-07', life: {}, verdict: 'not_due' },
  { rule: 'nothing left to do', on: '2026-05-30', life: {}, verdict: 'nothing_left' },
  {
    rule: 'a person without a channel',
    on: '2026-03-11',
    life: { person: aPerson({ consent: [] }) },
    verdict: 'skipped',
  },
  {
    rule: 'a handoff without its list',
    on: '2026-06-20',
    life: {
      strategy: aStrategy({ steps: [aHandoff('juicio', 91, { approval: 'person', requires: ['dossier'] })] }),
    },
    verdict: 'waiting_checklist',
  },
])('why() on $rule answers $verdict', ({ rule: _rule, verdict, more = {}, ...asking }) => {
  expect(ask(asking)).toMatchObject({ verdict, ...more });
});

describe('the standing', () => {
  test('has both day counts of the date, and what was owed then', () => {
    const frozen: CaseFact = {
      kind: 'hold',
      at: at('2026-03-12 00:00'),
      id: 'h',
      until: day('2026-03-14'),
      freeze: true,
      reason: '',
    };
    const later = aPayment('2026-03-25 09:00', 40_000);
    const answer = ask({ on: '2026-03-20', now: '2026-03-30 12:00', life: { facts: [frozen, later] } });
    expect(answer.standing).toMatchObject({
      pastDue: 10,
      delinquent: 8,
      overdue: 100_000,
      stage: 'administrative',
      anchor: { id: 'D1' },
    });
  });

  test('follows the anchor of the date', () => {
    const opening = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-04-10')] });
    const asked = {
      now: '2026-04-20 12:00',
      life: { opening, facts: [aPayment('2026-03-15 09:00', 100_000)] },
    };
    expect(ask({ ...asked, on: '2026-03-12' }).standing.anchor?.id).toBe('D1');
    expect(ask({ ...asked, on: '2026-03-16' }).standing.anchor?.id).toBe('D2');
  });
});
