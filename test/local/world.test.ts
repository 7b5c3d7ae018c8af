import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { readWorld } from '../../local/world';

const AT = '2026-03-03T09:00:00-05:00';
const at = instantFromIso(AT);
const worldOf = (...events: readonly object[]): string =>
  JSON.stringify({
    start: '2026-03-02T08:00:00-05:00',
    until: '2026-06-30T00:00:00-05:00',
    bounces: [],
    events,
  });

test.each([
  {
    rule: 'a payment',
    event: { account: 'A1', payment: { id: 'p-1', amount: 5, debt: 'D1', on: '2026-03-01' } },
    read: {
      account: 'A1',
      fact: { at, kind: 'payment', id: 'p-1', amount: 5, debt: 'D1', on: dayFromIso('2026-03-01') },
    },
  },
  {
    rule: 'a reversal',
    event: { account: 'A1', reversal: { id: 'r-1', of: 'p-1' } },
    read: { fact: { at, kind: 'reversal', id: 'r-1', of: 'p-1' } },
  },
  {
    rule: 'a debt',
    event: { account: 'A1', debt: { id: 'N1', due: '2026-03-01', amount: 5 } },
    read: { fact: { kind: 'debt', id: 'N1' } },
  },
  {
    rule: 'an adjustment',
    event: { account: 'A1', adjust: { debt: 'D1', amount: 5 } },
    read: { fact: { kind: 'adjust', debt: 'D1' } },
  },
  { rule: 'a write-off', event: { account: 'A1', write_off: {} }, read: { fact: { at, kind: 'write_off' } } },
  { rule: 'a withdrawal', event: { account: 'A1', withdraw: {} }, read: { fact: { at, kind: 'withdraw' } } },
  {
    rule: 'an approval',
    event: { account: 'A1', approve: { step: 'juicio' } },
    read: { fact: { kind: 'approve', step: 'juicio' } },
  },
  {
    rule: 'a dossier',
    event: { account: 'A1', dossier: { complete: true } },
    read: { fact: { kind: 'dossier', complete: true } },
  },
  {
    rule: 'an opt-out',
    event: { opt_out: { person: 'P1', channel: 'all' } },
    read: { person: 'P1', change: { kind: 'opt_out', channel: 'all' } },
  },
  {
    rule: 'a consent',
    event: { consent: { person: 'P1', channel: 'sms' } },
    read: { person: 'P1', change: { kind: 'consent', channel: 'sms' } },
  },
  {
    rule: 'a contact',
    event: { account: 'A1', contact: { person: 'P1', channel: 'voice', outcome: 'direct' } },
    read: {
      person: 'P1',
      change: { at, kind: 'contact', account: 'A1', channel: 'voice', outcome: 'direct' },
    },
  },
])('readWorld() reads $rule', ({ event, read }) => {
  expect(readWorld(worldOf({ at: AT, ...event })).events).toMatchObject([{ at, ...read }]);
});

test.each([
  { rule: 'what is no JSON', json: '{', path: '' },
  { rule: 'an event without effect', json: worldOf({ at: AT, account: 'A1' }), path: 'events.0' },
  {
    rule: 'an instant without offset',
    json: worldOf({ at: '2026-03-03T09:00:00', account: 'A1', withdraw: {} }),
    path: 'events.0',
  },
  {
    rule: 'an impossible date',
    json: worldOf({ at: AT, account: 'A1', debt: { id: 'N1', due: '2026-02-30', amount: 5 } }),
    path: 'events.0',
  },
  {
    rule: 'events out of order',
    json: worldOf(
      { at: AT, account: 'A1', withdraw: {} },
      { at: '2026-03-03T08:00:00-05:00', account: 'A1', withdraw: {} },
    ),
    path: 'events.1',
  },
  {
    rule: 'an event before the start',
    json: worldOf({ at: '2026-03-01T08:00:00-05:00', account: 'A1', withdraw: {} }),
    path: 'events.0',
  },
])('readWorld() refuses $rule', ({ json, path }) => {
  expect(() => readWorld(json)).toThrow(
    expect.objectContaining({
      code: 'world.bad',
      details: { path: expect.stringMatching(new RegExp(`^${path}`)) },
    }),
  );
});
