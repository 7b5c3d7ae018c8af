import { join } from 'node:path';
import { z } from 'zod';
import { readDataFile } from '../data-file';

/** What the product ships. */
export const LIST_PRICES_FILE = join(__dirname, '..', 'data', 'list-prices.yaml');

/** Everything that is billed, by its unit. */
export const billed = [
  'temporal_actions',
  'temporal_active_gb_hours',
  'temporal_retained_gb_hours',
  'fargate_vcpu_hours',
  'fargate_gb_hours',
  'public_ipv4_hours',
  'lambda_gb_seconds',
  'lambda_requests',
  'dynamodb_writes',
  'dynamodb_reads',
  'dynamodb_gb_months',
  'dynamodb_backup_gb_months',
  'kms_key_months',
  'kms_requests',
  'secret_months',
  'http_api_requests',
  'sqs_requests',
  'bus_events',
  's3_puts',
  's3_gb_months',
  'log_gb',
  'metric_months',
  'alarm_months',
  'composite_alarm_months',
  'dashboard_months',
  'web_acl_months',
  'web_acl_rule_months',
  'web_acl_requests',
  'cloudfront_requests',
] as const;
export type Billed = (typeof billed)[number];

const usd = z.number().min(0).describe('US dollars, 0 or more');
const price = z
  .strictObject({
    usd,
    per: z.number().positive().describe('how many units the price is for'),
    beyond: z
      .array(z.strictObject({ above: z.number().positive().describe('units a month'), usd }))
      .optional()
      .describe('prices of what comes above so many units a month, ascending'),
    source: z.string().min(1).describe('who says so'),
  })
  .refine(({ beyond = [] }) => beyond.every(({ above }, index) => above > (beyond[index - 1]?.above ?? 0)), {
    path: ['beyond'],
    error: 'is not in order: list the steps from the least quantity to the most',
  });

const listSchema = z.strictObject({
  prices: z.string().min(1).describe('name of the price list'),
  as_of: z.iso.date().describe('the date of the prices, YYYY-MM-DD'),
  currency: z.literal('USD').describe('the currency of all prices'),
  region: z.string().min(1).describe('the region of the prices'),
  each: z.record(z.enum(billed), price).describe('a price for everything that is billed'),
});

export type PriceList = z.output<typeof listSchema>;
export type Price = PriceList['each'][Billed];

/**
 * Reads a price list.
 *
 * @throws {RecobroError} `simulation.badFile` naming file, line and remedy.
 */
export const loadPriceList = (file = LIST_PRICES_FILE): PriceList => readDataFile(file, listSchema);
