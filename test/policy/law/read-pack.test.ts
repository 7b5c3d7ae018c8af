import { formatProblem } from '../../../policy/yaml';
import { readPack } from '../../../policy/law/read-pack';

const head = 'pack: XX\ntimezones: [America/Bogota]\ncalendar: CO\nbasis: policy\nrules:\n';
const rule = (fields: string) => `  - {id: XX-1, cite: "Ley 1", source: "test", ${fields}}\n`;
const cap = 'kind: cap, limit: 1, period: day';

function read(text: string) {
  const reading = readPack(text, 'XX.yaml');
  if ('problems' in reading) throw new Error(reading.problems.map(formatProblem).join('\n'));
  return reading.pack;
}

function faults(text: string): string[] {
  const reading = readPack(text, 'XX.yaml');
  return 'problems' in reading ? reading.problems.map(formatProblem) : [];
}

describe('readPack() reads', () => {
  test.each([
    { rule: 'absent channels as every channel', fields: cap, expected: { channels: undefined } },
    { rule: '[all] as every channel', fields: `ch: [all], ${cap}`, expected: { channels: undefined } },
    {
      rule: 'a list of channels',
      fields: `ch: [sms, email], ${cap}`,
      expected: { channels: ['sms', 'email'] },
    },
    { rule: 'the basis of the pack', fields: cap, expected: { basis: 'policy' } },
    { rule: 'a basis of its own', fields: `basis: law, ${cap}`, expected: { basis: 'law' } },
    {
      rule: 'both facts that lift a rule',
      fields: `exempt_fact: a, waiver_fact: b, ${cap}`,
      expected: { liftedBy: ['a', 'b'] },
    },
    {
      rule: 'dates as days',
      fields: `from: "1970-01-02", until: "1970-01-03", ${cap}`,
      expected: { from: 1, until: 2 },
    },
    { rule: 'contact from some days before the due date', fields: 'kind: min_dpd, days: -3', expected: { days: -3 } },
    { rule: 'one fact as a list', fields: 'kind: stop, deny_if: a', expected: { denyIf: ['a'] } },
    {
      rule: 'a scope',
      fields: `creditor_types: [financial], ${cap}`,
      expected: { scope: { creditorTypes: ['financial'] } },
    },
    {
      rule: 'hours as seconds',
      fields: 'kind: window, mon_fri: "08:00-20:00", sat: "00:00-24:00", sun: closed, holiday: open',
      expected: {
        monFri: { from: 28_800, to: 72_000 },
        sat: { from: 0, to: 86_400 },
        sun: 'closed',
        holiday: 'open',
        endInclusive: false,
      },
    },
    {
      rule: 'what a cap counts when it does not say',
      fields: cap,
      expected: {
        counting: {
          outcomes: ['direct', 'unanswered'],
          sameDebt: false,
          sameChannel: false,
          withoutConsented: false,
        },
      },
    },
    {
      rule: 'what a lock counts when it does not say',
      fields: 'kind: channel_lock, period: week',
      expected: { counting: expect.objectContaining({ outcomes: ['direct'] }) as unknown },
    },
    {
      rule: 'what a rule counts when it says so',
      fields: `count: unanswered, key: debt, scope: same_channel, exclude: [prior_consent, not_connected], ${cap}`,
      expected: {
        counting: { outcomes: ['unanswered'], sameDebt: true, sameChannel: true, withoutConsented: true },
      },
    },
    {
      rule: 'the from of a duty as an event',
      fields: 'kind: duty, within: P5D, from: first_contact',
      expected: { from: undefined, terms: { within: 'P5D', from: 'first_contact' } },
    },
  ])('$rule', ({ fields, expected }) => {
    const [first] = read(head + rule(fields)).rules;
    expect(first).toBeDefined();
    // `toMatchObject` takes an absent field and an undefined one as equal.
    expect({ channels: undefined, from: undefined, ...first }).toMatchObject(expected);
  });

  test('a place of any zone, without calendar and rules', () => {
    const pack = read('pack: TEST\ntimezones: any\nrules: []\n');
    expect(pack).toMatchObject({ id: 'TEST', timezones: 'any', rules: [] });
    expect(pack.calendar).toBeUndefined();
  });

  test('the same version for the same content, whatever the comments and the order of keys', () => {
    const { version } = read(head + rule(cap));
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(read(`# note\ncalendar: CO\n${head.replace('calendar: CO\n', '')}${rule(cap)}`).version).toBe(
      version,
    );
    expect(read(head + rule(cap.replace('1', '2'))).version).not.toBe(version);
  });
});

describe('readPack() refuses', () => {
  test.each([
    {
      rule: 'a rule without cite',
      text: '  - {id: XX-1, source: s, kind: cap, limit: 1, period: day}\n',
      says: ['XX.yaml:6:5', 'rule XX-1', 'cite is missing', 'article'],
    },
    {
      rule: 'a rule without source',
      text: '  - {id: XX-1, cite: s, kind: cap, limit: 1, period: day}\n',
      says: ['rule XX-1', 'source is missing', 'where that article was read'],
    },
    {
      rule: 'an empty cite',
      text: '  - {id: XX-1, cite: " ", source: s, kind: cap, limit: 1, period: day}\n',
      says: ['rule XX-1', 'cite'],
    },
    {
      rule: 'a field that the kind does not know',
      text: rule(`exempt_fat: a, ${cap}`),
      says: ['rule XX-1', 'exempt_fat', 'exempt_fact'],
    },
    { rule: 'an unknown kind', text: rule('kind: windw'), says: ['rules[0].kind', 'did you mean "window"?'] },
    { rule: 'an unknown channel', text: rule(`ch: [smx], ${cap}`), says: ['ch[0]', 'did you mean "sms"?'] },
    {
      rule: 'hours that end before they begin',
      text: rule('kind: window, mon_fri: "20:00-08:00", sat: closed, sun: closed, holiday: closed'),
      says: ['mon_fri', '08:00-20:00'],
    },
    {
      rule: 'a window that forgets holidays',
      text: rule('kind: window, mon_fri: closed, sat: closed, sun: closed'),
      says: ['holiday is missing'],
    },
    {
      rule: 'a date that does not exist',
      text: rule(`from: "2026-02-30", ${cap}`),
      says: ['from', 'existing date'],
    },
    {
      rule: 'dates in the wrong order',
      text: rule(`from: "2026-02-02", until: "2026-02-01", ${cap}`),
      says: ['until 2026-02-01 is before from 2026-02-02'],
    },
    { rule: 'a spacing without a distance', text: rule('kind: spacing'), says: ['min_hours or clear_days'] },
    { rule: 'a cap of nothing', text: rule('kind: cap, limit: 0, period: day'), says: ['limit'] },
    { rule: 'two rules of one id', text: rule(cap) + rule(cap), says: ['XX.yaml:7', 'XX-1 is there twice'] },
  ])('$rule', ({ text, says }) => {
    const [fault = ''] = faults(head + text);
    for (const words of says) expect(fault).toContain(words);
  });

  test('an unknown zone, with its line', () => {
    expect(faults('pack: XX\ntimezones: [America/Bogotá]\nrules: []\n')).toEqual([
      expect.stringContaining('XX.yaml:2'),
    ]);
  });

  test('a rule without any basis', () => {
    expect(faults(head.replace('basis: policy\n', '') + rule(cap))).toEqual([
      expect.stringContaining('basis is missing'),
    ]);
  });

  test('all faults at once', () => {
    expect(
      faults(head + rule('kind: cap, limit: 1') + rule('kind: spacing').replace('XX-1', 'XX-2')),
    ).toHaveLength(2);
  });

  test('broken YAML', () => {
    expect(faults('pack: [')).not.toEqual([]);
  });
});
