import Table from 'cli-table3';
import type { CostLine, Estimate } from '../../simulator/cost/estimate';
import { totalOf } from '../../simulator/cost/estimate';

/** The estimate and where it comes from, as `--json` prints it. */
export interface ToldEstimate extends Estimate {
  readonly basis: string;
  readonly prices: {
    readonly prices: string;
    readonly as_of: string;
    readonly region: string;
    /** The price book of messages. */
    readonly contacts: string;
  };
  /** When the consumption was measured. */
  readonly measured: string;
}

/** What is in no line. */
const NOT_CONTAINED =
  'Not contained: support plans, data transfer, taxes, free tiers, people (tasks, operation), console and portal.';

/** The estimate for people. */
export function printCost(told: ToldEstimate): string {
  const { accounts, lifeDays, touchesPerLife, actionsPerLife, usage, fixed, messages, growthGb } = told;
  const { prices, as_of, region, contacts } = told.prices;
  return [
    `${count(accounts)} accounts, each ${count(lifeDays)} days; in a life ${figure(touchesPerLife)} messages and ${figure(actionsPerLife)} Temporal actions`,
    `from ${told.basis}`,
    '\nA month, US dollars',
    linesTable([...usage, ...fixed], messages, accounts),
    '\nThe worker on either host, and all together',
    hostsTable(told),
    advice(told),
    `\nThe tables grow by ${figure(growthGb)} GB a month while nothing is deleted.`,
    `Prices: ${prices} (${region}, ${as_of}), messages ${contacts}. Consumption measured on ${told.measured}.`,
    NOT_CONTAINED,
  ].join('\n');
}

function linesTable(own: readonly CostLine[], messages: readonly CostLine[], accounts: number): string {
  const table = tableOf(['', '', 'a month', 'USD', 'USD an account']);
  const row = ({ service, what, quantity, usd }: CostLine): void =>
    void table.push([service, what, count(quantity), dollars(usd), small(usd / accounts)]);
  const sum = (name: string, lines: readonly CostLine[]): void =>
    void table.push([name, '', '', dollars(totalOf(lines)), small(totalOf(lines) / accounts)]);
  inOrder(own).forEach(row);
  sum('without worker and messages', own);
  inOrder(messages).forEach(row);
  sum('messages', messages);
  return table.toString();
}

/** By service; what is not used is left out. */
const inOrder = (lines: readonly CostLine[]): CostLine[] =>
  lines
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : 0));

function hostsTable({ hosts, total }: Estimate): string {
  const { fargate, lambda } = hosts;
  const table = tableOf(['', 'worker', 'USD', 'all, USD', 'USD an account', 'without messages']);
  const row = (name: string, worker: string, usd: number, all: Estimate['total']['lambda']): void =>
    void table.push([
      name,
      worker,
      dollars(usd),
      dollars(all.usd),
      small(all.perAccount),
      small(all.perAccountWithoutMessages),
    ]);
  const { accounts, sending } = lambda.awakeHours;
  row('Fargate', `${fargate.units} tasks`, fargate.usd, total.fargate);
  row('Lambda', `${figure(accounts)} + ${figure(sending)} hours a day`, lambda.usd, total.lambda);
  return table.toString();
}

/** Which host is cheaper, and where that changes. */
function advice({ hosts: { fargate, lambda, breakEvenHours } }: Estimate): string {
  const cheaper = lambda.usd < fargate.usd ? 'Lambda' : 'Fargate';
  const most = Math.min(24, breakEvenHours);
  return `${cheaper} is cheaper here; Lambda is while its queues are awake less than ${figure(most)} h a day each (docs/operate/hosts.md).`;
}

function tableOf(head: readonly string[]) {
  return new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index < 2 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
}

const count = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });
const figure = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
const dollars = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const small = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 5, maximumFractionDigits: 5 });
