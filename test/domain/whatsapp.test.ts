import type { PriorContact } from '../../domain/law/types';
import type { LoggedContact } from '../../domain/person';
import { HOUR_MS } from '../../domain/time/calendar';
import { whatsappFacts } from '../../domain/whatsapp';
import { loadLaw } from '../../policy/law/library';
import { aPerson, at } from '../builders';
import { aRequest } from './law/samples';

const NOON = at('2026-03-11 12:00');
const consenting = aPerson({ consent: ['whatsapp'] });
const wrote = (hoursAgo: number, change: Partial<LoggedContact> = {}) =>
  aPerson({
    consent: ['whatsapp'],
    contacts: [
      { at: NOON - hoursAgo * HOUR_MS, channel: 'whatsapp', outcome: 'direct', account: 'A1', ...change },
    ],
  });

test.each([
  {
    rule: 'nothing is taken for granted',
    person: aPerson({ consent: [] }),
    facts: ['no_whatsapp_opt_in', 'template_not_approved'],
  },
  { rule: 'consent is the opt-in', person: consenting, facts: ['template_not_approved'] },
  {
    rule: 'the tenant says what is approved',
    person: consenting,
    standing: { isTemplateApproved: true, isThirdPartyCleared: false },
    facts: [],
  },
  {
    rule: 'the tenant says what is cleared',
    person: consenting,
    standing: { isTemplateApproved: true, isThirdPartyCleared: true },
    facts: ['whatsapp_third_party_cleared'],
  },
  {
    rule: 'a message of the person opens a day',
    person: wrote(23),
    facts: ['template_not_approved', 'whatsapp_service_window'],
  },
  { rule: 'the day ends after 24 hours', person: wrote(24), facts: ['template_not_approved'] },
  {
    rule: 'our own message opens nothing',
    person: wrote(1, { outcome: 'unanswered' }),
    facts: ['template_not_approved'],
  },
  { rule: 'a call opens nothing', person: wrote(1, { channel: 'voice' }), facts: ['template_not_approved'] },
  { rule: 'what comes later opens nothing', person: wrote(-1), facts: ['template_not_approved'] },
])('whatsappFacts(): $rule', ({ person, standing, facts }) => {
  expect(whatsappFacts(person, standing, NOON)).toEqual(facts);
});

describe('the pack WHATSAPP', () => {
  const plain = loadLaw();
  const withPlatform = loadLaw({ platforms: ['WHATSAPP'] });
  const places = plain.packs.map(({ id }) => id).filter((id) => plain.has(id));
  const prior: readonly PriorContact[] = [];
  const contact = (change: object) =>
    aRequest({
      at: at('2026-03-11 12:00'),
      zones: ['America/Bogota'],
      channel: 'whatsapp',
      prior,
      ...change,
    });
  const rules = (place: string, change: object): string[] =>
    withPlatform
      .lawbook(place)
      .judge(contact(change), 'strict')
      .refusals.map(({ rule }) => rule)
      .filter((rule) => rule.startsWith('WA-'));

  test.each(places)('holds in %s whoever collects, and only by WhatsApp', (place) => {
    const facts = ['no_whatsapp_opt_in', 'channel_opted_out', 'template_not_approved'];
    expect(rules(place, { actor: 'creditor', facts }).sort()).toEqual([
      'WA-OPTIN',
      'WA-OPTOUT',
      'WA-TEMPLATE',
    ]);
    expect(rules(place, { actor: 'creditor', debtor: 'business', facts }).sort()).toEqual([
      'WA-OPTIN',
      'WA-OPTOUT',
      'WA-TEMPLATE',
    ]);
    expect(rules(place, { actor: 'third_party', facts: [] })).toEqual(['WA-VERTICAL']);
    expect(rules(place, { actor: 'assignee', facts: [] })).toEqual(['WA-VERTICAL']);
    expect(rules(place, { actor: 'third_party', facts: ['whatsapp_third_party_cleared'] })).toEqual([]);
    expect(rules(place, { actor: 'third_party', channel: 'sms', facts })).toEqual([]);
  });

  test.each(places)('is not part of %s unless it is asked for', (place) => {
    const ids = plain.lawbook(place).rules.map(({ rule }) => rule.id);
    expect(ids.filter((id) => id.startsWith('WA-'))).toEqual([]);
    expect(plain.lawbook(place).version).not.toContain('WHATSAPP');
    expect(withPlatform.lawbook(place).version).toContain('WHATSAPP@');
  });

  test('lets free text go out inside the service window', () => {
    expect(
      rules('CO', { actor: 'creditor', facts: ['template_not_approved', 'whatsapp_service_window'] }),
    ).toEqual([]);
  });

  test('is no place, has nobody’s signature and rests on the platform alone', () => {
    const pack = plain.packs.find(({ id }) => id === 'WHATSAPP');
    expect(pack?.reviewedBy).toBeUndefined();
    expect(plain.has('WHATSAPP')).toBe(false);
    expect(new Set(pack?.rules.map(({ basis }) => basis))).toEqual(new Set(['platform']));
  });

  test('a platform that is not there is refused by name', () => {
    expect(() => loadLaw({ platforms: ['TELEGRAM'] })).toThrow(
      expect.objectContaining({ code: 'law.unknownPack' }),
    );
  });
});
