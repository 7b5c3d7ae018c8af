import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RunbookAlarmProps } from './runbook-alarm';

/** A function that is watched. */
export interface WatchedFunction {
  /** What alarms call it. */
  readonly name: string;
  readonly made: IFunction;
  /** Errors in five minutes that tell somebody: one, where it runs once a day or must not fail at all. */
  readonly errors?: number;
  /** What its failing means, where that is not plain. */
  readonly means?: string;
}

type Watch = Omit<RunbookAlarmProps, 'tell'>;

/** An event that is repeated anyway may fail now and then. */
const FEW_ERRORS = 3;
const FEW_THROTTLES = 10;
const SUM = { period: Duration.minutes(5), statistic: Stats.SUM } as const;

/** That a function fails. */
export const failing = ({ name, made, errors = FEW_ERRORS, means }: WatchedFunction): Watch => ({
  metric: made.metricErrors(SUM),
  threshold: errors,
  says: means === undefined ? `${name} fails` : `${name} fails: ${means}`,
  runbook: 'function-errors',
});

/** That a function is called more often than it may run. */
export const throttled = ({ name, made, errors = FEW_ERRORS }: WatchedFunction): Watch => ({
  metric: made.metricThrottles(SUM),
  // What must not fail once must not be turned away once.
  ...(errors === 1 ? { threshold: 1 } : { threshold: FEW_THROTTLES, periods: 2 }),
  says: `${name} has too few executions`,
  runbook: 'throttled-functions',
});
