/** One way of running Recobro in an AWS account. Typed here, not in CDK context, so that a mistake fails to compile. */
export interface EnvironmentConfig {
  readonly name: EnvironmentName;
  /** Twelve digits. `-c account=…` takes the place of the placeholder. */
  readonly account: string;
  /** AWS region code. `-c region=…` takes its place. */
  readonly region: string;
  /** Tables and stacks refuse deletion, and data outlives its stack. */
  readonly protectData: boolean;
  /** Days back to which a table can be restored, 1 to 35. */
  readonly recoveryDays: number;
  /** Days that a rendered letter is kept, counted from its writing. */
  readonly letterRetentionDays: number;
}

export const environmentNames = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** AWS uses this number in its own documentation; a deployment to it is refused for lack of credentials. */
const PLACEHOLDER_ACCOUNT = '123456789012';
const TEN_YEARS_IN_DAYS = 3653;

export const environments: Readonly<Record<EnvironmentName, EnvironmentConfig>> = {
  dev: {
    name: 'dev',
    account: PLACEHOLDER_ACCOUNT,
    region: 'us-east-1',
    protectData: false,
    recoveryDays: 1,
    letterRetentionDays: 30,
  },
  staging: {
    name: 'staging',
    account: PLACEHOLDER_ACCOUNT,
    region: 'us-east-1',
    protectData: false,
    recoveryDays: 7,
    letterRetentionDays: 90,
  },
  prod: {
    name: 'prod',
    account: PLACEHOLDER_ACCOUNT,
    region: 'us-east-1',
    protectData: true,
    recoveryDays: 35,
    letterRetentionDays: TEN_YEARS_IN_DAYS,
  },
};

/** The local AWS answers to this account only. */
const emulatorPlace = { account: '000000000000', region: 'us-east-1' };

/** What the command line may say: `cdk synth -c env=prod -c account=… -c region=… -c target=emulator`. */
export interface ContextReader {
  readonly tryGetContext: (key: string) => unknown;
}

export interface Deployment {
  readonly config: EnvironmentConfig;
  /** True where the stacks go to the local AWS, which rejects a template that holds a type it does not know. */
  readonly emulator: boolean;
}

/**
 * The environment to synthesise: `dev` where the context names none.
 *
 * @throws {Error} If `env`, `target`, `account` or `region` is not one of the accepted values.
 */
export function deploymentFrom(context: ContextReader): Deployment {
  const name = oneOf('env', textOf(context, 'env') ?? 'dev', environmentNames);
  const emulator = oneOf('target', textOf(context, 'target') ?? 'aws', ['aws', 'emulator']) === 'emulator';
  const base = { ...environments[name], ...(emulator ? emulatorPlace : {}) };
  const account = matching('account', textOf(context, 'account') ?? base.account, /^\d{12}$/);
  const region = matching('region', textOf(context, 'region') ?? base.region, /^[a-z]{2}(-[a-z]+)+-\d$/);
  return { config: { ...base, account, region }, emulator };
}

function textOf(context: ContextReader, key: string): string | undefined {
  const value = context.tryGetContext(key);
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(`Context '${key}' must be text: quote it in cdk.json, or pass -c ${key}=VALUE`);
}

function oneOf<T extends string>(key: string, value: string, accepted: readonly T[]): T {
  const found = accepted.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new Error(`Context '${key}' is '${value}': pass -c ${key}= one of ${accepted.join(', ')}`);
}

function matching(key: string, value: string, shape: RegExp): string {
  if (shape.test(value)) return value;
  throw new Error(
    `Context '${key}' is '${value}', which is no AWS ${key}: pass -c ${key}= a value like ${String(shape)}`,
  );
}
