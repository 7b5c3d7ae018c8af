import { canonicalJson } from '../../domain/ledger';
import type { Condition } from '../../domain/segment/condition';
import type { Segment, Strategy } from '../../domain/strategy';
import type { DataPath, Problem, YamlSource } from '../yaml';
import { pathText, problemAt } from '../yaml';
import type { Fault } from './checks';
import { conditionFaults } from './conditions';
import { mergeOverrides } from './merge';
import type { ParseResult } from './parse';

/** What a segment cannot override: it would be another strategy. */
export const wholeOnly = ['strategy', 'version', 'jurisdiction', 'segments', 'experiment'] as const;

interface Parsed {
  readonly segments: readonly Segment[];
  readonly problems: readonly Problem[];
}

/** Reads a strategy file that has no segments. */
type ParseWhole = (source: YamlSource) => ParseResult;

/**
 * Reads the segments of a file. Each is laid over the rest of the file and checked as a strategy of its own, so that
 * a fault is told at its place in the segment; what is already wrong without the segment is not told again.
 */
export function parseSegments(source: YamlSource, base: ParseResult, parseWhole: ParseWhole): Parsed {
  const list = fieldsOf(source.data)['segments'];
  if (!Array.isArray(list)) return { segments: [], problems: [] };
  const parsed = list.map((raw, index) => parseSegment(source, fieldsOf(raw), index, base, parseWhole));
  const twice = repeatedIds(list.map((raw) => fieldsOf(raw)['id'])).map((fault) => problemOf(source, fault));
  return {
    segments: parsed.flatMap(({ segments }) => segments),
    problems: [...twice, ...parsed.flatMap(({ problems }) => problems)],
  };
}

function parseSegment(
  source: YamlSource,
  raw: Fields,
  index: number,
  base: ParseResult,
  parseWhole: ParseWhole,
): Parsed {
  const path = ['segments', index];
  const { id, when, ...overrides } = raw;
  const faults = [...notOverridable(overrides, path), ...whenFaults(when, path)];
  const problems = faults.map((fault) => problemOf(source, fault));
  const result = parseWhole(laidOver(source, overrides, path));
  if (!result.ok)
    return { segments: [], problems: [...problems, ...ownProblems(result.problems, base, path)] };
  if (problems.length > 0 || !base.ok || typeof id !== 'string') return { segments: [], problems };
  // Checked by whenFaults.
  const segment = { id, when: when as Condition, overrides: overridesOf(base.strategy, result.strategy) };
  return { segments: [segment], problems: [] };
}

/** The file without its segments and with the overrides of one. Places inside the overrides are found in the segment. */
function laidOver(source: YamlSource, overrides: Fields, segment: DataPath): YamlSource {
  const { segments: _others, experiment: _experiment, ...base } = fieldsOf(source.data);
  const own = Object.fromEntries(Object.entries(overrides).filter(([key]) => !isWholeOnly(key)));
  return {
    ...source,
    data: mergeOverrides(base, own),
    locate: (path, part) => {
      const isOwn = Object.hasOwn(own, String(path[0]));
      return isOwn ? source.locate([...segment, ...path], part) : source.locate(segment);
    },
  };
}

/** What is wrong because of the segment. */
function ownProblems(problems: readonly Problem[], base: ParseResult, segment: DataPath): Problem[] {
  const known = new Set(base.ok ? [] : base.problems.map(signature));
  return problems
    .filter((problem) => !known.has(signature(problem)))
    .map((problem) => ({
      ...problem,
      path: [pathText(segment), problem.path].filter((part) => part !== '').join('.'),
    }));
}

const signature = ({ code, path, message }: Problem): string => `${code}|${path}|${message}`;

/** The parts of the strategy that the segment makes another. */
function overridesOf(base: Strategy, laid: Strategy): Segment['overrides'] {
  const was = new Map<string, unknown>(Object.entries(base));
  const changed = Object.entries(laid).filter(
    ([key, value]) => !was.has(key) || canonicalJson(was.get(key)) !== canonicalJson(value),
  );
  return Object.fromEntries(changed);
}

const notOverridable = (overrides: Fields, path: DataPath): Fault[] =>
  Object.keys(overrides)
    .filter(isWholeOnly)
    .map((key) => ({
      path: [...path, key],
      part: 'key',
      code: 'segment.notOverridable',
      message: `a segment cannot override ${key}`,
      remedy: 'remove it; write a strategy of its own for what is that different',
    }));

function whenFaults(when: unknown, path: DataPath): readonly Fault[] {
  if (when !== undefined) return conditionFaults(when, [...path, 'when']);
  const remedy = 'add when: {field: balance, lt: 5000000}';
  return [{ path, code: 'segment.noCondition', message: 'the segment does not say for whom it is', remedy }];
}

function repeatedIds(ids: readonly unknown[]): Fault[] {
  return ids.flatMap((id, index) => {
    if (typeof id !== 'string' || ids.indexOf(id) === index) return [];
    const message = `the id "${id}" is already used by segments[${ids.indexOf(id)}]`;
    const remedy = 'give each segment an id of its own: the ledger names it';
    return [{ path: ['segments', index, 'id'], code: 'segment.duplicateId', message, remedy }];
  });
}

const problemOf = (source: YamlSource, { path, ...fault }: Fault): Problem => problemAt(source, path, fault);

const isWholeOnly = (key: string): boolean => wholeOnly.some((known) => known === key);

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
