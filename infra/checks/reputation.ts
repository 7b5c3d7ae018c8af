import type { IConstruct } from 'constructs';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib';

/** A rate of the mail provider at which somebody is told, and from which on nothing more is sent. */
export interface ReputationLimit {
  readonly id: string;
  readonly metricName: 'Reputation.BounceRate' | 'Reputation.ComplaintRate';
  /** Share of the mail sent, 0 to 1. */
  readonly threshold: number;
  readonly says: string;
  /** Pulls the stop switch. */
  readonly stops: boolean;
}

/** SES reviews an account at 5 % bounces or 0.1 % complaints, and may end its sending at 10 % and 0.5 %. */
export const reputationLimits: readonly ReputationLimit[] = [
  {
    id: 'BounceWarning',
    metricName: 'Reputation.BounceRate',
    threshold: 0.02,
    stops: false,
    says: '2 % of mail bounces',
  },
  {
    id: 'BounceStop',
    metricName: 'Reputation.BounceRate',
    threshold: 0.05,
    stops: true,
    says: '5 % of mail bounces: mail is stopped',
  },
  {
    id: 'ComplaintWarning',
    metricName: 'Reputation.ComplaintRate',
    threshold: 0.0005,
    stops: false,
    says: '0.05 % of mail is complained of',
  },
  {
    id: 'ComplaintStop',
    metricName: 'Reputation.ComplaintRate',
    threshold: 0.001,
    stops: true,
    says: '0.1 % of mail is complained of: mail is stopped',
  },
];

/**
 * What is missing of the alarms that keep the reputation of our mail, anywhere below `root`: an alarm for each limit, and
 * the function of the stop switch among the actions of those that stop.
 */
export function reputationFaults(root: IConstruct): readonly string[] {
  const all = root.node.findAll();
  const alarms = all.filter((construct) => construct instanceof CfnAlarm);
  const switches = all.filter((construct) => construct instanceof CfnFunction).filter(isStopSwitch);
  return reputationLimits.flatMap(({ metricName, threshold, says, stops }) => {
    const alarm = alarms.find((one) => one.metricName === metricName && one.threshold === threshold);
    if (!alarm) return [`No alarm goes off when ${says}: give ${metricName} one at ${threshold}`];
    const actions = JSON.stringify(Stack.of(alarm).resolve(alarm.alarmActions ?? []));
    const isWired = switches.some((one) => actions.includes(`"${Stack.of(one).getLogicalId(one)}"`));
    return !stops || isWired
      ? []
      : [`The alarm "${says}" does not reach the stop switch: add the function as its action`];
  });
}

function isStopSwitch(one: CfnFunction): boolean {
  const { variables } = (Stack.of(one).resolve(one.environment) ?? {}) as {
    variables?: Record<string, unknown>;
  };
  return variables?.['RECOBRO_HALT_CHANNEL'] === 'email';
}
