import { environmentNames, environments } from '../../infra/config';
import { deploymentOf } from './templates';

test.each([
  { rule: 'is dev where nothing is said', context: {}, expected: { name: 'dev', emulator: false } },
  {
    rule: 'takes the named environment',
    context: { env: 'prod' },
    expected: { name: 'prod', emulator: false },
  },
  {
    rule: 'goes to the local AWS on request',
    context: { target: 'emulator' },
    expected: { name: 'dev', emulator: true },
  },
])('deploymentFrom() $rule', ({ context, expected }) => {
  const { config, emulator } = deploymentOf(context);
  expect({ name: config.name, emulator }).toEqual(expected);
});

test.each([
  {
    rule: 'the account given',
    context: { account: '111122223333' },
    account: '111122223333',
    region: 'us-east-1',
  },
  {
    rule: 'the region given',
    context: { region: 'sa-east-1' },
    account: '123456789012',
    region: 'sa-east-1',
  },
  {
    rule: 'the place of the local AWS',
    context: { target: 'emulator' },
    account: '000000000000',
    region: 'us-east-1',
  },
])('deploymentFrom() uses $rule', ({ context, account, region }) => {
  expect(deploymentOf(context).config).toMatchObject({ account, region });
});

test.each([
  {
    rule: 'an unknown environment',
    context: { env: 'production' },
    message: /'env' is 'production': .* dev, staging, prod/,
  },
  {
    rule: 'an unknown target',
    context: { target: 'local' },
    message: /'target' is 'local': .* aws, emulator/,
  },
  { rule: 'an account that is none', context: { account: '12' }, message: /'account' is '12'/ },
  { rule: 'a region that is none', context: { region: 'Virginia' }, message: /'region' is 'Virginia'/ },
  {
    rule: 'an account written as a number',
    context: { account: 111122223333 },
    message: /'account' must be text/,
  },
])('deploymentFrom() refuses $rule', ({ context, message }) => {
  expect(() => deploymentOf(context)).toThrow(message);
});

test.each(environmentNames)(
  'environments: %s is named as its key and keeps within what DynamoDB accepts',
  (name) => {
    const config = environments[name];
    expect(config.name).toBe(name);
    expect(config.recoveryDays).toBeGreaterThanOrEqual(1);
    expect(config.recoveryDays).toBeLessThanOrEqual(35);
  },
);
