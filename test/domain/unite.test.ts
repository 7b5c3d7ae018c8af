import fc from 'fast-check';
import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import { OTHER_HOURS } from '../../domain/choices';
import { canonicalJson } from '../../domain/ledger';
import type { Person } from '../../domain/person';
import { isUsable } from '../../domain/person';
import { emptied, unite } from '../../domain/unite';
import { AT, aPerson } from '../store/fixtures';

const contact = (at: number, attempt: string) =>
  ({ at, channel: 'sms', outcome: 'unanswered', account: 'a', attempt }) as const;
const proof = (at: number) => ({ at, how: 'web_form', choice: 'consent', channel: 'sms' }) as const;
const evening = { from: 68_400, to: 75_600 };

test.each<{ rule: string; kept?: Partial<Person>; other?: Partial<Person>; is: Partial<Person> }>([
  { rule: 'an opt-out on either side holds', other: { optedOut: ['sms'] }, is: { optedOut: ['sms'] } },
  { rule: 'a dead address on either side holds', other: { dead: ['email'] }, is: { dead: ['email'] } },
  { rule: 'a stop fact on either side holds', other: { facts: ['deceased'] }, is: { facts: ['deceased'] } },
  {
    rule: 'a consent that one who has an address lacks does not',
    other: { consent: ['sms'] },
    is: { consent: ['sms'] },
  },
  {
    rule: 'a consent of the only one who has an address holds',
    other: { consent: ['whatsapp', 'email', 'sms'], addresses: { whatsapp: '+573009998877' } },
    is: {
      consent: ['email', 'sms', 'whatsapp'],
      addresses: { ...aPerson('').addresses, whatsapp: '+573009998877' },
    },
  },
  {
    rule: 'contacts of both count, each once',
    kept: { contacts: [contact(AT, 'x'), contact(AT + 2, 'y')] },
    other: { contacts: [contact(AT, 'x'), contact(AT + 1, 'z')] },
    is: { contacts: [contact(AT, 'x'), contact(AT + 1, 'z'), contact(AT + 2, 'y')] },
  },
  {
    rule: 'every zone that either may be in counts, the main one first',
    other: { zones: ['America/Lima', 'America/Bogota'] },
    is: { zones: ['America/Bogota', 'America/Lima'] },
  },
  {
    rule: 'one of two is a consumer: so is the person',
    kept: { kind: 'business' },
    is: { kind: 'consumer' },
  },
  { rule: 'a fact that the law reads holds', other: { lawFacts: ['no_sms'] }, is: { lawFacts: ['no_sms'] } },
  { rule: 'a fact that lifts a rule needs both', other: { lawFacts: ['permitted_final_notice'] }, is: {} },
  {
    rule: 'hours that only one asked for hold, with what they lift',
    other: { preferredHours: evening, lawFacts: [OTHER_HOURS] },
    is: { preferredHours: evening, lawFacts: [OTHER_HOURS] },
  },
  {
    rule: 'hours of both: what they have in common, and only one lifts nothing',
    kept: { preferredHours: { from: 36_000, to: 72_000 } },
    other: { preferredHours: evening, lawFacts: [OTHER_HOURS] },
    is: { preferredHours: { from: 68_400, to: 72_000 } },
  },
  {
    rule: 'proofs of both are kept, each once',
    kept: { proofs: [proof(AT)] },
    other: { proofs: [proof(AT), proof(AT - 1)] },
    is: { proofs: [proof(AT - 1), proof(AT)] },
  },
  {
    rule: 'verified is an address only where it is the one that is kept',
    other: { addresses: { sms: '+571', email: 'ana@example.com' }, verified: ['sms', 'email'] },
    is: { verified: ['email'] },
  },
])('unite() $rule', ({ kept = {}, other = {}, is }) => {
  const united = unite(aPerson('kept', kept), aPerson('other', other));
  expect(united).toEqual({ ...aPerson('kept'), ...is });
});

const channels = fc.uniqueArray(fc.constantFrom(...sendChannels));
const persons = fc
  .record({ dead: channels, consent: channels, optedOut: channels, has: channels })
  .map(({ has, ...lists }) =>
    aPerson('p', { ...lists, addresses: Object.fromEntries(has.map((channel) => [channel, channel])) }),
  );

test('unite() opens no channel that was closed on a side that has an address for it', () => {
  const closed = (person: Person, channel: SendChannel) =>
    person.addresses[channel] !== undefined && !isUsable(person, channel);
  fc.assert(
    fc.property(persons, persons, fc.constantFrom(...sendChannels), (a, b, channel) => {
      if (closed(a, channel) || closed(b, channel)) expect(isUsable(unite(a, b), channel)).toBe(false);
    }),
  );
});

test('unite() of a person with themselves changes nothing but the order of consents', () => {
  fc.assert(
    fc.property(persons, (person) => {
      const united = unite(person, person);
      const sorted = (list: readonly string[]) => [...list].sort();
      expect({ ...united, consent: sorted(united.consent) }).toEqual({
        ...person,
        consent: sorted(person.consent),
      });
    }),
  );
});

test('emptied() leaves nothing personal', () => {
  const ana = aPerson('p', {
    contacts: [contact(AT, 'x')],
    proofs: [proof(AT)],
    facts: ['deceased'],
    verified: ['sms'],
  });
  expect(canonicalJson(emptied(ana))).not.toMatch(/Ana|example|\+57|deceased|web_form/);
});
