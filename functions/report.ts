import { traceFacts } from '../traces/context';

/** Units that CloudWatch knows and we use. */
type Unit = 'Count' | 'Milliseconds' | 'Seconds';

/** Counts, measures and log lines. Ids, reasons and numbers only: nothing in them says who a debtor is. */
export interface Report {
  /** One more of `metric`, such as `webhook_refused`; `dimensions` are few-valued, `facts` are only logged. */
  count(metric: string, dimensions: Readonly<Record<string, string>>, facts?: Facts): void;
  /** A value of `metric`, such as how long something took. */
  measure(
    metric: string,
    value: number,
    unit: Unit,
    dimensions: Readonly<Record<string, string>>,
    facts?: Facts,
  ): void;
}

type Facts = Readonly<Record<string, string | number>>;

/** The environment variable with the namespace of all metrics of one environment: `Recobro/prod`. */
export const METRICS_VARIABLE = 'RECOBRO_METRICS_NAMESPACE';
const DEFAULT_NAMESPACE = 'Recobro';

export interface ReportOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly namespace?: string | undefined;
  /** Is logged with each line, and is no dimension: of which trace it is. */
  readonly facts?: () => Facts;
}

/**
 * Writes each count as one line that CloudWatch reads as a log entry and as a metric at once: in total, for alarms, and by
 * its dimensions, to look into.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createReport(
  write: (line: string) => void,
  { now = Date.now, namespace = DEFAULT_NAMESPACE, facts: always = traceFacts }: ReportOptions = {},
): Report {
  const measure: Report['measure'] = (metric, value, unit, dimensions, facts = {}) => {
    const names = Object.keys(dimensions);
    const directive = {
      Namespace: namespace,
      Dimensions: names.length === 0 ? [[]] : [[], names],
      Metrics: [{ Name: metric, Unit: unit }],
    };
    const _aws = { Timestamp: now(), CloudWatchMetrics: [directive] };
    write(JSON.stringify({ _aws, ...always(), ...facts, ...dimensions, [metric]: value }));
  };
  return { measure, count: (metric, dimensions, facts) => measure(metric, 1, 'Count', dimensions, facts) };
}

/** A report to standard output as it is: what `console` prints in a Lambda function begins with the time and is no JSON. */
export const createConsoleReport = (env: Readonly<Record<string, string | undefined>>): Report =>
  createReport((line) => void process.stdout.write(`${line}\n`), { namespace: env[METRICS_VARIABLE] });
