import type { PriceBook } from '../prices';
import { priceOf } from '../prices';
import type { HostsCost } from './hosts';
import { hostsOf } from './hosts';
import { usdOf } from './price';
import type { Billed, PriceList } from './price-list';
import type { Measures, Usage } from './usage';
import { takeOfLife, usageOf } from './usage';
import type { Workload } from './workload';
import { livesAMonth, touchesOf } from './workload';

/** One line of the bill of a month. */
export interface CostLine {
  readonly service: string;
  readonly what: string;
  readonly quantity: number;
  readonly usd: number;
}

/** What a book costs in a month, in US dollars. */
export interface Estimate {
  readonly accounts: number;
  readonly lifeDays: number;
  /** Of one life: messages, and actions that Temporal Cloud bills. */
  readonly touchesPerLife: number;
  readonly actionsPerLife: number;
  /** What grows with the book, without worker and messages. */
  readonly usage: readonly CostLine[];
  /** What an environment costs whatever the book. */
  readonly fixed: readonly CostLine[];
  /** Messages by place and channel. */
  readonly messages: readonly CostLine[];
  readonly hosts: HostsCost;
  readonly total: Readonly<Record<'fargate' | 'lambda', Total>>;
  /** GB that the tables grow by in a month, while nothing is deleted. */
  readonly growthGb: number;
}

/** Of the whole book, of one account, and the same without the messages. */
export interface Total {
  readonly usd: number;
  readonly perAccount: number;
  readonly perAccountWithoutMessages: number;
}

export interface CostOptions extends Measures {
  readonly prices: PriceList;
  /** What messages cost by place and channel. */
  readonly contacts: PriceBook;
  /** Hours of a day over which the day's messages go out, above 0 and at most 24. */
  readonly sendingHours: number;
}

/** How lines are grouped and called. */
const NAMES: Readonly<Partial<Record<Billed, readonly [string, string]>>> = {
  temporal_actions: ['Temporal Cloud', 'actions'],
  temporal_active_gb_hours: ['Temporal Cloud', 'open histories, GB hours'],
  temporal_retained_gb_hours: ['Temporal Cloud', 'closed histories, GB hours'],
  dynamodb_writes: ['DynamoDB', 'write request units'],
  dynamodb_reads: ['DynamoDB', 'read request units'],
  dynamodb_gb_months: ['DynamoDB', 'storage, GB'],
  dynamodb_backup_gb_months: ['DynamoDB', 'continuous backup, GB'],
  kms_requests: ['KMS', 'requests'],
  kms_key_months: ['KMS', 'keys'],
  lambda_gb_seconds: ['Functions', 'GB seconds'],
  lambda_requests: ['Functions', 'requests'],
  http_api_requests: ['Way in', 'API requests'],
  web_acl_requests: ['Way in', 'requests past the firewall'],
  cloudfront_requests: ['Way in', 'CloudFront requests'],
  web_acl_months: ['Way in', 'firewall'],
  web_acl_rule_months: ['Way in', 'rules of the firewall'],
  sqs_requests: ['Queues and bus', 'queue requests'],
  bus_events: ['Queues and bus', 'events'],
  s3_puts: ['S3', 'letters written'],
  s3_gb_months: ['S3', 'letters kept, GB'],
  log_gb: ['CloudWatch', 'logs, GB'],
  metric_months: ['CloudWatch', 'metrics'],
  alarm_months: ['CloudWatch', 'alarms'],
  composite_alarm_months: ['CloudWatch', 'composite alarms'],
  dashboard_months: ['CloudWatch', 'dashboards'],
  secret_months: ['Secrets Manager', 'secrets'],
};

/** What the accounts of a book cost in a month. Pure: the same figures give the same estimate. */
export function estimate(workload: Workload, options: CostOptions): Estimate {
  const { prices, shape, consumption } = options;
  const usage = linesOf(usageOf(workload, options), prices);
  const fixed = linesOf(shape.holds, prices);
  const messages = messageLines(workload, options.contacts);
  const hosts = hostsOf(workload, options, prices, options.sendingHours);
  const own = totalOf(usage) + totalOf(fixed);
  const total = (host: number): Total => ({
    usd: own + host + totalOf(messages),
    perAccount: (own + host + totalOf(messages)) / workload.accounts,
    perAccountWithoutMessages: (own + host) / workload.accounts,
  });
  const take = takeOfLife(workload, consumption);
  return {
    accounts: workload.accounts,
    lifeDays: workload.life.lifeDays,
    touchesPerLife: touchesOf(workload.life),
    actionsPerLife: take.actions,
    ...{ usage, fixed, messages, hosts },
    total: { fargate: total(hosts.fargate.usd), lambda: total(hosts.lambda.usd) },
    growthGb: (livesAMonth(workload) * take.kept_bytes) / 1e9,
  };
}

function linesOf(usage: Usage, { each }: PriceList): CostLine[] {
  // The keys are those of the type, which Object.entries forgets.
  return (Object.entries(usage) as [Billed, number][]).map(([id, quantity]) => {
    const [service, what] = NAMES[id] ?? ['Other', id];
    return { service, what, quantity, usd: usdOf(each[id], quantity) };
  });
}

const CHANNELS = ['email', 'sms', 'whatsapp', 'letter', 'voice'] as const;
const MILLIONTHS = 1e6;

function messageLines(workload: Workload, contacts: PriceBook): CostLine[] {
  const lives = livesAMonth(workload);
  return Object.entries(workload.life.touches).flatMap(([place, row]) =>
    CHANNELS.flatMap((channel) => {
      const quantity = lives * (row[channel] ?? 0);
      if (quantity === 0) return [];
      const usd = (quantity * priceOf(contacts, place, channel)) / MILLIONTHS;
      return [{ service: `Messages, ${place}`, what: channel, quantity, usd }];
    }),
  );
}

/** The sum of lines. */
export const totalOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
