import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface DataKeyProps {
  /** Without the `alias/` prefix. */
  readonly alias: string;
  readonly description?: string;
  /** Keep the key, and with it all that it encrypts, when the stack goes. */
  readonly retain: boolean;
  /** Services that write into what the key encrypts, such as `events`. */
  readonly services?: readonly string[];
}

/** What a table, a bucket, a queue or a secret asks of the key for whoever writes and reads it. */
const useActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** Lets IAM policies of the account give access, as the default key policy does, each action by name. */
const accountActions = [
  ...useActions,
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:DeleteAlias',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
] as const;

/** A customer-managed key. Rotated yearly; deleted only after a month. */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id, {
      alias: props.alias,
      description: props.description ?? 'Recobro: tables, letters and secrets at rest',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new PolicyDocument({ statements: statementsOf(scope, props.services ?? []) }),
    });
  }

  /** Log groups of these names may be encrypted with it. */
  allowLogs(names: readonly string[]): void {
    const stack = Stack.of(this);
    const arns = names.map((name) => stack.formatArn({ service: 'logs', resource: `log-group:${name}` }));
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsWrite',
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: [...useActions],
        resources: ['*'],
        conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': arns } },
      }),
    );
  }

  /** May write and read what the key encrypts. Unlike the helpers of CDK it names each action. */
  grantUse(grantee: IGrantable): void {
    this.grant(grantee, ...useActions);
  }
}

function statementsOf(scope: Construct, services: readonly string[]): PolicyStatement[] {
  const account = new PolicyStatement({
    sid: 'TheAccountDecides',
    principals: [new AccountRootPrincipal()],
    actions: [...accountActions],
    resources: ['*'],
  });
  if (services.length === 0) return [account];
  const writers = new PolicyStatement({
    sid: 'ServicesWrite',
    principals: services.map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
  return [account, writers];
}
