import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { Deployment, SealTime } from '../config';
import { acknowledgeResources } from '../constructs/acknowledge';
import { HouseFunction } from '../constructs/house-function';
import { HouseMetrics } from '../constructs/house-metrics';
import { LockedBucket } from '../constructs/locked-bucket';
import { RunbookAlarm } from '../constructs/runbook-alarm';
import { SigningKey } from '../constructs/signing-key';
import { bucketName } from '../names';
import type { DataStack } from './data-stack';
import type { MessagingStack } from './messaging-stack';

export interface EvidenceProps extends Deployment {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
}

/** 10,000 accounts are read and sealed in a fraction of it. */
const SEAL_TIMEOUT = Duration.minutes(10);
/** A day and a quarter without a seal. */
const SILENT_PERIODS = 5;

/** What proves the ledgers: a bucket that nobody can empty, a key that only signs, and the seal of every day. */
export class EvidenceStack extends Stack {
  readonly archive: LockedBucket;
  readonly signingKey: SigningKey;
  readonly sealer: HouseFunction;

  constructor(scope: Construct, id: string, props: EvidenceProps) {
    const { config, data, emulator } = props;
    const { name, account, region, protectData } = config;
    super(scope, id, {
      stackName: `recobro-${name}-evidence`,
      description: `Recobro ${name}: locked archive, signing key and daily seals`,
      env: { account, region },
      terminationProtection: protectData && !emulator,
    });
    this.archive = new LockedBucket(this, 'Archive', {
      bucketName: bucketName(config, 'evidence'),
      encryptionKey: data.key,
      retain: protectData,
      lockDays: config.evidenceLockDays,
    });
    this.signingKey = new SigningKey(this, 'SigningKey', {
      alias: `recobro-${name}-evidence`,
      retain: protectData,
    });
    this.sealer = this.seal(props);
    this.signingKey.allowSigning(this.sealer.role, config.evidenceSigners);
    for (const time of config.seals) this.daily(time, props);
    new CfnOutput(this, 'EvidenceBucketName', { value: this.archive.bucketName });
    new CfnOutput(this, 'EvidenceKeyArn', { value: this.signingKey.keyArn });
  }

  private seal({ config, data }: EvidenceProps): HouseFunction {
    const sealer = new HouseFunction(this, 'Sealer', {
      config,
      module: 'seal',
      description: 'Seals the ledgers of a tenant for the day',
      environment: {
        ...data.tableVariables(),
        RECOBRO_EVIDENCE_BUCKET: this.archive.bucketName,
        RECOBRO_EVIDENCE_KEY: this.signingKey.keyArn,
      },
      timeout: SEAL_TIMEOUT,
      memoryMiB: 1024,
    });
    data.grantHeads(sealer);
    const seals = `arn:${this.partition}:s3:::${bucketName(config, 'evidence')}/seals/*`;
    sealer.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [seals] }),
    );
    if (sealer.role) acknowledgeResources(sealer.role, seals, 'Every day and tenant is an object of its own');
    sealer.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.archive.bucketArn] }),
    );
    return sealer;
  }

  /** At the tenant's own evening, so that a seal closes its day of work. */
  private daily({ tenant, zone, hour }: SealTime, { messaging, config }: EvidenceProps): void {
    const role = new Role(this, `Daily-${tenant}-Role`, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.sealer.functionArn] }),
    );
    new CfnSchedule(this, `Daily-${tenant}`, {
      name: `recobro-${config.name}-seal-${tenant}`,
      description: `Seals the ledgers of ${tenant}`,
      scheduleExpression: `cron(0 ${hour} * * ? *)`,
      scheduleExpressionTimezone: zone,
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 15 },
      target: {
        arn: this.sealer.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ tenant }),
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3 * 3_600 },
      },
    });
    const sealed = new HouseMetrics(config.name).count('sealed', { tenant });
    new RunbookAlarm(this, `Unsealed-${tenant}`, {
      metric: sealed.with({ statistic: Stats.SUM, period: Duration.hours(6) }),
      threshold: 1,
      periods: SILENT_PERIODS,
      silence: true,
      says: `The ledgers of ${tenant} were not sealed for a day`,
      runbook: 'no-seal',
      tell: messaging.operators,
    });
  }
}
