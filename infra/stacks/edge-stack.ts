import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';
import { acknowledge } from '../constructs/acknowledge';
import type { IntakeStack } from './intake-stack';
import { originSecretName } from './intake-stack';

export interface EdgeProps extends Deployment {
  readonly intake: IntakeStack;
}

/** CloudFront's firewalls live here, whatever the region of the rest. */
const EDGE_REGION = 'us-east-1';
/** Requests of one address in five minutes. Providers send their webhooks from few addresses, so those are not counted. */
const MOST_OF_ONE_ADDRESS = 1_000;
const SECRET_LETTERS = 48;

/** CloudFront with a firewall in front of what is public; it shows the gateway a secret, so that nobody goes around it. */
export class EdgeStack extends Stack {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { config, intake }: EdgeProps) {
    const { name, account, region, edge } = config;
    super(scope, id, {
      stackName: `recobro-${name}-edge`,
      description: `Recobro ${name}: CloudFront and its firewall`,
      env: { account, region: EDGE_REGION },
      crossRegionReferences: region !== EDGE_REGION,
    });
    const secret = new Secret(this, 'OriginSecret', {
      secretName: originSecretName(name),
      generateSecretString: { passwordLength: SECRET_LETTERS, excludePunctuation: true },
      ...(region !== EDGE_REGION && { replicaRegions: [{ region }] }),
    });
    const origin = new HttpOrigin(`${intake.api.apiId}.execute-api.${region}.amazonaws.com`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      // CloudFormation puts the value in its place; the template holds a reference only.
      customHeaders: { 'x-recobro-origin': secret.secretValue.unsafeUnwrap() },
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Recobro ${name}: webhooks, unsubscribe`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: firewall(this, name).attrArn,
      ...(edge && {
        domainNames: [edge.domain],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', edge.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: {
        origin,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
    });
    this.acknowledgeFindings(secret, edge !== null);
    new CfnOutput(this, 'PublicDomain', { value: this.distribution.distributionDomainName });
  }

  private acknowledgeFindings(secret: Secret, hasCertificate: boolean): void {
    acknowledge(secret, 'SMG4', 'CloudFront holds its value, so a new one takes a deploy of this stack');
    const { distribution } = this;
    acknowledge(
      distribution,
      'CFR1',
      'Providers call from their own countries, debtors from wherever they travel',
    );
    acknowledge(
      distribution,
      'CFR3',
      'The gateway logs each request that gets through, the firewall counts the others',
    );
    if (!hasCertificate)
      acknowledge(
        distribution,
        'CFR4',
        'Without a domain of ours (`edge`) CloudFront gives its own certificate and TLS',
      );
  }
}

function firewall(scope: Construct, name: string): CfnWebACL {
  const visible = (metricName: string) => ({
    metricName,
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
  });
  return new CfnWebACL(scope, 'Firewall', {
    name: `recobro-${name}`,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: visible(`recobro-${name}`),
    rules: [
      {
        name: 'common',
        priority: 0,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: 'AWSManagedRulesCommonRuleSet',
            // Webhooks are larger than the 8 KB that this rule allows; the function refuses what is larger than 512 KB.
            ruleActionOverrides: [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }],
          },
        },
        visibilityConfig: visible('common'),
      },
      {
        name: 'rate',
        priority: 1,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            limit: MOST_OF_ONE_ADDRESS,
            aggregateKeyType: 'IP',
            scopeDownStatement: { notStatement: { statement: startsWith('/webhooks/') } },
          },
        },
        visibilityConfig: visible('rate'),
      },
    ],
  });
}

const startsWith = (searchString: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    searchString,
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
});
