import { Duration, Stack } from 'aws-cdk-lib';
import type { IAlarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmRule, CompositeAlarm, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';
import type { WatchedFunction } from '../constructs/function-alarms';
import { failing, throttled } from '../constructs/function-alarms';
import { HouseFunction } from '../constructs/house-function';
import { HouseMetrics } from '../constructs/house-metrics';
import { operationsDashboard } from '../constructs/operations-dashboard';
import type { RunbookAlarmProps } from '../constructs/runbook-alarm';
import { RunbookAlarm, RUNBOOKS } from '../constructs/runbook-alarm';
import type { CodecStack } from './codec-stack';
import type { DataStack } from './data-stack';
import type { EvidenceStack } from './evidence-stack';
import type { IntakeStack } from './intake-stack';
import type { MessagingStack } from './messaging-stack';

export interface ObservabilityProps extends Deployment {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly intake: IntakeStack;
  readonly evidence: EvidenceStack;
  readonly codec: CodecStack;
}

type Watch = Omit<RunbookAlarmProps, 'tell'>;

const FIVE_MINUTES = Duration.minutes(5);
/** From the acceptance of a payment to the case that knows of it. The aim is a second; a first call after a pause takes more. */
const PAYMENT_MS = 5_000;
/** Tasks that wait longer have no worker, or too few. */
const TASK_WAITS_SECONDS = 5 * 60;
/** A message belongs into its window; one that goes out this much after its instant was held up by us. */
const TOUCH_LATE_SECONDS = 60 * 60;
/** Of the month's money for texts. */
const SPEND_SHARE = 0.8;
const STREAM_LATE_MS = 15 * 60 * 1_000;
/** Strangers knock; a provider whose secret has changed is refused again and again. */
const REFUSED_WEBHOOKS = 20;

/** What is going on, who is told when something goes wrong, and which of it cannot wait until morning. */
export class ObservabilityStack extends Stack {
  /** Of what cannot wait: the composite alarm alone writes here. */
  readonly urgent: Topic;
  private readonly props: ObservabilityProps;
  private readonly metrics: HouseMetrics;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    const { name, account, region, urgentEmail } = props.config;
    super(scope, id, {
      stackName: `recobro-${name}-observability`,
      description: `Recobro ${name}: dashboard, alarms and who is told`,
      env: { account, region },
    });
    this.props = props;
    this.metrics = new HouseMetrics(name);
    this.urgent = new Topic(this, 'Urgent', { masterKey: props.messaging.key, enforceSSL: true });
    if (urgentEmail !== null) this.urgent.addSubscription(new EmailSubscription(urgentEmail));
    this.watchTemporal();
    const cannotWait = [...this.collecting(), this.stopSwitchFails()];
    this.intakeAlarms();
    this.machineryAlarms();
    if (!props.emulator) this.composite(cannotWait); // a type that the local AWS does not know
    operationsDashboard(this, { ...props, metrics: this.metrics });
  }

  /** Once a minute Temporal is asked how it stands. */
  private watchTemporal(): void {
    const { config, data } = this.props;
    const look = new HouseFunction(this, 'TemporalWatch', {
      config,
      module: 'watch',
      description: 'Asks Temporal what waits for a worker',
      environment: {
        TEMPORAL_SECRET: data.secretNames.temporal,
        TEMPORAL_ADDRESS: config.temporal.address,
        TEMPORAL_NAMESPACE: config.temporal.namespace,
      },
      memoryMiB: 256,
      timeout: Duration.seconds(30),
    });
    data.grantTemporalSecret(look);
    new Rule(this, 'EveryMinute', {
      description: 'Asks Temporal what waits for a worker',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(look, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  /** What stops collecting, or makes it unlawful. */
  private collecting(): IAlarm[] {
    const { metrics } = this;
    const late = this.alarm('TouchesLate', {
      metric: metrics.p99('touch_late'),
      threshold: TOUCH_LATE_SECONDS,
      says: 'Messages go out more than an hour after their instant',
      runbook: 'late-messages',
    });
    this.alarm('TouchesUnknown', {
      metric: metrics.count('touch_unknown'),
      threshold: 1,
      says: 'Nobody knows whether a message went out',
      runbook: 'unknown-sends',
    });
    this.alarm('ActivitiesFail', {
      metric: metrics.count('activity_failed'),
      threshold: 50,
      periods: 3,
      says: 'Activities of the worker fail again and again',
      runbook: 'failing-activities',
    });
    this.alarm('SmsSpend', {
      metric: spentOnTexts(),
      threshold: SPEND_SHARE * this.props.config.smsMonthlyUsd,
      says: 'Four fifths of what texts may cost in a month are spent',
      runbook: 'sms-spend',
    });
    return [
      late,
      this.alarm('NoWorker', {
        metric: metrics.worst('task_waits'),
        threshold: TASK_WAITS_SECONDS,
        periods: 5,
        says: 'Tasks wait for a worker for more than five minutes',
        runbook: 'no-worker',
      }),
      this.alarm('TemporalAway', {
        metric: metrics.count('watched'),
        threshold: 1,
        periods: 2,
        silence: true,
        says: 'Temporal does not answer',
        runbook: 'temporal-away',
      }),
      this.alarm('CasesStuck', {
        metric: metrics.worst('cases_stuck'),
        threshold: 1,
        periods: 5,
        says: 'Cases cannot go on: their code fails',
        runbook: 'stuck-cases',
      }),
      this.alarm('LedgerChanged', {
        metric: metrics.count('ledger_changed'),
        threshold: 1,
        says: 'An entry of the ledger was changed or removed',
        runbook: 'changed-ledger',
      }),
      this.alarm('SendingHalted', {
        metric: metrics.count('sending_halted'),
        threshold: 1,
        says: 'An alarm has pulled the stop switch',
        runbook: 'mail-reputation',
      }),
    ];
  }

  /** What comes in. Queues and dead letters have alarms of their own, beside each queue. */
  private intakeAlarms(): void {
    const { metrics } = this;
    this.alarm('PaymentsSlow', {
      metric: metrics.p99('handled_after', { queue: 'payments' }),
      threshold: PAYMENT_MS,
      periods: 3,
      says: 'Payments reach their case more than five seconds after they were accepted',
      runbook: 'slow-payments',
    });
    this.alarm('WebhooksRefused', {
      metric: metrics.count('webhook_refused'),
      threshold: REFUSED_WEBHOOKS,
      says: 'Many webhooks are refused',
      runbook: 'refused-webhooks',
    });
    this.alarm('WebhooksFail', {
      metric: metrics.count('webhook_failed'),
      threshold: 1,
      says: 'Webhooks could not be put into the queue; the provider sends them again',
      runbook: 'function-errors',
    });
    for (const what of ['payment_parked', 'feedback_parked'])
      this.alarm(what, {
        metric: metrics.count(what),
        threshold: 1,
        says: `${what}: something about an unknown account or message waits for a person`,
        runbook: 'parked',
      });
    const { intake, codec } = this.props;
    for (const { id, api } of [...intake.apis(), { id: 'CodecApi', api: codec.api }])
      this.alarm(`${id}Fails`, {
        metric: api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
        threshold: 5,
        says: `${id}: the gateway answers with 5xx`,
        runbook: 'function-errors',
      });
  }

  /** Functions, stream and tables. */
  private machineryAlarms(): void {
    const { intake, data } = this.props;
    for (const one of this.functions()) {
      this.alarm(`${one.name}Fails`, failing(one));
      this.alarm(`${one.name}Throttled`, throttled(one));
    }
    this.alarm('LedgerUntold', {
      metric: iteratorAge(intake.publisher.functionName),
      threshold: STREAM_LATE_MS,
      says: 'What the ledger says is told more than a quarter of an hour late',
      runbook: 'queue-age',
    });
    for (const [table, tableName] of Object.entries(data.tableNames()))
      this.alarm(`${table}Throttled`, {
        metric: throttledWrites(tableName),
        threshold: 10,
        periods: 2,
        says: `Writes to the ${table} table are throttled`,
        runbook: 'throttled-tables',
      });
  }

  /** All functions but the worker, whose silence is an alarm, and what asks Temporal, whose silence is one too. */
  private functions(): readonly WatchedFunction[] {
    const { intake, messaging, evidence, codec } = this.props;
    const { smsForward: made } = messaging;
    return [
      ...intake.functions.map((one) => ({ name: one.node.id, made: one })),
      { name: 'Sealer', made: evidence.sealer, errors: 1, means: 'a day may stay without a seal' },
      { name: 'Decrypt', made: codec.decrypt, means: 'the Temporal UI shows no payloads' },
      ...(made ? [{ name: 'SmsForward', made, means: 'receipts of texts are lost' }] : []),
    ];
  }

  /** Mail goes out although it should not. */
  private stopSwitchFails(): IAlarm {
    const made = this.props.messaging.stopSwitch;
    const one = { name: 'StopSwitch', made, errors: 1, means: 'mail goes out that an alarm wants to stop' };
    this.alarm('StopSwitchThrottled', throttled(one));
    return this.alarm('StopSwitchFails', failing(one));
  }

  private composite(alarms: readonly IAlarm[]): void {
    const composite = new CompositeAlarm(this, 'CannotWait', {
      compositeAlarmName: `recobro-${this.props.config.name}-cannot-wait`,
      alarmRule: AlarmRule.anyOf(...alarms),
      alarmDescription: `Nothing is collected, or something unlawful may happen. What to do: ${RUNBOOKS}#cannot-wait`,
    });
    composite.addAlarmAction(new SnsAction(this.urgent));
    composite.addOkAction(new SnsAction(this.urgent));
  }

  private alarm(id: string, watch: Watch): RunbookAlarm {
    return new RunbookAlarm(this, id, { tell: this.props.messaging.operators, ...watch });
  }
}

const spentOnTexts = (): IMetric =>
  new Metric({
    namespace: 'AWS/SNS',
    metricName: 'SMSMonthToDateSpentUSD',
    statistic: Stats.MAXIMUM,
    period: Duration.hours(1),
  });

const iteratorAge = (FunctionName: string): IMetric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'IteratorAge',
    dimensionsMap: { FunctionName },
    statistic: Stats.MAXIMUM,
    period: FIVE_MINUTES,
  });

const throttledWrites = (TableName: string): IMetric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: 'WriteThrottleEvents',
    dimensionsMap: { TableName },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });
