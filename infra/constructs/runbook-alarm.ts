import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /** The alarm goes off at this value and above; with `silence`, below it. */
  readonly threshold: number;
  /** What has happened, in one line. */
  readonly says: string;
  /** Heading in the runbooks that says what to do. */
  readonly runbook: string;
  readonly tell: ITopic;
  /** So many periods in a row. */
  readonly periods?: number;
  /** That nothing is measured is what the alarm is about. */
  readonly silence?: boolean;
}

/** Where the runbooks are, from the root of the repository. */
export const RUNBOOKS = 'docs/operate/runbooks.md';

/** An alarm that says what to do: its description ends with the place in the runbooks. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    const { metric, threshold, says, runbook, tell, periods = 1, silence = false } = props;
    super(scope, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: silence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: silence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${says}. What to do: ${RUNBOOKS}#${runbook}`,
    });
    this.addAlarmAction(new SnsAction(tell));
  }
}
