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
  /** Days that log lines are kept; they hold no personal data. */
  readonly logDays: 30 | 90 | 365;
  /** Who is told of alarms; null where nobody is. */
  readonly operatorEmail: string | null;
  /** Who is woken when nothing is collected or the law is at risk; null where nobody is. */
  readonly urgentEmail: string | null;
  /**
   * OTLP over HTTP: a collector that functions and worker reach and that asks for no key, such as `https://otel.example`.
   * Null: spans are lines of the log, as they are with one.
   */
  readonly collector: string | null;
  readonly mail: MailConfig;
  /** Where the public comes in, with its certificate in us-east-1; null: the name that CloudFront gives. */
  readonly edge: { readonly domain: string; readonly certificateArn: string } | null;
  readonly temporal: TemporalConfig;
  readonly worker: WorkerConfig;
  /** Messages a second over all workers, held by Temporal: at most what SES and SNS grant the account. */
  readonly sendsPerSecond: number;
  /** What texts may cost in a month, in US dollars: at four fifths operators are told. SNS stops at its own limit. */
  readonly smsMonthlyUsd: number;
  /** Executions that are reserved for, and at most given to, each kind of function; null: no reservation. */
  readonly concurrency: { readonly public: number; readonly consumers: number } | null;
  /** Days that the archive of evidence is locked for; nobody can shorten it for what was written. */
  readonly evidenceLockDays: number;
  /** When the ledgers of each tenant are sealed, once a day. */
  readonly seals: readonly SealTime[];
  /** ARNs of the roles that sign evidence packs, besides the function that seals. */
  readonly evidenceSigners: readonly string[];
  /** SNS logs texts once for an account and a region: one environment of those that share them reads the log. */
  readonly readsSmsLog: boolean;
  /** Machines that sign as AWS does: from the ARN of a role's sessions, without the session's name, to the tenant. */
  readonly machines: Readonly<Record<string, string>>;
  /** Who signs the tokens of people; null: none are taken. */
  readonly people: { readonly issuer: string; readonly audience: string } | null;
  /** Own numbers that receive replies, and whose they are. */
  readonly numbers: Readonly<Record<string, string>>;
  readonly strategies: readonly StrategyUse[];
  /** Who may read payloads in the Temporal UI, and in which. */
  readonly codec: CodecConfig;
  /** The strategy of accounts that name none. */
  readonly defaultStrategy: string;
}

/** A tenant, and the hour of its own day at which its ledgers are sealed. */
export interface SealTime {
  readonly tenant: string;
  /** IANA zone. */
  readonly zone: string;
  /** 0 to 23. */
  readonly hour: number;
}

export interface CodecConfig {
  /** Origin of the Temporal UI, such as `https://cloud.temporal.io`. */
  readonly uiOrigin: string;
  /** OpenID Connect provider of the staff; its tokens carry `recobro_tenant` and `recobro_roles`. */
  readonly issuer: string;
  readonly audience: string;
}

export interface MailConfig {
  /** Domain that SES signs for; its DNS records are outputs of the stack. */
  readonly domain: string;
  /** Local part of the sender, at the domain. */
  readonly sender: string;
}

/** Temporal Cloud or a server of one's own; what is secret about it lies in Secrets Manager. */
export interface TemporalConfig {
  /** `host:port` */
  readonly address: string;
  readonly namespace: string;
}

/** The one choice of host; `docs/operate/hosts.md` says when to take which. */
export type WorkerConfig =
  | {
      readonly host: 'fargate';
      readonly tasks: number;
      readonly cpu: 256 | 512 | 1024;
      readonly memoryMiB: number;
    }
  | {
      readonly host: 'lambda';
      readonly mostAtOnce: number;
      readonly memoryMiB: number;
      /** Who starts the functions: principals of Temporal, and what they show. Absent: nobody does yet. */
      readonly invokedBy?: { readonly principals: readonly string[]; readonly externalId: string };
    };

/** A strategy that is deployed, and where and for whom it is used; synth asks the law about it. */
export interface StrategyUse {
  /** File in `strategies/`. */
  readonly file: string;
  /** Rule packs besides the strategy's own. */
  readonly places: readonly string[];
  readonly debtor: 'consumer' | 'business';
}

export const environmentNames = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** AWS uses this number in its own documentation; a deployment to it is refused for lack of credentials. */
const PLACEHOLDER_ACCOUNT = '123456789012';
const TEN_YEARS_IN_DAYS = 3653;

/** What the example strategies are for; a deployment names its own. */
const exampleStrategies: readonly StrategyUse[] = [
  { file: 'consumo.yaml', places: [], debtor: 'consumer' },
  { file: 'servicios.yaml', places: [], debtor: 'consumer' },
  { file: 'facturas-b2b.yaml', places: [], debtor: 'business' },
];

/** A deployment names its own. */
const exampleCodec: CodecConfig = {
  uiOrigin: 'https://cloud.temporal.io',
  issuer: 'https://login.recobro.example',
  audience: 'recobro-codec',
};

const shared = {
  account: PLACEHOLDER_ACCOUNT,
  region: 'us-east-1',
  operatorEmail: null,
  codec: exampleCodec,
  urgentEmail: null,
  collector: null,
  evidenceSigners: [],
  seals: [{ tenant: 'demo', zone: 'America/Bogota', hour: 22 }],
  readsSmsLog: true,
  machines: {},
  people: null,
  edge: null,
  numbers: {},
  strategies: exampleStrategies,
  defaultStrategy: 'consumo',
} as const;

const smallFargate: WorkerConfig = { host: 'fargate', tasks: 1, cpu: 256, memoryMiB: 1024 };

export const environments: Readonly<Record<EnvironmentName, EnvironmentConfig>> = {
  dev: {
    name: 'dev',
    ...shared,
    protectData: false,
    recoveryDays: 1,
    letterRetentionDays: 30,
    evidenceLockDays: 1,
    logDays: 30,
    mail: { domain: 'dev.recobro.example', sender: 'cobranza' },
    temporal: { address: 'localhost:7233', namespace: 'recobro-dev' },
    worker: smallFargate,
    concurrency: null,
    sendsPerSecond: 1,
    smsMonthlyUsd: 1,
  },
  staging: {
    name: 'staging',
    ...shared,
    protectData: false,
    recoveryDays: 7,
    letterRetentionDays: 90,
    evidenceLockDays: 30,
    logDays: 90,
    mail: { domain: 'staging.recobro.example', sender: 'cobranza' },
    temporal: { address: 'localhost:7233', namespace: 'recobro-staging' },
    worker: smallFargate,
    concurrency: { public: 20, consumers: 10 },
    sendsPerSecond: 1,
    smsMonthlyUsd: 1,
  },
  prod: {
    name: 'prod',
    ...shared,
    protectData: true,
    recoveryDays: 35,
    letterRetentionDays: TEN_YEARS_IN_DAYS,
    evidenceLockDays: TEN_YEARS_IN_DAYS,
    logDays: 365,
    mail: { domain: 'recobro.example', sender: 'cobranza' },
    temporal: { address: 'localhost:7233', namespace: 'recobro-prod' },
    worker: { host: 'fargate', tasks: 2, cpu: 512, memoryMiB: 2048 },
    concurrency: { public: 100, consumers: 50 },
    sendsPerSecond: 14,
    smsMonthlyUsd: 1_000,
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
