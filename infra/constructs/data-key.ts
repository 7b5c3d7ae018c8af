import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface DataKeyProps {
  /** Without the `alias/` prefix. */
  readonly alias: string;
  /** Keep the key, and with it all that it encrypts, when the stack goes. */
  readonly retain: boolean;
}

/** The customer-managed key of everything at rest in one environment. Rotated yearly; deleted only after a month. */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { alias, retain }: DataKeyProps) {
    super(scope, id, {
      alias,
      description: 'Recobro: tables and letters at rest',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
