import type { PriceList } from './price-list';
import { usdOf } from './price';
import type { Measures } from './usage';
import { MONTH_HOURS, takeOfLife } from './usage';
import type { Workload } from './workload';
import { happeningsOf, livesAMonth, MONTH_DAYS, touchesOf } from './workload';

/** What the worker costs in a month on one host. */
export interface HostCost {
  readonly usd: number;
  /** Fargate: tasks at all times. Lambda: functions of one queue side by side, at the peak. */
  readonly units: number;
}

export interface HostsCost {
  readonly fargate: HostCost;
  readonly lambda: HostCost & {
    /** Hours of a day in which a function of the queue is awake; two at a time count twice. */
    readonly awakeHours: { readonly accounts: number; readonly sending: number };
  };
  /** Hours a day for which both queues may be awake until Lambda costs what Fargate costs. */
  readonly breakEvenHours: number;
}

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/**
 * Both hosts for the same work.
 *
 * @param sendingHours Hours of a day over which the day's messages go out, above 0 and at most 24.
 */
export function hostsOf(
  workload: Workload,
  measures: Measures,
  prices: PriceList,
  sendingHours: number,
): HostsCost {
  const demand = demandOf(workload, measures, sendingHours);
  const fargate = fargateOf(demand, measures, prices);
  const lambda = lambdaOf(demand, measures, prices, sendingHours);
  const hourOfBoth = measures.shape.lambda.functions * hourOfFunction(measures, prices);
  return { fargate, lambda, breakEvenHours: fargate.usd / hourOfBoth / MONTH_DAYS };
}

interface Demand {
  /** Processors that are busy at the peak: with cases kept in memory, and with every history run again. */
  readonly kept: number;
  readonly replayed: number;
  /** Wake-ups a second: of both queues while messages go out, and of the accounts' queue at any time. */
  readonly touches: number;
  readonly others: number;
}

function demandOf(workload: Workload, { consumption, shape }: Measures, sendingHours: number): Demand {
  const lives = livesAMonth(workload);
  const touches = (lives * touchesOf(workload.life)) / MONTH_DAYS / (sendingHours * HOUR_SECONDS);
  const { fact, person_change, task, stage_move } = happeningsOf(workload.life);
  const others = (lives * (1 + fact + person_change + task + stage_move)) / MONTH_DAYS / DAY_SECONDS;
  const busySeconds = (lives * takeOfLife(workload, consumption).worker_ms) / 1_000 / MONTH_DAYS;
  const kept = (busySeconds / (sendingHours * HOUR_SECONDS)) * shape.sizing.peak;
  return { kept, replayed: kept * replayFactor(consumption), touches, others };
}

/** How much more a wake-up takes where no case is in memory. */
const replayFactor = ({ replayed_touch_ms, each }: Measures['consumption']): number =>
  Math.max(1, replayed_touch_ms / each.touch_email.worker_ms);

function fargateOf({ kept }: Demand, { shape }: Measures, { each }: PriceList): HostCost {
  const { fargate, sizing } = shape;
  const tasks = Math.max(fargate.tasks, Math.ceil(kept / (fargate.vcpu * sizing.busy_share)));
  const hours = tasks * MONTH_HOURS;
  const usd =
    usdOf(each.fargate_vcpu_hours, hours * fargate.vcpu) +
    usdOf(each.fargate_gb_hours, hours * fargate.gb) +
    usdOf(each.public_ipv4_hours, hours);
  return { usd, units: tasks };
}

/** Functions of one queue that so many busy processors need, both queues taken to have the same share of the work. */
const functionsFor = (busy: number, { shape }: Measures): number =>
  busy / (shape.lambda.functions * shape.lambda.vcpu * shape.sizing.busy_share);

/** One hour in which one function is awake. */
function hourOfFunction({ shape }: Measures, { each }: PriceList): number {
  const { gb, seconds } = shape.lambda;
  return (
    usdOf(each.lambda_gb_seconds, HOUR_SECONDS * gb) + usdOf(each.lambda_requests, HOUR_SECONDS / seconds)
  );
}

/** While messages go out at least as many functions are awake as the work needs; at other times one now and then. */
function lambdaOf(
  { replayed, touches, others }: Demand,
  measures: Measures,
  prices: PriceList,
  sendingHours: number,
): HostsCost['lambda'] {
  const share = (wakeUps: number): number => awakeShare(wakeUps, measures.shape.lambda.seconds);
  const needed = functionsFor(replayed / measures.shape.sizing.peak, measures);
  const sending = sendingHours * Math.max(share(touches), needed);
  const accounts =
    sendingHours * Math.max(share(touches + others), needed) + (24 - sendingHours) * share(others);
  return {
    usd: (accounts + sending) * MONTH_DAYS * hourOfFunction(measures, prices),
    units: Math.max(1, Math.ceil(functionsFor(replayed, measures))),
    awakeHours: { accounts, sending },
  };
}

/**
 * The part of the time in which a function is awake when work comes by chance: each invocation lasts `seconds`, then the
 * next piece of work is waited for.
 */
const awakeShare = (perSecond: number, seconds: number): number =>
  perSecond === 0 ? 0 : seconds / (seconds + 1 / perSecond);
