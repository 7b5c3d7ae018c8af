import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { AccountRootPrincipal, ArnPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The account keeps the key and lets anybody verify; that anybody signs, no IAM policy can give. */
const keepingActions = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:GetPublicKey',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
  'kms:Verify',
] as const;

export interface SigningKeyProps {
  /** Without the `alias/` prefix. */
  readonly alias: string;
  /** Keep the key when the stack goes: seals would outlive it, new ones could not follow them. */
  readonly retain: boolean;
}

/** An asymmetric key that signs and never leaves KMS. Who may sign stands in its own policy, and nowhere else. */
export class SigningKey extends Key {
  constructor(scope: Construct, id: string, { alias, retain }: SigningKeyProps) {
    const keeping = new PolicyStatement({
      sid: 'TheAccountKeeps',
      principals: [new AccountRootPrincipal()],
      actions: [...keepingActions],
      resources: ['*'],
    });
    super(scope, id, {
      alias,
      description: 'Recobro: signs daily seals and evidence packs',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      pendingWindow: Duration.days(30),
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new PolicyDocument({ statements: [keeping] }),
    });
  }

  /**
   * @param sealer Seals the ledgers every day.
   * @param people ARNs of the roles of those who export evidence packs.
   */
  allowSigning(sealer: IRole | undefined, people: readonly string[]): void {
    const roles = [...(sealer ? [sealer.roleArn] : []), ...people];
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TheseSign',
        principals: roles.map((arn) => new ArnPrincipal(arn)),
        actions: ['kms:GetPublicKey', 'kms:Sign'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } },
      }),
    );
  }
}
