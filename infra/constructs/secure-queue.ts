import { Duration } from 'aws-cdk-lib';
import type { IEventSourceDlq, IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { CfnRule, IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DataKey } from './data-key';
import { RunbookAlarm } from './runbook-alarm';

export interface SecureQueueProps {
  readonly encryptionKey: DataKey;
  /** Who is told of dead letters and of what waits too long. */
  readonly tell: ITopic;
  /** How long one try of its consumer may take. */
  readonly consumerTimeout: Duration;
}

/** Consumers park what they do not know at the fifth try; only what nobody can read is tried this often. */
const MOST_TRIES = 8;
/** A try is repeated after six times what one may take, as Lambda asks for. */
const TRY_FACTOR = 6;
const KEPT_DAYS = 14;
const OLD_SECONDS = 15 * 60;

/** A queue with dead letters, both encrypted and TLS only; alarms say when something died or waits for too long. */
export class SecureQueue extends Construct {
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
  private readonly key: DataKey;

  constructor(scope: Construct, id: string, { encryptionKey, tell, consumerTimeout }: SecureQueueProps) {
    super(scope, id);
    const safe = { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey, enforceSSL: true };
    this.key = encryptionKey;
    this.deadLetters = new Queue(this, 'DeadLetters', { ...safe, retentionPeriod: Duration.days(KEPT_DAYS) });
    this.queue = new Queue(this, 'Queue', {
      ...safe,
      retentionPeriod: Duration.days(KEPT_DAYS),
      visibilityTimeout: Duration.seconds(consumerTimeout.toSeconds() * TRY_FACTOR),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_TRIES },
    });
    this.watch(id, tell);
  }

  /** May put messages in, and nothing else. */
  grantSend(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
    this.key.grantUse(grantee);
  }

  /** Feeds a function, a few at a time; what fails comes back alone. */
  feed(consumer: IFunction): void {
    consumer.addEventSource(new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  /** Takes what is published; the topic writes with the same key. */
  subscribe(topic: ITopic): void {
    const { topicArn } = topic;
    this.queue.addToResourcePolicy(deliveryOf('sns', this.queue, topicArn));
    new Subscription(this, 'Subscription', {
      topic,
      protocol: SubscriptionProtocol.SQS,
      endpoint: this.queue.queueArn,
    });
  }

  /** Takes what a stream's consumer gave up. */
  asStreamDeadLetters(): IEventSourceDlq {
    return {
      bind: (_mapping, consumer) => {
        this.grantSend(consumer);
        return { destination: this.queue.queueArn };
      },
    };
  }

  /** As the target of a rule of a bus; what cannot be delivered ends with the dead letters. */
  asTarget(): IRuleTarget {
    return {
      bind: ({ ruleRef: { ruleArn } }) => {
        for (const queue of [this.queue, this.deadLetters])
          queue.addToResourcePolicy(deliveryOf('events', queue, ruleArn));
        const deadLetterConfig: CfnRule.DeadLetterConfigProperty = { arn: this.deadLetters.queueArn };
        const retryPolicy = { maximumEventAgeInSeconds: 2 * 60 * 60, maximumRetryAttempts: 20 };
        return { arn: this.queue.queueArn, deadLetterConfig, retryPolicy, targetResource: this.queue };
      },
    };
  }

  private watch(name: string, tell: ITopic): void {
    const period = Duration.minutes(1);
    new RunbookAlarm(this, 'Dead', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      threshold: 1,
      says: `${name}: something could not be handled and lies with the dead letters`,
      runbook: 'dead-letters',
      tell,
    });
    new RunbookAlarm(this, 'Old', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
      threshold: OLD_SECONDS,
      says: `${name}: something waits for more than a quarter of an hour`,
      runbook: 'queue-age',
      tell,
      periods: 3,
    });
  }
}

const deliveryOf = (service: 'events' | 'sns', queue: IQueue, sourceArn: string): PolicyStatement =>
  new PolicyStatement({
    principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
  });
