import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { EnvironmentConfig } from '../../../infra/config';
import { recobro } from '../../../infra/recobro';
import { deploymentOf, testApp } from '../templates';

const root = join(__dirname, '..', '..', '..');
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'recobro-policy-'));
  for (const folder of ['law', 'messages', 'strategies'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function synth(changes: Partial<EnvironmentConfig> = {}, change?: (app: App) => void): () => unknown {
  const deployment = deploymentOf({ env: 'prod' });
  const app = testApp();
  recobro(app, { ...deployment, config: { ...deployment.config, ...changes } }, copy);
  change?.(app);
  return () => app.synth();
}

const consumer = { places: [], debtor: 'consumer' } as const;

test('synth accepts the examples as they are', () => {
  expect(synth()).not.toThrow();
});

test('synth refuses a place without a rule pack', () => {
  const strategies = [{ ...consumer, file: 'consumo.yaml', places: ['XX'] }];
  expect(synth({ strategies })).toThrow(/consumo\.yaml: there are no rules for XX/);
});

test('synth refuses a step that can never be lawful', () => {
  const file = 'noche.yaml';
  const text = readFileSync(join(copy, 'strategies', 'consumo.yaml'), 'utf8')
    .replace(/^strategy: .*$/m, 'strategy: noche')
    .replace(/^send_window: .*$/m, 'send_window: ["02:00", "04:00"]');
  writeFileSync(join(copy, 'strategies', file), text);
  expect(synth({ strategies: [{ ...consumer, file }], defaultStrategy: 'noche' })).toThrow(
    /can never be lawful/,
  );
});

test('synth refuses a strategy whose message is not written', () => {
  const file = 'muda.yaml';
  const text = readFileSync(join(copy, 'strategies', 'consumo.yaml'), 'utf8').replace(
    /template: [\w-]+/,
    'template: nadie',
  );
  writeFileSync(join(copy, 'strategies', file), text);
  expect(synth({ strategies: [{ ...consumer, file }] })).toThrow(/muda\.yaml.*nadie|"nadie"/s);
});

test('synth refuses a default strategy that is not deployed', () => {
  expect(synth({ defaultStrategy: 'otra' })).toThrow(/default strategy otra is not deployed/);
});

const alarmOf = (app: App, name: string): CfnAlarm =>
  app.node.findAll().find((one): one is CfnAlarm => one instanceof CfnAlarm && one.node.path.includes(name))!;

test.each(['BounceStop', 'ComplaintStop'])(
  'synth refuses an alarm %s that does not reach the stop switch',
  (name) => {
    const unwire = (app: App): void => {
      alarmOf(app, name).alarmActions = [];
    };
    expect(synth({}, unwire)).toThrow(/does not reach the stop switch/);
  },
);

test.each(['BounceWarning', 'BounceStop', 'ComplaintWarning', 'ComplaintStop'])(
  'synth refuses to go without the alarm %s',
  (name) => {
    const loosen = (app: App): void => {
      alarmOf(app, name).threshold = 0.5;
    };
    expect(synth({}, loosen)).toThrow(/No alarm goes off when/);
  },
);
