import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction, SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { DataKey } from '../constructs/data-key';
import { HouseFunction } from '../constructs/house-function';
import { RUNBOOKS } from '../constructs/runbook-alarm';
import { SmsLog } from '../constructs/sms-log';
import { SecureQueue } from '../constructs/secure-queue';
import type { Deployment } from '../config';
import { reputationLimits } from '../checks/reputation';
import type { ReputationLimit } from '../checks/reputation';
import type { DataStack } from './data-stack';

export interface MessagingProps extends Deployment {
  readonly data: DataStack;
}

/** How long one batch of feedback may take. */
export const FEEDBACK_TIMEOUT = Duration.seconds(30);

/** Mail and SMS: who we are, what becomes of what we send, and the alarms that pull the stop switch. */
export class MessagingStack extends Stack {
  /** Of queues and topics; services write with it. */
  readonly key: DataKey;
  /** Tells operators. */
  readonly operators: Topic;
  readonly inboundSms: Topic;
  readonly feedback: SecureQueue;
  readonly configurationSet: ConfigurationSet;
  readonly identity: EmailIdentity;
  readonly stopSwitch: HouseFunction;
  /** Reads what became of texts; absent where another environment does. */
  readonly smsForward: HouseFunction | undefined;

  constructor(scope: Construct, id: string, { config, emulator, data }: MessagingProps) {
    const { name, account, region, mail, operatorEmail } = config;
    super(scope, id, {
      stackName: `recobro-${name}-messaging`,
      description: `Recobro ${name}: mail, SMS and what providers tell of them`,
      env: { account, region },
    });
    this.key = new DataKey(this, 'Key', {
      alias: `recobro-${name}-queues`,
      description: 'Recobro: queues and topics at rest',
      retain: false,
      services: ['cloudwatch', 'events', 'sns'],
    });
    this.operators = this.topic('Operators');
    if (operatorEmail !== null) this.operators.addSubscription(new EmailSubscription(operatorEmail));
    this.feedback = new SecureQueue(this, 'Feedback', {
      encryptionKey: this.key,
      tell: this.operators,
      consumerTimeout: FEEDBACK_TIMEOUT,
    });
    this.inboundSms = this.topic('InboundSms');
    this.feedback.subscribe(this.inboundSms);
    this.configurationSet = this.configurationSetOf(name);
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(mail.domain),
      configurationSet: this.configurationSet,
      mailFromDomain: `mail.${mail.domain}`,
    });
    this.listen();
    const readsSmsLog = config.readsSmsLog && !emulator; // types that the local AWS does not know
    this.smsForward = readsSmsLog ? this.readSmsLog(config) : undefined;
    this.stopSwitch = this.stopSwitchOf(config, data);
    for (const limit of reputationLimits) this.watch(limit);
    this.addOutputs();
    if (!emulator) this.addDkimOutputs(); // the local AWS makes no such records
  }

  private topic(id: string): Topic {
    return new Topic(this, id, { masterKey: this.key, enforceSSL: true });
  }

  private configurationSetOf(name: string): ConfigurationSet {
    const set = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `recobro-${name}`,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    set.addEventDestination('Events', {
      // SES writes to the default bus and to no other.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
        EmailSendingEvent.SEND,
      ],
    });
    return set;
  }

  /** What became of mail and SMS, into the one queue. */
  private listen(): void {
    const { configurationSetName } = this.configurationSet;
    new Rule(this, 'MailEvents', {
      description: 'What became of mail',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSetName] } } },
      },
      targets: [this.feedback.asTarget()],
    });
    new Rule(this, 'SmsEvents', {
      description: 'What became of SMS and voice messages',
      eventPattern: { source: ['aws.sms-voice'] },
      targets: [this.feedback.asTarget()],
    });
  }

  private readSmsLog(config: Deployment['config']): HouseFunction {
    const { role, forward } = new SmsLog(this, 'SmsLog', {
      config,
      encryptionKey: this.key,
      feedback: this.feedback,
    });
    new CfnOutput(this, 'SmsLogRoleArn', { value: role.roleArn });
    return forward;
  }

  private stopSwitchOf(config: Deployment['config'], data: DataStack): HouseFunction {
    const stopSwitch = new HouseFunction(this, 'StopSwitch', {
      config,
      module: 'halt',
      description: 'Stops mail when an alarm says so',
      environment: { ...data.tableVariables(), RECOBRO_HALT_CHANNEL: 'email' },
    });
    data.grantHalt(stopSwitch);
    return stopSwitch;
  }

  private watch({ id, metricName, threshold, says, stops }: ReputationLimit): void {
    const alarm = new Alarm(this, id, {
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName,
        dimensionsMap: { 'ses:configuration-set': this.configurationSet.configurationSetName },
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.IGNORE,
      alarmDescription: `${says}. What to do: ${RUNBOOKS}#mail-reputation`,
    });
    alarm.addAlarmAction(new SnsAction(this.operators));
    if (stops) alarm.addAlarmAction(new LambdaAction(this.stopSwitch));
  }

  private addOutputs(): void {
    new CfnOutput(this, 'ConfigurationSetName', { value: this.configurationSet.configurationSetName });
    new CfnOutput(this, 'InboundSmsTopicArn', { value: this.inboundSms.topicArn });
  }

  private addDkimOutputs(): void {
    for (const [at, { name, value }] of this.identity.dkimRecords.entries())
      new CfnOutput(this, `DkimRecord${at + 1}`, { value: `${name} CNAME ${value}` });
  }
}
