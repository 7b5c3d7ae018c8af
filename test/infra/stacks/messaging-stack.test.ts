import { Match } from 'aws-cdk-lib/assertions';
import { everything } from '../templates';

const { templates } = everything({ env: 'prod' });
const template = templates.messaging;

test('mail leaves over TLS only, is measured, and not to addresses that bounced or complained', () => {
  template.hasResourceProperties('AWS::SES::ConfigurationSet', {
    DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    ReputationOptions: { ReputationMetricsEnabled: true },
    SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  });
});

test('mail is sent as a domain of ours, with a return path of ours', () => {
  template.hasResourceProperties('AWS::SES::EmailIdentity', {
    EmailIdentity: 'recobro.example',
    MailFromAttributes: { MailFromDomain: 'mail.recobro.example' },
    ConfigurationSetAttributes: Match.anyValue(),
  });
});

test('what became of mail goes to the default bus and from there into the queue', () => {
  const types = ['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject', 'renderingFailure', 'send'];
  template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
    EventDestination: { Enabled: true, EventBridgeDestination: Match.anyValue(), MatchingEventTypes: types },
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(),
    EventPattern: Match.objectLike({ source: ['aws.ses'] }),
    Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
  });
});

test('a reply by SMS reaches the same queue', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs' });
});

test('the queue tries more often than the consumer, which parks at the fifth try', () => {
  const queue = { RedrivePolicy: Match.objectLike({ maxReceiveCount: 8 }), VisibilityTimeout: 180 };
  template.hasResourceProperties('AWS::SQS::Queue', queue);
});

test.each([
  { metric: 'Reputation.BounceRate', threshold: 0.02, actions: 1 },
  { metric: 'Reputation.BounceRate', threshold: 0.05, actions: 2 },
  { metric: 'Reputation.ComplaintRate', threshold: 0.0005, actions: 1 },
  { metric: 'Reputation.ComplaintRate', threshold: 0.001, actions: 2 },
])('$metric at $threshold has $actions action(s)', ({ metric, threshold, actions }) => {
  const found = Object.values(
    template.findResources('AWS::CloudWatch::Alarm', {
      Properties: { MetricName: metric, Threshold: threshold },
    }),
  );
  // The shape is CloudFormation's.
  const wired = found.map(
    ({ Properties }: { Properties?: { AlarmActions: unknown[] } }) => Properties?.AlarmActions.length,
  );
  expect(wired).toEqual([actions]);
});

test('the stop switch may put into the core table, and nothing else of data', () => {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter((policy) =>
    JSON.stringify(policy).includes('StopSwitchRole'),
  );
  const actions = JSON.stringify(policies).match(/(dynamodb|secretsmanager|events|ses):\w+/g);
  expect(actions).toEqual(['dynamodb:PutItem']);
  template.hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
  });
});
