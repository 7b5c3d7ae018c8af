import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts a finding of cdk-nag for this resource alone, and says why: `npm run check:nag`. */
export function acknowledge(resource: IConstruct, rule: string, reason: string): void {
  Validations.of(resource).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** Accepts that a role may reach all resources whose ARN begins so. Actions are never given by wildcard. */
export const acknowledgeResources = (role: IConstruct, arn: string, reason: string): void =>
  acknowledge(role, `IAM5[Resource::${arn}]`, reason);
