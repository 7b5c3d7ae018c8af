import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EnvironmentConfig } from '../config';

/** The namespace of what our own code measures (`functions/report.ts`), one for each environment of an account. */
export const metricsNamespace = (environment: string): string => `Recobro/${environment}`;

/** The environment variable by which a process learns the namespace. */
export const metricsVariable = (environment: string): Record<string, string> => ({
  RECOBRO_METRICS_NAMESPACE: metricsNamespace(environment),
});

/** The environment variable by which a process learns where spans go besides its log. */
export const collectorVariable = ({
  collector,
}: Pick<EnvironmentConfig, 'collector'>): Record<string, string> =>
  collector === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector };

/** Metrics of our own code, by the names under which it reports them. */
export class HouseMetrics {
  constructor(private readonly environment: string) {}

  /** How often something happened in five minutes, in total. */
  count(metricName: string, dimensionsMap: Record<string, string> = {}): Metric {
    return this.of(metricName, Stats.SUM, Duration.minutes(5), dimensionsMap);
  }

  /** The worst value of a minute. */
  worst(metricName: string, dimensionsMap: Record<string, string> = {}): Metric {
    return this.of(metricName, Stats.MAXIMUM, Duration.minutes(1), dimensionsMap);
  }

  /** What 99 of 100 stay within, over five minutes. */
  p99(metricName: string, dimensionsMap: Record<string, string> = {}): Metric {
    return this.of(metricName, Stats.p(99), Duration.minutes(5), dimensionsMap);
  }

  /** A line for each value of a dimension, found when the dashboard is looked at. */
  by(dimension: string, metricName: string): string {
    const schema = `{${metricsNamespace(this.environment)},${dimension}}`;
    return `SEARCH('${schema} MetricName="${metricName}"', 'Sum', 300)`;
  }

  private of(metricName: string, statistic: string, period: Duration, dimensionsMap: Record<string, string>) {
    return new Metric({
      namespace: metricsNamespace(this.environment),
      metricName,
      statistic,
      period,
      dimensionsMap,
    });
  }
}
