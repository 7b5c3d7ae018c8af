import type { Report } from '../../functions/report';

/** A report that remembers what was counted, as `metric dimension …`. */
export function watch(): { report: Report; counted: string[]; of: (metric: string) => number } {
  const counted: string[] = [];
  const count: Report['count'] = (metric, dimensions) =>
    void counted.push([metric, ...Object.values(dimensions)].join(' '));
  return {
    report: { count, measure: (metric, _value, _unit, dimensions) => count(metric, dimensions) },
    counted,
    of: (metric) => counted.filter((line) => line.startsWith(metric)).length,
  };
}
