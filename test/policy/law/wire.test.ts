import { instantFromIso } from '../../../domain/time/calendar';
import { mainZone, requestFromWire, withZones } from '../../../policy/law/wire';
import { aPack, aRequest } from '../../domain/law/samples';

const least = { j: 'CO', at: '2026-11-24T10:00:00-05:00', ch: 'sms' };

test('requestFromWire() fills in what a request may leave out', () => {
  expect(requestFromWire(least)).toEqual({
    id: null,
    pack: 'CO',
    request: {
      at: instantFromIso(least.at),
      channel: 'sms',
      zones: [],
      actor: 'third_party',
      debtor: 'consumer',
      creditorType: 'financial',
      recipient: 'debtor',
      dpd: 30,
      facts: [],
      prior: [],
    },
  });
});

test('requestFromWire() takes long names and short ones', () => {
  const prior = { at: '2026-11-23T10:00:00-05:00', facts: ['prior_consent'], debt: 'D' };
  const short = requestFromWire({ ...least, id: 1, prior: [{ ...prior, ch: 'voice', res: 'direct' }] });
  const { j: jurisdiction, at, ch: channel } = least;
  const long = requestFromWire({
    jurisdiction,
    at,
    channel,
    id: 1,
    prior: [{ ...prior, channel: 'voice', outcome: 'direct' }],
  });
  expect(long).toEqual(short);
});

test.each([
  { rule: 'null content is absent', wire: { content: null }, content: undefined },
  { rule: 'empty content is there', wire: { content: [] }, content: [] },
])('requestFromWire() $rule', ({ wire, content }) => {
  expect(requestFromWire({ ...least, ...wire }).request.content).toEqual(content);
});

test('requestFromWire() takes null for absent everywhere, and ignores fields it does not know', () => {
  const nothing = {
    zones: null,
    actor: null,
    place: null,
    dpd: null,
    debt: null,
    facts: null,
    prior: null,
    to: '+57',
    wd: 'mon',
  };
  expect(requestFromWire({ ...least, ...nothing })).toEqual(requestFromWire(least));
});

test.each([
  { rule: 'no place', wire: { j: undefined }, code: 'law.badRequest' },
  { rule: 'no channel', wire: { ch: undefined }, code: 'law.badRequest' },
  { rule: 'an unknown channel', wire: { ch: 'fax' }, code: 'law.badRequest' },
  { rule: 'an unknown actor', wire: { actor: 'nobody' }, code: 'law.badRequest' },
  { rule: 'a time without offset', wire: { at: '2026-11-24T10:00:00' }, code: 'calendar.badInstant' },
  {
    rule: 'an earlier contact without outcome',
    wire: { prior: [{ at: least.at, ch: 'sms' }] },
    code: 'law.badRequest',
  },
  {
    rule: 'an earlier contact at no instant',
    wire: { prior: [{ at: 'x', ch: 'sms', res: 'direct' }] },
    code: 'calendar.badInstant',
  },
])('requestFromWire() refuses $rule', ({ wire, code }) => {
  expect(() => requestFromWire({ ...least, ...wire })).toThrow(expect.objectContaining({ code }));
});

test.each([null, 3, 'text', []])('requestFromWire() refuses %j', (wire) => {
  expect(() => requestFromWire(wire)).toThrow(expect.objectContaining({ code: 'law.badRequest' }));
});

test('withZones() adds the main zone only where none is named', () => {
  const pack = aPack({ timezones: ['America/Santiago', 'Pacific/Easter'] });
  expect(withZones(aRequest({ zones: [] }), pack).zones).toEqual(['America/Santiago']);
  expect(withZones(aRequest({ zones: ['Pacific/Easter'] }), pack).zones).toEqual(['Pacific/Easter']);
  expect(mainZone(aPack({ timezones: 'any' }))).toBe('UTC');
});
