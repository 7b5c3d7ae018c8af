import fc from 'fast-check';
import { sendChannels } from '../../domain/channel';
import { canonicalJson } from '../../domain/ledger';
import type { LoggedContact, Person, PersonChange } from '../../domain/person';
import { CONTACT_LOG_DAYS, changePerson, isUsable } from '../../domain/person';
import { DAY_MS, instantFromIso } from '../../domain/time/calendar';

const AT = instantFromIso('2026-03-02T15:00:00Z');

const ana: Person = {
  id: 'p-1',
  name: 'Ana Núñez',
  jurisdiction: 'CO',
  zones: ['America/Bogota'],
  language: 'es',
  kind: 'consumer',
  addresses: { email: 'ana@example.com', sms: '+573001234567' },
  dead: [],
  consent: ['email', 'sms'],
  optedOut: [],
  facts: [],
  contacts: [],
};

const contact = (at: number, attempt?: string): LoggedContact => ({
  ...{ at, channel: 'email', outcome: 'unanswered', account: 'a-1' },
  ...(attempt !== undefined && { attempt }),
});

const rows: { rule: string; from?: Partial<Person>; change: PersonChange; to: Partial<Person> }[] = [
  { rule: 'opts out of one channel', change: { kind: 'opt_out', channel: 'sms' }, to: { optedOut: ['sms'] } },
  {
    rule: 'opts out of all channels',
    change: { kind: 'opt_out', channel: 'all' },
    to: { optedOut: sendChannels },
  },
  {
    rule: 'a new consent ends the opt-out of its channel only',
    from: { consent: [], optedOut: ['email', 'sms'] },
    change: { kind: 'consent', channel: 'email' },
    to: { consent: ['email'], optedOut: ['sms'] },
  },
  { rule: 'learns a stop fact', change: { kind: 'stop', fact: 'insolvency' }, to: { facts: ['insolvency'] } },
  {
    rule: 'clears a stop fact',
    from: { facts: ['insolvency', 'deceased'] },
    change: { kind: 'clear', fact: 'insolvency' },
    to: { facts: ['deceased'] },
  },
  {
    rule: 'a new address is alive',
    from: { dead: ['email', 'sms'] },
    change: { kind: 'address', channel: 'email', address: 'new@example.com' },
    to: { addresses: { ...ana.addresses, email: 'new@example.com' }, dead: ['sms'] },
  },
  {
    rule: 'forgets an address',
    change: { kind: 'address', channel: 'email', address: null },
    to: { addresses: { sms: '+573001234567' } },
  },
  {
    rule: 'a bounce kills the address and marks its contact as undelivered',
    from: { contacts: [contact(AT, 'x'), contact(AT + 1, 'y')] },
    change: { kind: 'bounce', channel: 'email', attempt: 'x' },
    to: {
      dead: ['email'],
      contacts: [{ ...contact(AT, 'x'), outcome: 'undelivered' }, contact(AT + 1, 'y')],
    },
  },
  {
    rule: 'logs contacts oldest first',
    from: { contacts: [contact(AT, 'x')] },
    change: { kind: 'contact', ...contact(AT - 1, 'y') },
    to: { contacts: [contact(AT - 1, 'y'), contact(AT, 'x')] },
  },
  {
    rule: 'drops contacts that no rule looks back to',
    from: {
      contacts: [
        contact(AT - CONTACT_LOG_DAYS * DAY_MS - 1, 'x'),
        contact(AT - CONTACT_LOG_DAYS * DAY_MS, 'y'),
      ],
    },
    change: { kind: 'contact', ...contact(AT, 'z') },
    to: { contacts: [contact(AT - CONTACT_LOG_DAYS * DAY_MS, 'y'), contact(AT, 'z')] },
  },
  {
    rule: 'two contacts made elsewhere at different times are two',
    from: { contacts: [contact(AT)] },
    change: { kind: 'contact', ...contact(AT + 1) },
    to: { contacts: [contact(AT), contact(AT + 1)] },
  },
];

test.each(rows)('changePerson() $rule', ({ from = {}, change, to }) => {
  expect(changePerson({ ...ana, ...from }, change)).toEqual({ ...ana, ...from, ...to });
});

test.each([
  { rule: 'with an address and a consent', person: {}, usable: true },
  { rule: 'without an address', person: { addresses: {} }, usable: false },
  { rule: 'without consent', person: { consent: ['sms'] }, usable: false },
  { rule: 'after a hard bounce', person: { dead: ['email'] }, usable: false },
  { rule: 'after an opt-out', person: { optedOut: ['email'] }, usable: false },
  { rule: 'after an opt-out of another channel', person: { optedOut: ['sms'] }, usable: true },
] satisfies { rule: string; person: Partial<Person>; usable: boolean }[])(
  'isUsable() email $rule: $usable',
  ({ person, usable }) => {
    expect(isUsable({ ...ana, ...person }, 'email')).toBe(usable);
  },
);

const channel = fc.constantFrom(...sendChannels);
const id = fc.constantFrom('x', 'y', 'z');
const anyChange: fc.Arbitrary<PersonChange> = fc.oneof(
  fc.record({
    kind: fc.constant('opt_out' as const),
    channel: fc.oneof(channel, fc.constant('all' as const)),
  }),
  fc.record({ kind: fc.constant('consent' as const), channel }),
  fc.record({ kind: fc.constant('stop' as const), fact: id }),
  fc.record({ kind: fc.constant('clear' as const), fact: id }),
  fc.record({ kind: fc.constant('address' as const), channel, address: fc.option(id) }),
  fc.record({ kind: fc.constant('bounce' as const), channel, attempt: id }),
  fc.record({ at: fc.integer({ min: AT, max: AT + 20 * DAY_MS }), attempt: id }).map(({ at, attempt }) => ({
    kind: 'contact' as const,
    ...contact(at, attempt),
  })),
);

test('changePerson() a repeated change changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyChange), anyChange, (before, change) => {
      const person = before.reduce(changePerson, ana);
      const once = changePerson(person, change);
      expect(canonicalJson(changePerson(once, change))).toBe(canonicalJson(once));
    }),
  );
});

test('changePerson() never changes the person that it is given', () => {
  fc.assert(
    fc.property(fc.array(anyChange), anyChange, (before, change) => {
      const person = before.reduce(changePerson, ana);
      const copy = structuredClone(person);
      changePerson(person, change);
      expect(person).toEqual(copy);
    }),
  );
});
