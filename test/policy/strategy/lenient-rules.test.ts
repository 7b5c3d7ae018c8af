import { variantFor } from '../../../domain/segment/in-force';
import { dayFromIso } from '../../../domain/time/calendar';
import { loadLaw } from '../../../policy/law/library';
import { knownRules } from '../../../policy/strategy/lenient-rules';
import type { ParseResult } from '../../../policy/strategy/parse';
import { parseStrategy } from '../../../policy/strategy/parse';
import { formatProblem } from '../../../policy/yaml';

const known = { law: knownRules(loadLaw(), dayFromIso('2026-11-22')) };
const WEEK = 'rule: CO-STRICT-WEEK';
const good = `${WEEK}, reason: Dos créditos, signed_by: Ana Pérez, signed_on: 2026-11-01`;

/** Line 1 to 7 are the head; the list begins on line 8. */
const fileWith = (...lines: string[]): string =>
  [
    'strategy: prueba',
    'version: 2',
    'jurisdiction: CO',
    'actor: creditor',
    'send_window: ["10:00", "18:00"]',
    'stages: {administrative: {from: 1}}',
    'steps: [{id: vencido, day: 1, via: [sms], template: vencido}]',
    ...lines,
    '',
  ].join('\n');
const withRules = (...entries: string[]): string =>
  fileWith('lenient_rules:', ...entries.map((entry) => `  - {${entry}}`));

const parsed = (text: string): ParseResult => parseStrategy(text, 'x.yaml', known);
const strategyIn = (result: ParseResult) => {
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.strategy;
};

test('a strategy names the strict rules that it sets aside, each with reason and signature', () => {
  expect(strategyIn(parsed(withRules(good)))).toMatchObject({
    profile: 'strict',
    lenientRules: [
      { rule: 'CO-STRICT-WEEK', reason: 'Dos créditos', signedBy: 'Ana Pérez', signedOn: '2026-11-01' },
    ],
  });
});

test('a strategy that names none is as it was', () => {
  expect(strategyIn(parsed(fileWith()))).not.toHaveProperty('lenientRules');
});

test('a segment may set other rules aside, or none', () => {
  const house = good.replace('CO-STRICT-WEEK', 'CO-HOUSE-DAY');
  const strategy = strategyIn(
    parsed(
      [
        withRules(good).trimEnd(),
        'segments:',
        `  - {id: otra, when: {field: balance, lt: 5}, lenient_rules: [{${house}}]}`,
        '  - {id: ninguna, when: {field: balance, lt: 9}, lenient_rules: []}',
        '  - {id: permisiva, when: {field: balance, lt: 20}, profile: lenient, lenient_rules: []}',
      ].join('\n'),
    ),
  );
  const rulesIn = (segment: string | null) =>
    variantFor(strategy, segment).lenientRules?.map(({ rule }) => rule);
  expect(rulesIn(null)).toEqual(['CO-STRICT-WEEK']);
  expect(rulesIn('otra')).toEqual(['CO-HOUSE-DAY']);
  expect(rulesIn('ninguna')).toEqual([]);
  expect(variantFor(strategy, 'permisiva')).toMatchObject({ profile: 'lenient', lenientRules: [] });
});

// prettier-ignore
test.each([
  { rule: 'an empty reason', text: withRules(good.replace('Dos créditos', '""')), at: '9:36', says: 'why the rule is set aside' },
  { rule: 'a reason of spaces', text: withRules(good.replace('Dos créditos', '"  "')), at: '9:36', says: 'never empty' },
  { rule: 'no reason', text: withRules(`${WEEK}, signed_by: Ana, signed_on: 2026-11-01`), at: '9:5', says: 'lenient_rules[0].reason is missing – add reason: why' },
  { rule: 'no signatory', text: withRules(`${WEEK}, reason: x, signed_on: 2026-11-01`), at: '9:5', says: 'add signed_by: who answers for it' },
  { rule: 'an empty signatory', text: withRules(good.replace('Ana Pérez', '" "')), at: '9:61', says: 'who answers for it' },
  { rule: 'no date', text: withRules(`${WEEK}, reason: x, signed_by: Ana`), at: '9:5', says: 'add signed_on: the date' },
  { rule: 'a date that does not exist', text: withRules(good.replace('11-01', '02-30')), at: '9:83', says: 'one that exists' },
  { rule: 'a date that has not come', text: withRules(good.replace('11-01', '11-24')), at: '9:83', says: 'a date that has not come yet – write the date on which it was signed' },
  { rule: 'a rule that no pack has', text: withRules(good.replace('WEEK', 'WEK')), at: '9:12', says: 'no rule pack has a rule "CO-STRICT-WEK" – did you mean "CO-STRICT-WEEK"?' },
  { rule: 'a rule that binds in both readings', text: withRules(good.replace('CO-STRICT-WEEK', 'CO-2300-3-HOURS')), at: '9:12', says: 'the rule "CO-2300-3-HOURS" is not one of the strict reading alone, so it can never be set aside – take it out' },
  { rule: 'a rule of the lenient reading', text: withRules(good.replace('CO-STRICT-WEEK', 'US-6B1-HOURS')), at: '9:12', says: 'can never be set aside' },
  { rule: 'a rule twice', text: withRules(good, good), at: '10:12', says: 'already set aside by lenient_rules[0] – keep one of the two' },
  { rule: 'a list under the lenient profile', text: fileWith('profile: lenient', 'lenient_rules:', `  - {${good}}`), at: '9:1', says: 'profile: lenient applies none of them – keep profile: strict' },
  { rule: 'a segment that turns lenient with the list', text: `${withRules(good)}segments:\n  - {id: a, when: {field: balance, lt: 5}, profile: lenient}\n`, at: '11:5', says: 'in a segment: lenient_rules: []' },
  { rule: 'an unknown field', text: withRules(good.replace('signed_by', 'signd_by')), at: '9:50', says: 'did you mean "signed_by"?' },
])('$rule is refused with its place and a remedy', ({ text, at, says }) => {
  const result = parsed(text);
  const lines = result.ok ? [] : result.problems.map(formatProblem);
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^x.yaml:${at}: `)));
  expect(lines.join('\n')).toContain(says);
});

test('tomorrow is let pass: east of the clock it may have come', () => {
  expect(parsed(withRules(good.replace('11-01', '11-23'))).ok).toBe(true);
});

test('where the rules are not known, the rest is checked all the same', () => {
  const unknown = good.replace('CO-STRICT-WEEK', 'X-1');
  expect(parseStrategy(withRules(unknown), 'x.yaml').ok).toBe(true);
  expect(parseStrategy(withRules(unknown, unknown), 'x.yaml').ok).toBe(false);
});
