import { Duration } from 'aws-cdk-lib';
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import {
  Dashboard,
  GraphWidget,
  MathExpression,
  Metric,
  PeriodOverride,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DataStack } from '../stacks/data-stack';
import type { IntakeStack } from '../stacks/intake-stack';
import type { MessagingStack } from '../stacks/messaging-stack';
import type { EnvironmentConfig } from '../config';
import type { HouseMetrics } from './house-metrics';
import { RUNBOOKS } from './runbook-alarm';

export interface DashboardProps {
  readonly config: EnvironmentConfig;
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly intake: IntakeStack;
  readonly metrics: HouseMetrics;
}

const PERIOD = Duration.minutes(5);
const WIDTH = 8;
const HEIGHT = 6;

/** One page for whoever is on duty: what goes out, what comes in, what waits, and what it stands on. */
export function operationsDashboard(scope: Construct, props: DashboardProps): Dashboard {
  const dashboard = new Dashboard(scope, 'Dashboard', {
    dashboardName: `recobro-${props.config.name}`,
    defaultInterval: Duration.hours(12),
    periodOverride: PeriodOverride.INHERIT,
  });
  const title = `# Recobro ${props.config.name}\nWhat to do when an alarm goes off: \`${RUNBOOKS}\``;
  dashboard.addWidgets(new TextWidget({ markdown: title, width: 3 * WIDTH, height: 2 }));
  for (const row of [outgoing(props), incoming(props), waiting(props), standing(props)])
    dashboard.addWidgets(...row);
  return dashboard;
}

function outgoing({ metrics, messaging }: DashboardProps): IWidget[] {
  const { configurationSetName } = messaging.configurationSet;
  return [
    graph('Messages sent, by channel', [search(metrics.by('channel', 'touch_sent'))]),
    graph('Contacts refused, by rule', [
      search(metrics.by('rule', 'touch_refused')),
      search(metrics.by('reason', 'touch_impossible')),
    ]),
    graph('Late behind the instant (s), and of unknown outcome', [
      metrics.p99('touch_late'),
      metrics.count('touch_unknown'),
    ]),
    graph(
      'Bounces and complaints of mail, share',
      ['BounceRate', 'ComplaintRate'].map((rate) =>
        aws('SES', `Reputation.${rate}`, { 'ses:configuration-set': configurationSetName }, Stats.MAXIMUM),
      ),
    ),
  ];
}

function incoming({ metrics, intake }: DashboardProps): IWidget[] {
  const apis = intake.apis().map(({ api }) => api);
  return [
    graph('Webhooks believed and refused', [
      metrics.count('webhook_accepted'),
      search(metrics.by('provider,reason', 'webhook_refused')),
    ]),
    graph('From acceptance to the case, 99 of 100 (ms)', [
      metrics.p99('handled_after', { queue: 'payments' }),
      metrics.p99('handled_after', { queue: 'events' }),
      metrics.p99('handled_after', { queue: 'feedback' }),
    ]),
    graph('Parked for a person', [metrics.count('payment_parked'), metrics.count('feedback_parked')]),
    graph(
      'Gateways: requests, 4xx, 5xx',
      apis.flatMap((api) => [
        api.metricCount({ period: PERIOD }),
        api.metricClientError({ period: PERIOD }),
        api.metricServerError({ period: PERIOD }),
      ]),
    ),
  ];
}

function waiting({ metrics, messaging, intake }: DashboardProps): IWidget[] {
  const queues = [messaging.feedback, intake.payments, intake.loans, intake.untold];
  const options = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
  return [
    graph('Temporal: the oldest task waits (s), by queue', [search(metrics.by('queue,kind', 'task_waits'))]),
    graph('Activities: from schedule to start, 99 of 100 (ms)', [
      metrics.p99('activity_waited', { queue: 'recobro-accounts' }),
      metrics.p99('activity_waited', { queue: 'recobro-sending' }),
    ]),
    graph(
      'Queues: the oldest message waits (s)',
      queues.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage(options)),
    ),
    graph(
      'Dead letters',
      queues.map(({ deadLetters }) => deadLetters.metricApproximateNumberOfMessagesVisible(options)),
    ),
  ];
}

function standing({ metrics, intake, data }: DashboardProps): IWidget[] {
  const tables = Object.values(data.tableNames());
  return [
    graph('Cases that cannot go on; activities that fail', [
      metrics.worst('cases_stuck'),
      search(metrics.by('activity,error', 'activity_failed')),
    ]),
    graph(
      'Functions: errors',
      intake.functions.map((one) => one.metricErrors({ period: PERIOD })),
    ),
    graph(
      'Tables: write units used',
      tables.map((TableName) => aws('DynamoDB', 'ConsumedWriteCapacityUnits', { TableName }, Stats.SUM)),
    ),
    graph(
      'Tables: throttled',
      tables.flatMap((TableName) =>
        ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
          aws('DynamoDB', name, { TableName }, Stats.SUM),
        ),
      ),
    ),
  ];
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: WIDTH, height: HEIGHT });

const search = (expression: string): IMetric =>
  new MathExpression({ expression, usingMetrics: {}, period: PERIOD, label: '' });

const aws = (
  service: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: string,
): IMetric =>
  new Metric({ namespace: `AWS/${service}`, metricName, dimensionsMap, statistic, period: PERIOD });
