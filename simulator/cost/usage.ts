import type { Consumption, DeploymentShape, Happening, Take } from './consumption';
import { happenings } from './consumption';
import type { Billed } from './price-list';
import type { Workload } from './workload';
import { happeningsOf, livesAMonth, MONTH_DAYS, touchesByChannel, touchesOf } from './workload';

/** Units of everything billed in a month. */
export type Usage = Readonly<Partial<Record<Billed, number>>>;

/** What the estimate reads besides prices. */
export interface Measures {
  readonly consumption: Consumption;
  readonly shape: DeploymentShape;
}

const GB = 1e9;
export const MONTH_HOURS = MONTH_DAYS * 24;

/** What one life takes, its happenings added up. */
export function takeOfLife({ life }: Workload, { each }: Consumption): Take {
  const counts = happeningsOf(life);
  const of = (member: keyof Take): number =>
    happenings.reduce((sum, name) => sum + counts[name] * each[name][member], 0);
  return {
    actions: of('actions'),
    history_bytes: of('history_bytes'),
    write_units: of('write_units'),
    read_units: of('read_units'),
    kms_requests: of('kms_requests'),
    ledger_entries: of('ledger_entries'),
    kept_bytes: of('kept_bytes'),
    worker_ms: of('worker_ms'),
  };
}

/** What the accounts of a book take in a month; the worker's host is reckoned apart. */
export function usageOf(workload: Workload, { consumption, shape }: Measures): Usage {
  const lives = livesAMonth(workload);
  const take = takeOfLife(workload, consumption);
  const keptGb = (workload.accounts * take.kept_bytes) / GB;
  return {
    temporal_actions: lives * take.actions,
    ...historyOf(workload, take, { consumption, shape }),
    dynamodb_writes: lives * take.write_units,
    dynamodb_reads: lives * take.read_units,
    dynamodb_gb_months: keptGb,
    dynamodb_backup_gb_months: keptGb,
    kms_requests: lives * take.kms_requests,
    ...lettersOf(workload, shape),
    ...functionsOf(workload, take, shape),
    log_gb: (lives * logBytes(workload, take, shape)) / GB,
  };
}

/**
 * Open histories grow from what a sleeping case has to what a run has at its end; half of the growth is there on average.
 * Closed ones are kept for the retention.
 */
function historyOf(workload: Workload, take: Take, { consumption, shape }: Measures): Usage {
  const { accounts, life } = workload;
  const runs = 1 + life.moves;
  const open = consumption.open_history_bytes + take.history_bytes / runs / 2;
  const retainedHours = Math.min(shape.sizing.history_retention_days, MONTH_DAYS) * 24;
  return {
    temporal_active_gb_hours: (accounts * life.openShare * open * MONTH_HOURS) / GB,
    temporal_retained_gb_hours: (livesAMonth(workload) * take.history_bytes * retainedHours) / GB,
  };
}

/** Letters stay as objects; those of the accounts' present lives are counted. */
function lettersOf(workload: Workload, { functions }: DeploymentShape): Usage {
  const { letter = 0 } = touchesByChannel(workload.life);
  return {
    s3_puts: livesAMonth(workload) * letter,
    s3_gb_months: (workload.accounts * letter * functions.letter_bytes) / GB,
  };
}

const PER_FACT = ['fact', 'person_change'] as const satisfies readonly Happening[];

/** The way in, the receipts of providers, and the events that go out. */
function functionsOf(workload: Workload, { ledger_entries }: Take, { functions }: DeploymentShape): Usage {
  const counts = happeningsOf(workload.life);
  const lives = livesAMonth(workload);
  const facts = lives * PER_FACT.reduce((sum, name) => sum + counts[name], 0);
  const receipts = lives * counts.receipt;
  const entries = lives * ledger_entries;
  const { fact, receipt, ledger_entry: entry, watch, gb } = functions;
  const seconds =
    (facts * fact.milliseconds +
      receipts * receipt.milliseconds +
      entries * entry.milliseconds +
      watch.lambda_requests_a_month * watch.milliseconds) /
    1_000;
  const requests = facts * fact.http_api_requests + receipts * receipt.http_api_requests;
  return {
    http_api_requests: requests,
    web_acl_requests: requests,
    cloudfront_requests: requests,
    sqs_requests: facts * fact.sqs_requests + receipts * receipt.sqs_requests,
    bus_events: entries * entry.bus_events,
    lambda_requests:
      facts * fact.lambda_requests +
      receipts * receipt.lambda_requests +
      entries * entry.lambda_requests +
      watch.lambda_requests_a_month,
    lambda_gb_seconds: seconds * gb,
  };
}

function logBytes({ life }: Workload, { ledger_entries }: Take, { log_bytes }: DeploymentShape): number {
  const counts = happeningsOf(life);
  const facts = PER_FACT.reduce((sum, name) => sum + counts[name], 0);
  return (
    (touchesOf(life) + counts.refusal) * log_bytes.touch +
    facts * log_bytes.fact +
    counts.receipt * log_bytes.receipt +
    ledger_entries * log_bytes.ledger_entry
  );
}
