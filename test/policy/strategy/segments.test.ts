import { variantFor, variantsOf } from '../../../domain/segment/in-force';
import { parseStrategy } from '../../../policy/strategy/parse';

const BASE = `strategy: prueba
version: 2
jurisdiction: CO
actor: creditor
send_window: ["10:00", "18:00"]
stages: {preventive: {from: -10}, administrative: {from: 1}}
promise: {max_days_ahead: 10, min_share: 0.3, max_open: 1, max_broken: 2, grace_days: 2, keep_share: 0.9}
steps:
  - {id: aviso, day: -5, via: [email], template: aviso-previo}
`;

const withSegment = (text: string) => parseStrategy(`${BASE}segments:\n  - ${text}\n`, 'x.yaml');

test('a segment overrides what it names, key by key in maps, and nothing else', () => {
  const parsed = withSegment(
    '{id: chico, when: {all: [{field: balance, lt: 5000000}, {not: {field: city, in: [Lima]}}]}, send_window: ["09:00", "12:00"], promise: {max_open: 3}}',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const [base, small] = variantsOf(parsed.strategy).map(({ strategy }) => strategy);
  expect(parsed.strategy.segments).toMatchObject([
    {
      id: 'chico',
      when: { all: [{ field: 'balance', lt: 5_000_000 }, { not: { field: 'city', in: ['Lima'] } }] },
    },
  ]);
  expect(Object.keys(parsed.strategy.segments?.[0]?.overrides ?? {}).sort()).toEqual([
    'promise',
    'sendWindow',
  ]);
  expect(small).toEqual({
    ...base,
    sendWindow: { from: 9 * 3600, to: 12 * 3600 },
    promise: { ...base?.promise, maxOpen: 3 },
  });
  expect(variantFor(small!, 'chico')).toBe(small);
  expect(variantFor(small!, null)).toBe(variantFor(parsed.strategy, null));
});

// prettier-ignore
test.each([
  { rule: 'an unknown field of a condition', text: '{id: a, when: {field: balanse, lt: 5}}', code: 'condition.unknownField', path: 'segments[0].when.field', remedy: 'did you mean "balance"?' },
  { rule: 'an unknown test', text: '{id: a, when: {field: balance, less: 5}}', code: 'condition.unknownTest', path: 'segments[0].when.less', remedy: 'use one of lt' },
  { rule: 'text compared as a number', text: '{id: a, when: {field: city, lt: 5}}', code: 'condition.kind', path: 'segments[0].when.lt', remedy: 'use eq, ne or in' },
  { rule: 'a number compared with text', text: '{id: a, when: {field: days, eq: "30"}}', code: 'condition.value', path: 'segments[0].when.eq', remedy: 'without quotes' },
  { rule: 'a stage that does not exist', text: '{id: a, when: {any: [{field: stage, in: [legal]}]}}', code: 'condition.value', path: 'segments[0].when.any[0].in[0]', remedy: 'preventive' },
  { rule: 'a range upside down', text: '{id: a, when: {field: days, between: [60, 30]}}', code: 'condition.value', path: 'segments[0].when.between', remedy: 'write between' },
  { rule: 'an empty list', text: '{id: a, when: {all: []}}', code: 'condition.empty', path: 'segments[0].when.all', remedy: 'write all' },
  { rule: 'a group beside a test', text: '{id: a, when: {all: [{field: days, gt: 1}], field: days}}', code: 'condition.mixed', path: 'segments[0].when', remedy: 'wrap both' },
  { rule: 'a test of nothing', text: '{id: a, when: {field: days}}', code: 'condition.noTest', path: 'segments[0].when', remedy: 'add one of' },
  { rule: 'no condition', text: '{id: a}', code: 'segment.noCondition', path: 'segments[0]', remedy: 'add when' },
  { rule: 'another place', text: '{id: a, when: {field: days, gt: 1}, jurisdiction: PE}', code: 'segment.notOverridable', path: 'segments[0].jurisdiction', remedy: 'a strategy of its own' },
  { rule: 'an unknown field', text: '{id: a, when: {field: days, gt: 1}, send_windov: []}', code: 'field.unknown', path: 'segments[0].send_windov', remedy: 'did you mean "send_window"?' },
  { rule: 'a malformed override', text: '{id: a, when: {field: days, gt: 1}, promise: {min_share: 3}}', code: 'value.range', path: 'segments[0].promise.min_share', remedy: 'a fraction of 1' },
  { rule: 'a step without a kind', text: '{id: a, when: {field: days, gt: 1}, steps: [{id: s, day: 1}]}', code: 'step.kind', path: 'segments[0].steps[0]', remedy: 'give it either' },
  { rule: 'stages that cross those of the strategy', text: '{id: a, when: {field: days, gt: 1}, stages: {preventive: {from: 5}}}', code: 'stage.order', path: 'segments[0].stages.administrative.from', remedy: 'or preventive earlier' },
])('a segment with $rule is refused at its place', ({ text, code, path, remedy }) => {
  const parsed = withSegment(text);
  const problems = parsed.ok ? [] : parsed.problems;
  expect(problems).toMatchObject([{ code, path, line: 11, remedy: expect.stringContaining(remedy) }]);
});

test('two segments of one id are refused', () => {
  const parsed = withSegment('{id: a, when: {field: days, gt: 1}}\n  - {id: a, when: {field: days, gt: 2}}');
  expect(parsed).toMatchObject({ problems: [{ code: 'segment.duplicateId', line: 12 }] });
});

test('what is wrong without the segment is told once', () => {
  const text = `${BASE.replace('actor: creditor', 'actor: acreedor')}segments: [{id: a, when: {field: days, gt: 1}}]\n`;
  expect(parseStrategy(text, 'x.yaml')).toMatchObject({ problems: [{ path: 'actor' }] });
});
