import { CEASED, lawFactsFor, OTHER_HOURS, placeFor } from '../../domain/choices';
import type { Person, PersonChange } from '../../domain/person';
import { changePerson, publicChange } from '../../domain/person';
import { AT, aPerson } from '../store/fixtures';

const ana = aPerson('p-1');
const proof = { at: AT, how: 'web_form', textVersion: 'v3' };
const evening = { from: 68_400, to: 75_600 };

test.each<{ rule: string; from?: Partial<Person>; change: PersonChange; to: Partial<Person> }>([
  {
    rule: 'keeps the proof of a consent',
    from: { consent: [] },
    change: { kind: 'consent', channel: 'sms', proof },
    to: { consent: ['sms'], proofs: [{ choice: 'consent', channel: 'sms', ...proof }] },
  },
  {
    rule: 'keeps the proof of an opt-out behind that of the consent',
    from: { proofs: [{ choice: 'consent', channel: 'sms', ...proof }] },
    change: { kind: 'opt_out', channel: 'sms', proof: { at: AT + 1, how: 'sms_keyword' } },
    to: {
      optedOut: ['sms'],
      proofs: [
        { choice: 'consent', channel: 'sms', ...proof },
        { choice: 'opt_out', channel: 'sms', at: AT + 1, how: 'sms_keyword' },
      ],
    },
  },
  {
    rule: 'a cease request is a stop fact with its proof',
    change: { kind: 'stop', fact: CEASED, proof },
    to: { facts: [CEASED], proofs: [{ choice: 'stop', fact: CEASED, ...proof }] },
  },
  { rule: 'speaks another language', change: { kind: 'language', language: 'pt' }, to: { language: 'pt' } },
  {
    rule: 'hours within the lawful ones lift nothing',
    change: { kind: 'hours', window: evening },
    to: { preferredHours: evening },
  },
  {
    rule: 'hours outside the lawful ones, asked for in writing, lift them',
    change: { kind: 'hours', window: evening, otherHours: true },
    to: { preferredHours: evening, lawFacts: [OTHER_HOURS] },
  },
  {
    rule: 'hours taken back lift nothing any more',
    from: { preferredHours: evening, lawFacts: [OTHER_HOURS, 'no_visit_exception'] },
    change: { kind: 'hours', window: null },
    to: { lawFacts: ['no_visit_exception'] },
  },
  {
    rule: 'knows a work address',
    change: { kind: 'work', channel: 'email', holds: true },
    to: { workplace: ['email'] },
  },
  {
    rule: 'a fact for the law that no longer holds is gone',
    from: { lawFacts: ['no_electronic_consent'] },
    change: { kind: 'law_fact', fact: 'no_electronic_consent', holds: false },
    to: {},
  },
  { rule: 'verifies an address', change: { kind: 'verify', channel: 'sms' }, to: { verified: ['sms'] } },
  { rule: 'verifies no address that is not there', change: { kind: 'verify', channel: 'voice' }, to: {} },
  {
    rule: 'nobody knows yet whose a new address is, or where',
    from: { verified: ['email', 'sms'], workplace: ['email'] },
    change: { kind: 'address', channel: 'email', address: 'new@example.com' },
    to: { addresses: { ...ana.addresses, email: 'new@example.com' }, verified: ['sms'] },
  },
  {
    rule: 'the same address again stays verified',
    from: { verified: ['email'] },
    change: { kind: 'address', channel: 'email', address: 'ana@example.com' },
    to: { verified: ['email'] },
  },
])('changePerson() $rule, once', ({ from = {}, change, to }) => {
  const once = changePerson({ ...ana, ...from }, change);
  expect(once).toEqual({ ...ana, ...to });
  expect(changePerson(once, change)).toEqual(once);
});

test.each<{ rule: string; person: Partial<Person>; facts: string[] }>([
  { rule: 'nothing', person: {}, facts: [] },
  {
    rule: 'stop facts and facts for the law',
    person: { facts: ['a'], lawFacts: ['b', 'a'] },
    facts: ['a', 'b'],
  },
  { rule: 'a channel without consent', person: { consent: ['sms'] }, facts: ['channel_not_authorised'] },
  { rule: 'a channel opted out of', person: { optedOut: ['email', 'sms'] }, facts: ['channel_opted_out'] },
])('lawFactsFor() email: $rule', ({ person, facts }) => {
  expect(lawFactsFor({ ...ana, ...person }, 'email')).toEqual(facts);
});

test('placeFor() says work only for channels that lead there', () => {
  const atWork = aPerson('p', { workplace: ['email', 'voice'] });
  expect((['email', 'voice', 'sms'] as const).map((channel) => placeFor(atWork, channel))).toEqual([
    'work_email',
    'work',
    undefined,
  ]);
});

test('publicChange() says how and when a choice was made, and no address', () => {
  const stop = publicChange({ kind: 'stop', fact: CEASED, proof });
  const at = '2026-03-02T15:00:00Z';
  expect(stop).toEqual({ change: 'stop', fact: CEASED, proof: { at, how: 'web_form', textVersion: 'v3' } });
  const moved = publicChange({ kind: 'address', channel: 'email', address: 'new@example.com' });
  expect(moved).toEqual({ change: 'address', channel: 'email' });
});
