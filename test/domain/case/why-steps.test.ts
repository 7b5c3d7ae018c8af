import type { CaseFact } from '../../../domain/case/facts';
import type { ToldContact } from '../../../domain/case/told';
import { why } from '../../../domain/case/why';
import type { Lawbook } from '../../../domain/law/types';
import type { Person } from '../../../domain/person';
import { loadLaw } from '../../../policy/law/library';
import { aHandoff, aLawbook, aPerson, aStrategy, aTask, at, aTouch, day } from '../../builders';
import type { Asking } from './asking';
import { ask, hold, noLawOn, stepOf } from './asking';
import { aLife, live } from './driver';

describe('what why() says of a step', () => {
  test.each<Asking & { rule: string; step: string; is: object }>([
    {
      rule: 'sent, when and by what',
      on: '2026-03-20',
      step: 'vencido',
      life: {},
      is: { is: 'sent', at: at('2026-03-11 10:00'), channel: 'email' },
    },
    {
      rule: 'not sent yet on an earlier date',
      on: '2026-03-09',
      now: '2026-03-20 12:00',
      step: 'vencido',
      life: {},
      is: { is: 'not_due', due: day('2026-03-11') },
    },
    {
      rule: 'a task that was made',
      on: '2026-04-02',
      step: 'llamada',
      life: {},
      is: { is: 'done', on: day('2026-03-30') },
    },
    { rule: 'blocked', on: '2026-03-11', step: 'vencido', life: { facts: [hold] }, is: { is: 'blocked' } },
    {
      rule: 'passed over, and why',
      on: '2026-03-19',
      step: 'vencido',
      life: { lawbook: noLawOn('2026-04-30') },
      is: { is: 'skipped', reason: 'superseded' },
    },
    {
      rule: 'without a channel',
      on: '2026-03-11',
      step: 'vencido',
      life: { person: aPerson({ consent: [] }) },
      is: { is: 'skipped', reason: 'no_channel' },
    },
    {
      rule: 'a handoff, and what it lacks',
      on: '2026-06-20',
      step: 'juicio',
      life: {
        strategy: aStrategy({
          steps: [aHandoff('juicio', 91, { approval: 'person', requires: ['dossier'] })],
        }),
      },
      is: { is: 'waiting_checklist', lacks: ['approval', 'dossier'] },
    },
    {
      rule: 'behind a required step that waits',
      on: '2026-03-19',
      step: 'recordatorio',
      life: {
        lawbook: noLawOn('2026-04-30'),
        strategy: aStrategy({ steps: [aTouch('intima', 1, { required: true }), aTouch('recordatorio', 8)] }),
      },
      is: { is: 'held_back', by: 'intima' },
    },
    {
      rule: 'behind a required step that has had the date',
      on: '2026-03-11',
      step: 'llamada',
      life: {
        strategy: aStrategy({ steps: [aTouch('intima', 1, { required: true }), aTask('llamada', 1)] }),
      },
      is: { is: 'held_back', by: 'intima' },
    },
  ])('$rule', ({ rule: _rule, step, is, ...asking }) => {
    expect(stepOf(ask(asking), step)).toMatchObject(is);
  });

  test('that bounced: it is pending again, and was sent before that was known', () => {
    const bounce: CaseFact = {
      kind: 'bounce',
      at: at('2026-03-11 18:30'),
      step: 'vencido',
      channel: 'email',
      hard: true,
    };
    const life = { facts: [bounce] };
    expect(stepOf(ask({ life, on: '2026-03-12', now: '2026-03-12 09:00' }), 'vencido')).toMatchObject({
      is: 'waiting_window',
    });
    expect(stepOf(ask({ life, on: '2026-03-12' }), 'vencido')).toMatchObject({ is: 'sent', channel: 'sms' });
  });
});

describe('a step that waits for the law', () => {
  const byChannel = aLawbook(({ at: instant, channel }) =>
    channel === 'email' ? 'never-email' : instant < at('2026-03-13 10:00') ? 'R-SMS' : null,
  );

  test('tells each channel, the refusals, when it is tried again and what was written down', () => {
    const answer = ask({ on: '2026-03-11', life: { lawbook: byChannel } });
    expect(stepOf(answer, 'vencido')).toMatchObject({
      is: 'waiting_law',
      asked: at('2026-03-11 10:00'),
      next: at('2026-03-13 10:00'),
      channels: [
        {
          channel: 'email',
          address: 'usable',
          strict: { allowed: false, next: 'never' },
          lenient: { allowed: false },
        },
        {
          channel: 'sms',
          strict: { allowed: false, next: at('2026-03-13 10:00'), refusals: [{ rule: 'R-SMS' }] },
        },
      ],
      written: ['R-SMS'],
    });
  });

  test('is asked again on a later date of waiting, at the opening of the window', () => {
    const answer = ask({ on: '2026-03-12', life: { lawbook: byChannel } });
    expect(stepOf(answer, 'vencido')).toMatchObject({ is: 'waiting_law', asked: at('2026-03-12 10:00') });
  });

  test('is decided with the contacts of that time, not with later ones', () => {
    const onceADay = aLawbook(({ prior, at: instant }) =>
      prior.some((contact) => instant - contact.at < 86_400_000) ? 'R-DIA' : null,
    );
    const earlier: ToldContact = {
      at: at('2026-03-11 09:00'),
      channel: 'voice',
      outcome: 'direct',
      account: 'B-2',
    };
    const later: ToldContact = { ...earlier, at: at('2026-03-11 15:00') };
    const closed = { life: { lawbook: noLawOn('2026-03-12') }, on: '2026-03-11' };
    const rulesWith = (lawbook: Lawbook, elsewhere: readonly ToldContact[]): unknown => {
      const { state, events } = live(aLife({ until: at('2026-03-11 23:00'), ...closed.life }));
      const { strategy, person } = aLife({ until: 0 });
      const question = { account: 'A1', on: day('2026-03-11'), now: at('2026-03-11 23:00'), changes: [] };
      const step = why({
        ...question,
        state,
        events,
        strategy,
        person,
        lawbook,
        contacts: elsewhere,
      }).steps.find(({ step: id }) => id === 'vencido');
      return step?.is === 'waiting_law' ? step.refusals.map(({ rule }) => rule) : step?.is;
    };
    expect(rulesWith(onceADay, [earlier])).toEqual(['R-DIA']);
    expect(rulesWith(onceADay, [later])).toBe('due');
  });

  test('tells how the readings differ, with the rules of a real place', () => {
    const co = loadLaw().lawbook('CO');
    const person: Person = aPerson({ jurisdiction: 'CO' });
    const tried: ToldContact = {
      at: at('2026-03-11 09:00'),
      channel: 'sms',
      outcome: 'unanswered',
      account: 'B-2',
    };
    const withTry = { ...person, contacts: [tried] };
    const answer = ask({ on: '2026-03-11', life: { lawbook: co, person: withTry }, elsewhere: [tried] });
    const step = stepOf(answer, 'vencido');
    if (step?.is !== 'waiting_law') throw new Error(`expected it to wait, not ${step?.is ?? 'nothing'}`);
    expect(step.channels[0]).toMatchObject({
      strict: { allowed: false, refusals: [{ rule: 'CO-HOUSE-DAY', basis: 'policy' }] },
      lenient: { allowed: true },
    });
  });
});
