import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config';
import { bucketName } from '../names';
import type { DataStack } from '../stacks/data-stack';
import { acknowledgeResources } from './acknowledge';
import { HouseFunction } from './house-function';

type People = NonNullable<EnvironmentConfig['people']>;

/** The variables by which a function believes the tokens of people. */
export const peopleVariables = ({ issuer, audience }: People): Record<string, string> => ({
  RECOBRO_OIDC_ISSUER: issuer,
  RECOBRO_OIDC_AUDIENCE: audience,
});

interface PrivacyFunctionProps {
  readonly config: EnvironmentConfig;
  readonly data: DataStack;
  /** Who signs the tokens: where nobody does there is no such function. */
  readonly people: People;
}

/** Erasure, legal holds and copies for persons: apart from the rest of the API, so that only it may take letters away. */
export class PrivacyFunction extends HouseFunction {
  constructor(scope: Construct, { config, data, people }: PrivacyFunctionProps) {
    super(scope, 'PrivacyApi', {
      config,
      module: 'privacy',
      description: 'Erasure, legal holds and copies for persons',
      environment: {
        ...data.storeVariables(),
        TEMPORAL_ADDRESS: config.temporal.address,
        TEMPORAL_NAMESPACE: config.temporal.namespace,
        ...peopleVariables(people),
        RECOBRO_LETTERS_BUCKET: data.letters.bucketName,
      },
      timeout: Duration.seconds(30),
      reserved: config.concurrency?.public,
      folders: ['law', 'schemas'],
    });
    data.grantStore(this);
    this.allowLetterRemoval(config);
  }

  /** For good, in every version; it may neither read letters nor write them. */
  private allowLetterRemoval(config: EnvironmentConfig): void {
    const bucket = `arn:${Stack.of(this).partition}:s3:::${bucketName(config, 'letters')}`;
    const letters = `${bucket}/letters/*`;
    const allow = (action: string, resource: string): void =>
      this.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    allow('s3:ListBucketVersions', bucket);
    allow('s3:DeleteObjectVersion', letters);
    if (this.role) acknowledgeResources(this.role, letters, 'Every letter is an object of its own');
  }
}
