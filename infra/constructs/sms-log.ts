import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, RetentionDays, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config';
import type { DataKey } from './data-key';
import { HouseFunction } from './house-function';
import type { SecureQueue } from './secure-queue';

export interface SmsLogProps {
  readonly config: EnvironmentConfig;
  readonly encryptionKey: DataKey;
  readonly feedback: SecureQueue;
}

/** What SNS writes for an account and a region, one for what arrived and one for what did not. */
const groupsOf = ({ account, region }: EnvironmentConfig): readonly { id: string; name: string }[] => {
  const name = `sns/${region}/${account}/DirectPublishToPhoneNumber`;
  return [
    { id: 'Delivered', name },
    { id: 'Failed', name: `${name}/Failure` },
  ];
};

/**
 * SNS tells what became of a text in two log groups only; their lines go into the queue of feedback. Numbers of telephones
 * stand in them, so they are encrypted with our key and kept for a week. That SNS writes them is a setting of the account,
 * which CloudFormation cannot make: `docs/operate/deploy.md`.
 */
export class SmsLog extends Construct {
  /** The role that SNS is given. */
  readonly role: Role;
  /** Puts the lines into the queue. */
  readonly forward: HouseFunction;

  constructor(scope: Construct, id: string, { config, encryptionKey, feedback }: SmsLogProps) {
    super(scope, id);
    const names = groupsOf(config);
    encryptionKey.allowLogs(names.map(({ name }) => name));
    this.forward = this.forwardTo(config, feedback);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('sns.amazonaws.com') });
    const groups = names.map(({ id: group, name }) => {
      const logGroup = new LogGroup(this, group, {
        logGroupName: name,
        encryptionKey,
        retention: RetentionDays.ONE_WEEK,
        removalPolicy: RemovalPolicy.DESTROY,
      });
      new SubscriptionFilter(this, `${group}Lines`, {
        logGroup,
        destination: new LambdaDestination(this.forward),
        filterPattern: FilterPattern.allEvents(),
      });
      return logGroup;
    });
    this.role.addToPolicy(writing(groups));
  }

  private forwardTo(config: EnvironmentConfig, feedback: SecureQueue): HouseFunction {
    const forward = new HouseFunction(this, 'Forward', {
      config,
      module: 'feedback',
      handler: 'logHandler',
      description: 'Puts what SNS logs of texts into the queue of feedback',
      environment: { RECOBRO_FEEDBACK_QUEUE_URL: feedback.queue.queueUrl },
    });
    feedback.grantSend(forward);
    return forward;
  }
}

function writing(logGroups: readonly LogGroup[]): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:PutMetricFilter',
      'logs:PutRetentionPolicy',
    ],
    resources: logGroups.map(({ logGroupArn }) => logGroupArn),
  });
}
