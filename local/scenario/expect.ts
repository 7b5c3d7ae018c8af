import type { ScenarioExpectation } from './format';
import type { Trace } from './trace';

type Row = Readonly<Record<string, unknown>>;

/** Rows that must all be there and in order, and rows of which only the named ones must be there. */
const WHOLE = ['touches', 'tasks', 'stages'] as const;
const NAMED = ['skipped', 'refused', 'rejected'] as const;

/** What a trace lacks of its scenario's expectation, one line a fault; empty when it holds. */
export function faultsOf(trace: Trace, expected: ScenarioExpectation): string[] {
  return [
    ...outcomeFaults(trace, expected),
    ...WHOLE.flatMap((list) => (expected[list] ? wholeFaults(list, trace[list], expected[list]) : [])),
    ...NAMED.flatMap((list) => namedFaults(list, trace[list], expected[list] ?? [])),
    ...dayFaults(trace, expected.days ?? {}),
  ];
}

function outcomeFaults(trace: Trace, { outcome, outcomes = {} }: ScenarioExpectation): string[] {
  const faults =
    outcome === undefined || trace.outcome === outcome
      ? []
      : [`outcome ${trace.outcome}, expected ${outcome}`];
  const others = Object.entries(outcomes)
    .filter(([account, wanted]) => (trace.outcomes ?? {})[account] !== wanted)
    .map(([account, wanted]) => `outcome of ${account} ${trace.outcomes?.[account]}, expected ${wanted}`);
  return [...faults, ...others];
}

function wholeFaults(list: string, actual: readonly Row[], expected: readonly Row[]): string[] {
  const length = Math.max(actual.length, expected.length);
  const faults = Array.from({ length }, (_, index): string[] => {
    const [got, want] = [actual[index], expected[index]];
    if (got && want && covers(got, want)) return [];
    return [`${list}[${index}] ${JSON.stringify(got ?? null)}, expected ${JSON.stringify(want ?? null)}`];
  });
  return faults.flat();
}

const namedFaults = (list: string, actual: readonly Row[], expected: readonly Row[]): string[] =>
  expected
    .filter((want) => !actual.some((got) => covers(got, want)))
    .map((want) => `${list} lacks ${JSON.stringify(want)}`);

function dayFaults(trace: Trace, days: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(days).flatMap(([key, want]) => {
    if (trace.days[key])
      return dayFaults({ ...trace, days: { [key]: trace.days[key] } }, toRow(want)).map(
        (fault) => `${key} ${fault}`,
      );
    const got = Object.values(trace.days)[0]?.[key];
    return got && covers(got, toRow(want))
      ? []
      : [`days ${key} ${JSON.stringify(got)}, expected ${JSON.stringify(want)}`];
  });
}

/** The reader of the file has seen to it that these are maps. */
const toRow = (value: unknown): Row => (typeof value === 'object' && value !== null ? { ...value } : {});

const covers = (got: Row, want: Row): boolean =>
  Object.entries(want).every(([key, value]) => got[key] === value);
