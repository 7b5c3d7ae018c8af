import { isCurrency } from '../../domain/money';
import type { NumberField, TextField } from '../../domain/segment/condition';
import { numberFields, textFields } from '../../domain/segment/condition';
import { stageNames } from '../../domain/strategy';
import { nearestName } from '../nearest';
import type { DataPath } from '../yaml';
import type { Fault } from './checks';

const numberTests = ['lt', 'lte', 'gt', 'gte', 'between'] as const;
const valueTests = ['eq', 'ne', 'in'] as const;
const tests = [...numberTests, ...valueTests, 'known'] as const;
type TestName = (typeof tests)[number];
const groups = ['all', 'any', 'not'] as const;
const TRAIT = /^traits\.[\p{L}\p{N}_-]+$/u;
const EXAMPLE = '{field: balance, lt: 5000000}';

type Fields = Readonly<Record<string, unknown>>;

/** Everything that is wrong with a condition, at its place. */
export function conditionFaults(condition: unknown, path: DataPath): readonly Fault[] {
  if (!isFields(condition)) {
    return [
      fault(
        path,
        'condition.shape',
        'a condition is a map',
        `write all, any, not or a test such as ${EXAMPLE}`,
      ),
    ];
  }
  const keys = Object.keys(condition);
  const group = groups.find((name) => name in condition);
  if (!group) return testFaults(condition, path);
  if (keys.length > 1) {
    const others = keys.filter((key) => key !== group).join(', ');
    const remedy = `put the rest into the list of ${group}, or wrap both in all: […]`;
    return [fault(path, 'condition.mixed', `${group} stands beside ${others}`, remedy)];
  }
  return groupFaults(group, condition[group], [...path, group]);
}

function groupFaults(group: (typeof groups)[number], inside: unknown, path: DataPath): readonly Fault[] {
  if (group === 'not') return conditionFaults(inside, path);
  if (!Array.isArray(inside) || inside.length === 0) {
    return [
      fault(path, 'condition.empty', `${group} needs a list of conditions`, `write ${group}: [${EXAMPLE}]`),
    ];
  }
  return inside.flatMap((part, index) => conditionFaults(part, [...path, index]));
}

function testFaults(test: Fields, path: DataPath): readonly Fault[] {
  const { field, ...comparisons } = test;
  if (typeof field !== 'string' || !isField(field)) return [unknownField(field, path)];
  const names = Object.keys(comparisons);
  if (names.length === 0) {
    return [
      fault(path, 'condition.noTest', `nothing is asked of ${field}`, `add one of ${tests.join(', ')}`),
    ];
  }
  return names.flatMap((name) =>
    isTest(name) ? comparisonFaults(field, name, test[name], [...path, name]) : [unknownTest(name, path)],
  );
}

function comparisonFaults(field: string, name: TestName, value: unknown, path: DataPath): readonly Fault[] {
  if (name === 'known')
    return typeof value === 'boolean'
      ? []
      : [fault(path, 'condition.value', 'known is true or false', 'write known: true')];
  const isText = textFields.some((known) => known === field);
  if (isText && numberTests.some((known) => known === name)) {
    return [
      fault(path, 'condition.kind', `${field} is text and cannot be compared by ${name}`, 'use eq, ne or in'),
    ];
  }
  if (name === 'between') return betweenFaults(value, path);
  if (name === 'in') {
    if (!Array.isArray(value) || value.length === 0)
      return [fault(path, 'condition.value', 'in needs a list of values', 'write in: [a, b]')];
    return value.flatMap((item, index) => valueFaults(field, item, [...path, index]));
  }
  return valueFaults(numberTests.some((known) => known === name) ? 'balance' : field, value, path);
}

function betweenFaults(value: unknown, path: DataPath): readonly Fault[] {
  const [low, high] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const isRange =
    Array.isArray(value) && value.length === 2 && isNumber(low) && isNumber(high) && low <= high;
  if (isRange) return [];
  return [
    fault(path, 'condition.value', 'between needs two numbers, the lower first', 'write between: [30, 60]'),
  ];
}

/** A value must be one that the field can have: otherwise the condition never holds, and nobody would notice. */
function valueFaults(field: string, value: unknown, path: DataPath): readonly Fault[] {
  if (numberFields.some((known) => known === field)) {
    return isNumber(value)
      ? []
      : [fault(path, 'condition.value', `${field} is a number`, 'write a number without quotes')];
  }
  if (field.startsWith('traits.')) {
    const isValue = isNumber(value) || typeof value === 'string';
    return isValue
      ? []
      : [fault(path, 'condition.value', 'a trait is text or a number', 'write text or a number')];
  }
  if (typeof value !== 'string')
    return [
      fault(path, 'condition.value', `${field} is text`, 'write text, in quotes if it looks like a number'),
    ];
  if (field === 'currency' && !isCurrency(value))
    return [
      fault(path, 'condition.value', `there is no currency "${value}"`, 'write an ISO code such as COP'),
    ];
  const isStage = stageNames.some((stage) => stage === value);
  return field !== 'stage' || isStage
    ? []
    : [fault(path, 'condition.value', `there is no stage "${value}"`, `use one of ${stageNames.join(', ')}`)];
}

function unknownField(field: unknown, path: DataPath): Fault {
  const known = [...numberFields, ...textFields];
  if (field === undefined)
    return fault(path, 'condition.noField', 'the test names no field', `write ${EXAMPLE}, or all, any, not`);
  const near = nearestName(nameOf(field), known);
  const remedy = near ? `did you mean "${near}"?` : `use one of ${known.join(', ')}, or traits.<name>`;
  return fault([...path, 'field'], 'condition.unknownField', `there is no field "${nameOf(field)}"`, remedy);
}

const nameOf = (field: unknown): string => (typeof field === 'string' ? field : JSON.stringify(field));

function unknownTest(name: string, path: DataPath): Fault {
  const near = nearestName(name, tests);
  const remedy = near ? `did you mean "${near}"?` : `use one of ${tests.join(', ')}`;
  return {
    ...fault([...path, name], 'condition.unknownTest', `there is no test "${name}"`, remedy),
    part: 'key',
  };
}

const isField = (field: string): field is NumberField | TextField | `traits.${string}` =>
  [...numberFields, ...textFields].some((known) => known === field) || TRAIT.test(field);

const isTest = (name: string): name is TestName => tests.some((known) => known === name);

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (path: DataPath, code: string, message: string, remedy: string): Fault => ({
  path,
  code,
  message,
  remedy,
});
