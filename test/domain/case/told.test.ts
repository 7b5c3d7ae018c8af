import { changesTold, contactsAt, contactsTold, personAt } from '../../../domain/case/told';
import type { LedgerEntry } from '../../../domain/ledger';
import { isoFromInstant } from '../../../domain/time/calendar';
import { aPerson, at } from '../../builders';

const entry = (when: string, type: string, facts: LedgerEntry['facts']): LedgerEntry => ({
  ...{
    seq: 1,
    actor: 'recobro',
    strategyVersion: '',
    lawVersion: '',
    workflowId: '',
    runId: '',
    prevHash: '',
    hash: '',
  },
  at: isoFromInstant(at(when)),
  type,
  facts,
});
const claimed = (when: string, attempt: string, channel = 'email') =>
  entry(when, 'touch_claimed', { attempt, channel, step: 'vencido', template: 'vencido' });
const elsewhere = entry('2026-03-12 11:00', 'person_changed', {
  change: 'contact',
  channel: 'voice',
  outcome: 'direct',
  account: 'B',
});

describe('contactsTold()', () => {
  test('tells what was tried, by whom and for what, in order of time over all accounts', () => {
    const ledgers = [
      { account: 'A', entries: [claimed('2026-03-11 10:00', 'a-1'), elsewhere] },
      { account: 'B', entries: [claimed('2026-03-10 10:00', 'b-1', 'sms'), elsewhere] },
    ];
    expect(contactsTold(ledgers)).toEqual([
      {
        at: at('2026-03-10 10:00'),
        channel: 'sms',
        outcome: 'unanswered',
        account: 'B',
        attempt: 'b-1',
        step: 'vencido',
        template: 'vencido',
      },
      {
        at: at('2026-03-11 10:00'),
        channel: 'email',
        outcome: 'unanswered',
        account: 'A',
        attempt: 'a-1',
        step: 'vencido',
        template: 'vencido',
      },
      { at: at('2026-03-12 11:00'), channel: 'voice', outcome: 'direct', account: 'B' },
    ]);
  });

  test('tells what was set aside for a contact, which the contact log has no use for', () => {
    const facts = {
      attempt: 'a-1',
      channel: 'sms',
      step: 'hoy',
      template: 'hoy',
      setAside: ['CO-HOUSE-DAY'],
    };
    const entries = [entry('2026-03-11 10:00', 'touch_claimed', facts)];
    const told = contactsTold([{ account: 'A', entries }]);
    expect(told).toMatchObject([{ attempt: 'a-1', setAside: ['CO-HOUSE-DAY'] }]);
    expect(contactsAt(told, at('2026-03-11 10:00'))[0]).not.toHaveProperty('setAside');
  });

  test('leaves out what certainly was not sent', () => {
    const failed = entry('2026-03-11 10:00', 'touch_failed', { attempt: 'a-1' });
    expect(contactsTold([{ account: 'A', entries: [claimed('2026-03-11 10:00', 'a-1'), failed] }])).toEqual(
      [],
    );
  });
});

test('contactsAt() knows of a bounce only from when it came', () => {
  const bounce = entry('2026-03-11 12:00', 'bounce_received', { attempt: 'a-1', hard: true });
  const told = contactsTold([{ account: 'A', entries: [claimed('2026-03-11 10:00', 'a-1'), bounce] }]);
  const outcomesAt = (when: string) => contactsAt(told, at(when)).map(({ outcome }) => outcome);
  expect(outcomesAt('2026-03-11 09:59')).toEqual([]);
  expect(outcomesAt('2026-03-11 11:00')).toEqual(['unanswered']);
  expect(outcomesAt('2026-03-11 12:00')).toEqual(['undelivered']);
});

describe('personAt() takes back what was not known yet:', () => {
  const now = aPerson({
    consent: ['email', 'sms'],
    optedOut: ['email'],
    facts: ['hardship'],
    lawFacts: ['x'],
    dead: ['email'],
  });
  const before = (facts: LedgerEntry['facts']) => {
    const changes = changesTold([entry('2026-03-11 12:00', 'person_changed', facts)]);
    return {
      then: personAt(now, { changes, contacts: [] }, at('2026-03-11 11:00')),
      after: personAt(now, { changes, contacts: [] }, at('2026-03-11 12:00')),
    };
  };

  test.each([
    { rule: 'an opt-out', facts: { change: 'opt_out', channel: 'email' }, then: { optedOut: [] } },
    {
      rule: 'an opt-out of everything',
      facts: { change: 'opt_out', channel: 'all' },
      then: { optedOut: [] },
    },
    { rule: 'a consent', facts: { change: 'consent', channel: 'sms' }, then: { consent: ['email'] } },
    { rule: 'a stop fact', facts: { change: 'stop', fact: 'hardship' }, then: { facts: [] } },
    {
      rule: 'the end of a stop fact',
      facts: { change: 'clear', fact: 'ceased' },
      then: { facts: ['hardship', 'ceased'] },
    },
    {
      rule: 'a fact that the law reads',
      facts: { change: 'law_fact', fact: 'x', holds: true },
      then: { lawFacts: [] },
    },
    { rule: 'nothing else', facts: { change: 'language' }, then: now },
  ])('$rule', ({ facts, then }) => {
    const found = before(facts);
    expect(found.then).toMatchObject(then);
    expect(found.after).toMatchObject({ optedOut: ['email'], facts: ['hardship'], lawFacts: ['x'] });
  });

  test('a dead address', () => {
    const contacts = [
      {
        at: at('2026-03-10 10:00'),
        channel: 'email',
        outcome: 'unanswered',
        account: 'A',
        bouncedAt: at('2026-03-11 12:00'),
      },
    ] as const;
    expect(personAt(now, { changes: [], contacts }, at('2026-03-11 11:00')).dead).toEqual([]);
    expect(personAt(now, { changes: [], contacts }, at('2026-03-11 13:00')).dead).toEqual(['email']);
  });
});
