/** Counts and log lines. Ids, reasons and counts only: nothing in them says who a debtor is. */
export interface Report {
  /** One more of `metric`, such as `webhook_refused`; `dimensions` are few-valued, `facts` are only logged. */
  count(
    metric: string,
    dimensions: Readonly<Record<string, string>>,
    facts?: Readonly<Record<string, string | number>>,
  ): void;
}

/**
 * Writes each count as one line that CloudWatch reads as a log entry and as a metric at once.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const createReport = (write: (line: string) => void, now: () => number = Date.now): Report => ({
  count(metric, dimensions, facts = {}) {
    const directive = {
      Namespace: 'Recobro',
      Dimensions: [Object.keys(dimensions)],
      Metrics: [{ Name: metric, Unit: 'Count' }],
    };
    const _aws = { Timestamp: now(), CloudWatchMetrics: [directive] };
    write(JSON.stringify({ _aws, ...facts, ...dimensions, [metric]: 1 }));
  },
});
