import { canonicalJson } from '../../domain/ledger';
import { variantFor } from '../../domain/segment/in-force';
import type { Step, Strategy } from '../../domain/strategy';

/** One difference between two strategies. `from` is absent when it is new, `to` when it is gone. */
export interface StrategyChange {
  /** Segment that it is about; null = the strategy as a whole. */
  readonly segment: string | null;
  /** `step`, `stage` and so on with their id, or a plain field. */
  readonly part: string;
  readonly id: string | null;
  readonly field: string | null;
  readonly from?: unknown;
  readonly to?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Lists of things with an id, and maps, that are compared member by member. */
const members = {
  steps: { part: 'step', read: (steps: unknown): Fields => byKey(steps, 'id') },
  stages: { part: 'stage', read: (stages: unknown): Fields => byKey(stages, 'name') },
  promise: { part: 'promise', read: fieldsOf },
  tolerance: { part: 'tolerance', read: fieldsOf },
  lenientRules: { part: 'lenientRule', read: (rules: unknown): Fields => byKey(rules, 'rule') },
  notices: { part: 'notice', read: (notices: unknown): Fields => byKey(notices, 'on') },
  incentives: { part: 'incentive', read: (incentives: unknown): Fields => byKey(incentives, 'id') },
  negotiation: { part: 'negotiation', read: fieldsOf },
  capacity: { part: 'capacity', read: fieldsOf },
  budget: { part: 'budget', read: fieldsOf },
} as const;

/** Everything that is another in `b` than in `a`, in the order of the file; what a segment changes, by segment. */
export function diffStrategies(a: Strategy, b: Strategy): readonly StrategyChange[] {
  const base = compare(a, b, null);
  const [before, after] = [byKey(a.segments, 'id'), byKey(b.segments, 'id')];
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const told = new Set(base.map((change) => canonicalJson({ ...change })));
  const segments = ids.flatMap((id) => {
    const whole = wholeChange(null, 'segment', id, before[id], after[id]);
    if (whole) return [whole];
    const when = changed(fieldsOf(before[id])['when'], fieldsOf(after[id])['when'])
      ? [change(id, 'field', null, 'when', fieldsOf(before[id])['when'], fieldsOf(after[id])['when'])]
      : [];
    // What the strategy changes for everybody is not told again.
    const own = compare(variantFor(a, id), variantFor(b, id), id).filter(
      (found) => !told.has(canonicalJson({ ...found, segment: null })),
    );
    return [...when, ...own];
  });
  return [...base, ...segments, ...orderOfSegments(a, b)];
}

/** Of segments that both have, the first one whose condition holds is in force: their order matters. */
function orderOfSegments(a: Strategy, b: Strategy): StrategyChange[] {
  const idsOf = ({ segments = [] }: Strategy, other: Strategy): string[] =>
    segments.map(({ id }) => id).filter((id) => other.segments?.some((one) => one.id === id));
  const [from, to] = [idsOf(a, b), idsOf(b, a)];
  return changed(from, to) ? [change(null, 'field', null, 'segmentOrder', from, to)] : [];
}

function compare(a: Strategy, b: Strategy, segment: string | null): StrategyChange[] {
  const { segments: _a, ...from } = a;
  const { segments: _b, ...to } = b;
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => {
    const [was, is] = [fieldsOf(from)[key], fieldsOf(to)[key]];
    if (!changed(was, is)) return [];
    return isMembered(key) && was !== undefined && is !== undefined
      ? memberChanges(key, was, is, segment)
      : [change(segment, 'field', null, key, was, is)];
  });
}

function memberChanges(
  key: keyof typeof members,
  was: unknown,
  is: unknown,
  segment: string | null,
): StrategyChange[] {
  const { part, read } = members[key];
  const [before, after] = [read(was), read(is)];
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const found = ids.flatMap((id) => {
    const whole = wholeChange(segment, part, id, before[id], after[id]);
    if (whole) return [whole];
    if (!changed(before[id], after[id])) return [];
    const [from, to] = [fieldsOf(before[id]), fieldsOf(after[id])];
    const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    if (fields.length === 0) return [change(segment, part, id, null, before[id], after[id])];
    return fields
      .filter((field) => changed(from[field], to[field]))
      .map((field) => change(segment, part, id, field, from[field], to[field]));
  });
  const order = key === 'steps' && found.length === 0 ? sameDayOrder(was, is) : null;
  return order ? [change(segment, 'field', null, 'stepOrder', order.from, order.to)] : found;
}

/** Steps of one day run in file order. */
function sameDayOrder(was: unknown, is: unknown): { from: string[]; to: string[] } | null {
  const idsOf = (steps: unknown): string[] =>
    // Only asked about steps.
    [...(steps as readonly Step[])].sort((a, b) => a.day - b.day).map(({ id }) => id);
  const [from, to] = [idsOf(was), idsOf(is)];
  return changed(from, to) ? { from, to } : null;
}

const wholeChange = (
  segment: string | null,
  part: string,
  id: string,
  from: unknown,
  to: unknown,
): StrategyChange | null =>
  from === undefined || to === undefined ? change(segment, part, id, null, from, to) : null;

const change = (
  segment: string | null,
  part: string,
  id: string | null,
  field: string | null,
  from: unknown,
  to: unknown,
): StrategyChange => ({
  ...{ segment, part, id, field },
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

const changed = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a !== b : canonicalJson(a) !== canonicalJson(b);

const isMembered = (key: string): key is keyof typeof members => Object.hasOwn(members, key);

function byKey(list: unknown, key: string): Fields {
  const items = Array.isArray(list) ? list.map(fieldsOf) : [];
  return Object.fromEntries(items.map((item) => [String(item[key]), item]));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
