import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { recobro } from '../../../infra/recobro';
import { deploymentOf, everything, testApp } from '../templates';

const prod = everything({ env: 'prod' });
const template = prod.templates.observability;
const runbooks = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'operate', 'runbooks.md'), 'utf8');

const alarmTypes = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];
const alarms = prod.resources.filter(({ Type }) => alarmTypes.includes(Type));
const linkOf = (description: unknown): string | undefined =>
  /docs\/operate\/runbooks\.md#([a-z-]+)$/.exec(String(description))?.[1];
const headings = [...runbooks.matchAll(/^## (.+)$/gm)].map(([, text = '']) =>
  text.toLowerCase().replaceAll(' ', '-'),
);

test('every alarm of every stack ends with a place in the runbooks that exists, and tells somebody', () => {
  expect(alarms.length).toBeGreaterThan(40);
  for (const { Properties } of alarms) {
    expect(headings).toContain(linkOf(Properties?.['AlarmDescription']));
    expect(Properties?.['AlarmActions']).not.toEqual([]);
  }
});

test('every function has alarms for its errors and throttles', () => {
  const functionsOf = (name: keyof typeof prod.templates): number =>
    Object.values(prod.templates[name].findResources('AWS::Lambda::Function')).length;
  const names = Object.keys(prod.templates) as (keyof typeof prod.templates)[]; // their own
  // That the look at Temporal is not made is an alarm of its own.
  const watched = names.reduce((sum, name) => sum + functionsOf(name), 0) - 1;
  for (const MetricName of ['Errors', 'Throttles']) {
    const found = alarms.filter(({ Properties }) => Properties?.['MetricName'] === MetricName);
    const dimensions = found.map(({ Properties }) => JSON.stringify(Properties?.['Dimensions']));
    expect([MetricName, new Set(dimensions).size]).toEqual([MetricName, watched]);
  }
});

test.each(['Sealer', 'StopSwitch'])('%s runs seldom: one error of it is an alarm', (name) => {
  const found = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).find(([id]) =>
    id.startsWith(`${name}Fails`),
  );
  expect(found?.[1]).toMatchObject({ Properties: { MetricName: 'Errors', Threshold: 1 } });
});

test('every runbook belongs to an alarm', () => {
  const linked = new Set(alarms.map(({ Properties }) => linkOf(Properties?.['AlarmDescription'])));
  expect(headings.filter((heading) => !linked.has(heading))).toEqual([]);
});

test.each([
  { what: 'late messages', metric: 'touch_late', threshold: 3_600 },
  { what: 'sends of unknown outcome', metric: 'touch_unknown', threshold: 1 },
  { what: 'payments that reach their case late', metric: 'handled_after', threshold: 5_000 },
  { what: 'tasks that wait for a worker', metric: 'task_waits', threshold: 300 },
  { what: 'cases that cannot go on', metric: 'cases_stuck', threshold: 1 },
  {
    what: 'texts that cost too much',
    metric: 'SMSMonthToDateSpentUSD',
    threshold: 800,
    namespace: 'AWS/SNS',
  },
  { what: 'a ledger that was changed', metric: 'ledger_changed', threshold: 1 },
])('an alarm goes off for $what', ({ metric, threshold, namespace = 'Recobro/prod' }) => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: namespace,
    MetricName: metric,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
});

test('that nobody has looked at Temporal is an alarm, not silence', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'watched',
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
});

test('what cannot wait tells a topic of its own, and the local AWS is spared the type it does not know', () => {
  template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
    AlarmName: 'recobro-prod-cannot-wait',
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Urgent') }],
  });
  everything({ target: 'emulator' }).templates.observability.resourceCountIs(
    'AWS::CloudWatch::CompositeAlarm',
    0,
  );
});

test('the function that looks at Temporal can read no payload and no table', () => {
  const text = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  expect(text).toContain('TemporalSecret');
  expect(text).not.toMatch(/PayloadKeys|IndexKey|dynamodb:/);
});

test('all functions and the worker measure into the namespace of their environment', () => {
  const functions = prod.resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  for (const { Properties } of functions)
    expect(Properties?.['Environment']).toMatchObject({
      Variables: { RECOBRO_METRICS_NAMESPACE: 'Recobro/prod' },
    });
  expect(JSON.stringify(prod.templates.worker.toJSON())).toContain('"Value":"Recobro/prod"');
});

test('the dashboard shows what goes out, comes in, waits and fails', () => {
  const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
  const shown = [
    'touch_sent',
    'touch_refused',
    'touch_late',
    'task_waits',
    'activity_waited',
    'handled_after',
  ];
  for (const metric of [
    ...shown,
    'webhook_refused',
    'ApproximateNumberOfMessagesVisible',
    '5xx',
    'Reputation.BounceRate',
  ])
    expect(body).toContain(metric);
});

test('with a collector, functions and worker hand their spans to it; without one, none does', () => {
  const { config, emulator } = deploymentOf({ env: 'dev' });
  const collector = 'https://otel.example';
  const { intake, worker } = recobro(testApp(), { config: { ...config, collector }, emulator });
  const functions = Template.fromStack(intake).findResources('AWS::Lambda::Function');
  for (const made of Object.values(functions))
    expect(made).toHaveProperty('Properties.Environment.Variables.OTEL_EXPORTER_OTLP_ENDPOINT', collector);
  expect(JSON.stringify(Template.fromStack(worker).toJSON())).toContain(
    `{"Name":"OTEL_EXPORTER_OTLP_ENDPOINT","Value":"${collector}"}`,
  );
  expect(JSON.stringify(prod.resources)).not.toContain('OTEL_');
});
