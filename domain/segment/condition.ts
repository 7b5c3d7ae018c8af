/** What a condition may look at. See docs/strategies.md for units. */
export const numberFields = [
  'balance',
  'owed',
  'days',
  'past_due',
  'debts',
  'payments',
  'contacts',
  'promises_kept',
  'promises_broken',
  'promise_fulfilment',
  'score',
  'times_late',
] as const;
export const textFields = [
  'currency',
  'stage',
  'product',
  'country',
  'jurisdiction',
  'city',
  'cause',
] as const;
export type NumberField = (typeof numberFields)[number];
export type TextField = (typeof textFields)[number];
/** `traits.<name>`: anything else that the book says about the account. */
export type SegmentField = NumberField | TextField | `traits.${string}`;
export type SegmentValue = string | number;

/** Every comparison that is given must hold. What is unknown compares with nothing, so that each of them is false. */
export interface Test {
  readonly field: SegmentField;
  readonly lt?: number;
  readonly lte?: number;
  readonly gt?: number;
  readonly gte?: number;
  /** Both ends included. */
  readonly between?: readonly [number, number];
  readonly eq?: SegmentValue;
  readonly ne?: SegmentValue;
  readonly in?: readonly SegmentValue[];
  /** Whether anything is known. */
  readonly known?: boolean;
}

/** A condition as data: it is published, compared and explained, and never run as code. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test;

/** Looks a field up; undefined = unknown. */
export type ReadField = (field: SegmentField) => SegmentValue | undefined;
export type Predicate = (read: ReadField) => boolean;

/** Makes a condition ready to be asked often. */
export function compileCondition(condition: Condition): Predicate {
  if ('all' in condition) {
    const parts = condition.all.map(compileCondition);
    return (read) => parts.every((holds) => holds(read));
  }
  if ('any' in condition) {
    const parts = condition.any.map(compileCondition);
    return (read) => parts.some((holds) => holds(read));
  }
  if ('not' in condition) {
    const holds = compileCondition(condition.not);
    return (read) => !holds(read);
  }
  return compileTest(condition);
}

type Check = (value: SegmentValue) => boolean;

function compileTest(test: Test): Predicate {
  const { field, known } = test;
  const checks = checksOf(test);
  return (read) => {
    const value = read(field);
    if (known !== undefined && known !== (value !== undefined)) return false;
    return value === undefined ? checks.length === 0 : checks.every((holds) => holds(value));
  };
}

function checksOf({ lt, lte, gt, gte, between, eq, ne, in: list }: Test): readonly Check[] {
  const checks: readonly (Check | undefined)[] = [
    bound(lt, (value, limit) => value < limit),
    bound(lte, (value, limit) => value <= limit),
    bound(gt, (value, limit) => value > limit),
    bound(gte, (value, limit) => value >= limit),
    bound(between?.[0], (value, limit) => value >= limit),
    bound(between?.[1], (value, limit) => value <= limit),
    eq === undefined ? undefined : (value) => value === eq,
    ne === undefined ? undefined : (value) => value !== ne,
    list && ((value) => list.includes(value)),
  ];
  return checks.filter((check) => check !== undefined);
}

const bound = (
  limit: number | undefined,
  holds: (value: number, limit: number) => boolean,
): Check | undefined =>
  limit === undefined ? undefined : (value) => typeof value === 'number' && holds(value, limit);

/** Every test of a condition, wherever it stands. */
export function testsOf(condition: Condition): readonly Test[] {
  if ('all' in condition) return condition.all.flatMap(testsOf);
  if ('any' in condition) return condition.any.flatMap(testsOf);
  return 'not' in condition ? testsOf(condition.not) : [condition];
}

/** Whole numbers at which the answer of a condition about `field` may change: from each of them on it is asked anew. */
export function turningPoints(condition: Condition, field: NumberField): readonly number[] {
  return testsOf(condition)
    .filter((test) => test.field === field)
    .flatMap(pointsOf);
}

function pointsOf({ lt, lte, gt, gte, between, eq, ne, in: list = [] }: Test): number[] {
  const from = [lt, gte, between?.[0]].filter((limit) => limit !== undefined);
  const after = [lte, gt, between?.[1]].filter((limit) => limit !== undefined);
  const only = [eq, ne, ...list].filter((value) => typeof value === 'number');
  return [
    ...from.map(Math.ceil),
    ...after.map((limit) => Math.floor(limit) + 1),
    ...only.flatMap((value) => [value, value + 1]),
  ];
}
