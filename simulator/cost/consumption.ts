import { join } from 'node:path';
import { z } from 'zod';
import { readDataFile } from '../data-file';

const DATA = join(__dirname, '..', 'data');
export const CONSUMPTION_FILE = join(DATA, 'consumption.yaml');
export const DEPLOYMENT_FILE = join(DATA, 'deployment.yaml');

/** What happens in the life of an account, as `npm run bench:consumption` tells it apart. */
export const happenings = [
  'life',
  'fact',
  'person_change',
  'touch_email',
  'touch_sms',
  'touch_letter',
  'task',
  'stage_move',
  'refusal',
  'receipt',
] as const;
export type Happening = (typeof happenings)[number];

const amount = z.number().min(0).describe('a number, 0 or more');
const take = z.strictObject({
  actions: amount,
  history_bytes: amount,
  write_units: amount,
  read_units: amount,
  kms_requests: amount,
  ledger_entries: amount,
  kept_bytes: amount,
  worker_ms: amount,
});

const consumptionSchema = z.strictObject({
  measured: z.iso.date().describe('the date of the measurement'),
  command: z.string().min(1).describe('the command that measured it'),
  open_history_bytes: amount,
  replayed_touch_ms: amount,
  each: z.record(z.enum(happenings), take).describe('what each happening takes'),
});

const whole = z.int().min(0).describe('a whole number, 0 or more');
const share = z.number().positive().max(1).describe('a share of the whole, above 0 and at most 1');
const size = z.number().positive().describe('a number above 0');
const perCall = { lambda_requests: amount, milliseconds: amount };

const deploymentSchema = z.strictObject({
  holds: z.strictObject({
    kms_key_months: whole,
    secret_months: whole,
    alarm_months: whole,
    composite_alarm_months: whole,
    dashboard_months: whole,
    web_acl_months: whole,
    web_acl_rule_months: whole,
    metric_months: whole,
  }),
  fargate: z.strictObject({ tasks: z.int().min(1).describe('tasks, at least one'), vcpu: size, gb: size }),
  lambda: z.strictObject({
    functions: z.int().min(1).describe('functions'),
    gb: size,
    seconds: size,
    vcpu: size,
  }),
  sizing: z.strictObject({ busy_share: share, peak: size, history_retention_days: whole }),
  functions: z.strictObject({
    gb: size,
    fact: z.strictObject({ ...perCall, http_api_requests: amount, sqs_requests: amount }),
    receipt: z.strictObject({ ...perCall, http_api_requests: amount, sqs_requests: amount }),
    ledger_entry: z.strictObject({ ...perCall, bus_events: amount }),
    watch: z.strictObject({ lambda_requests_a_month: whole, milliseconds: amount }),
    letter_bytes: amount,
  }),
  log_bytes: z.strictObject({ touch: amount, fact: amount, receipt: amount, ledger_entry: amount }),
});

export type Consumption = z.output<typeof consumptionSchema>;
export type Take = Consumption['each'][Happening];
export type DeploymentShape = z.output<typeof deploymentSchema>;

/** What was measured. @throws {RecobroError} `simulation.badFile` */
export const loadConsumption = (file = CONSUMPTION_FILE): Consumption =>
  readDataFile(file, consumptionSchema);

/** What an environment holds. @throws {RecobroError} `simulation.badFile` */
export const loadDeploymentShape = (file = DEPLOYMENT_FILE): DeploymentShape =>
  readDataFile(file, deploymentSchema);
