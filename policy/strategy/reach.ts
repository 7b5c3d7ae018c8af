import { canonicalJson } from '../../domain/ledger';
import type { Condition, NumberField, SegmentValue, Test } from '../../domain/segment/condition';
import { compileCondition } from '../../domain/segment/condition';
import type { Segment, Strategy } from '../../domain/strategy';

/** A segment that no case can come into. */
export interface ReachFinding {
  readonly severity: 'error';
  readonly code: 'segment.unreachable';
  readonly segment: string;
  readonly message: string;
  readonly remedy: string;
}

/** Segments behind one that takes every case of theirs. Only what can be proven simply is said. */
export function lintReach({ segments = [] }: Strategy): readonly ReachFinding[] {
  return segments.flatMap((segment, index) => {
    const before = segments.slice(0, index).find((earlier) => implies(segment.when, earlier.when));
    return before ? [findingOf(segment, before)] : [];
  });
}

const findingOf = ({ id }: Segment, before: Segment): ReachFinding => ({
  ...{ severity: 'error', code: 'segment.unreachable', segment: id },
  message: `no account can come into the segment "${id}": "${before.id}" comes first and takes them all`,
  remedy: `put "${id}" before "${before.id}", or narrow the condition of "${before.id}"`,
});

/** Whether it is plain that the second condition holds wherever the first does. */
export function implies(a: Condition, b: Condition): boolean {
  if (canonicalJson({ ...a }) === canonicalJson({ ...b }) || isAlways(b)) return true;
  if ('any' in a) return a.any.every((part) => implies(part, b));
  if ('all' in b) return b.all.every((part) => implies(a, part));
  if ('all' in a && a.all.some((part) => implies(part, b))) return true;
  if ('any' in b) return b.any.some((part) => implies(a, part));
  if ('not' in a || 'not' in b) return 'not' in a && 'not' in b && implies(b.not, a.not);
  return !('all' in a) && testImplies(a, b);
}

/** What every case has, and never less than 0 of. */
const counts: readonly NumberField[] = [
  ...(['balance', 'owed', 'debts', 'payments', 'contacts'] as const),
  ...(['promises_kept', 'promises_broken'] as const),
];

function isAlways(condition: Condition): boolean {
  if ('all' in condition) return condition.all.every(isAlways);
  if ('any' in condition) return condition.any.some(isAlways);
  if ('not' in condition) return false;
  const { field, known, gte = 0, ...others } = condition;
  const isCount = counts.some((count) => count === field);
  return isCount && known !== false && gte <= 0 && Object.keys(others).length === 0;
}

function testImplies(a: Test, b: Test): boolean {
  if (a.field !== b.field) return false;
  const values = valuesOf(a);
  if (values) return values.filter(holds(a)).every(holds(b));
  const { field: _field, known, ...bounds } = b;
  const isBounded = Object.keys(bounds).every((name) => boundNames.some((bound) => bound === name));
  if (known === false || !isBounded) return false;
  const [wide, narrow] = [rangeOf(b), rangeOf(a)];
  const isKnown = Object.keys(a).some((name) => name !== 'field' && !(name === 'known' && a.known === false));
  return isKnown && isAbove(narrow.low, wide.low) && isAbove(mirrored(narrow.high), mirrored(wide.high));
}

const boundNames = ['lt', 'lte', 'gt', 'gte', 'between'] as const;

const valuesOf = ({ eq, in: list }: Test): readonly SegmentValue[] | undefined =>
  eq === undefined ? list : [eq];

const holds =
  (test: Test) =>
  (value: SegmentValue): boolean =>
    compileCondition(test)(() => value);

interface Limit {
  readonly at: number;
  /** The limit itself is left out. */
  readonly isOpen: boolean;
}

function rangeOf({ lt, lte, gt, gte, between }: Test): { readonly low: Limit; readonly high: Limit } {
  const lows = [limit(gt, true), limit(gte, false), limit(between?.[0], false)].flat();
  const highs = [limit(lt, true), limit(lte, false), limit(between?.[1], false)].flat();
  return {
    low: lows.reduce((tight, one) => (isAbove(one, tight) ? one : tight), { at: -Infinity, isOpen: false }),
    high: highs.reduce((tight, one) => (isAbove(mirrored(one), mirrored(tight)) ? one : tight), {
      at: Infinity,
      isOpen: false,
    }),
  };
}

const limit = (at: number | undefined, isOpen: boolean): Limit[] =>
  at === undefined ? [] : [{ at, isOpen }];

const mirrored = ({ at, isOpen }: Limit): Limit => ({ at: -at, isOpen });

/** As a lower limit, at least as tight as the other. */
const isAbove = (one: Limit, other: Limit): boolean =>
  one.at > other.at || (one.at === other.at && (one.isOpen || !other.isOpen));
