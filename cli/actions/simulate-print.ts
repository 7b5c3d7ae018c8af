import Table from 'cli-table3';
import type { Report, ReportRow, StrategyReport } from '../../simulator/report';
import { dollarsOf, strategyNames, outcomesOf, rowsOf, totalOf } from '../../simulator/report';

/** Sections that are summed up for reading; JSON and CSV hold every figure. */
const SHOWN = [
  'by arm or strategy',
  'messages',
  'waited for a rule',
  'steps passed over',
  'work queues',
  'stage moves',
  'standing at the end',
  'paid, minor units',
];

/** The report as tables for a terminal. */
export function printSimulation(report: Report): string {
  const rows = rowsOf(report);
  return [
    headline(report),
    summary(report),
    ...SHOWN.map((section) => table(report, rows, section)),
    differing(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline({
  accounts,
  persons,
  days,
  start,
  seed,
  book,
  payments,
  behaviour,
  prices,
}: Report): string {
  const where = book === 'generated' ? `generated book, seed ${seed}` : book;
  return (
    `${whole(accounts)} accounts of ${whole(persons)} persons, ${days} days from ${start} (${where})\n` +
    `payments: ${payments === 'recorded' ? 'as recorded' : `assumed, ${behaviour}`}; prices: assumed, ${prices}`
  );
}

function summary({ strategies }: Report): string {
  const made = emptyTable(strategies);
  const add = (name: string, value: (one: StrategyReport) => number, show = whole): void => {
    const values = strategies.map(value);
    made.push([name, '', ...values.map(show), ...change(values)]);
  };
  add('messages', (one) => totalOf(one.contacts));
  add('tasks for people', (one) => totalOf(one.tasks));
  add('cost, USD', dollarsOf, (value) => value.toFixed(2));
  add('payments', (one) => one.payments);
  add('accounts paid', (one) => outcomesOf(one, 'paid'));
  add('accounts handed off', (one) => outcomesOf(one, 'handed_off'));
  return made.toString();
}

function table({ strategies }: Report, rows: readonly ReportRow[], section: string): string {
  const own = rows.filter((row) => row.section === section);
  if (own.length === 0) return '';
  const made = emptyTable(strategies);
  for (const { of, by, values } of own) made.push([of, by, ...values.map(whole), ...change(values)]);
  return `${section}\n${made.toString()}`;
}

function emptyTable(strategies: readonly StrategyReport[]): Table.Table {
  const names = strategyNames({ strategies });
  const head = ['', '', ...names, ...(names.length === 2 ? ['change'] : [])];
  const colAligns = head.map((_, index) => (index < 2 ? ('left' as const) : ('right' as const)));
  return new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
}

function change([one = 0, other]: readonly number[]): string[] {
  if (other === undefined) return [];
  if (one === 0) return [other === 0 ? '' : 'new'];
  const percent = (100 * (other - one)) / one;
  return [`${percent >= 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`];
}

function differing({ differing: found, strategies, accounts }: Report): string {
  if (!found) return '';
  const names = strategyNames({ strategies });
  const made = new Table({ head: ['account', ...names], style: { head: [], border: [], compact: true } });
  for (const { account, firstDifference, sides } of found.examples.slice(0, 10)) {
    const cells = sides.map(
      (side, index) => `${firstDifference[index] ?? ''} … ${side.outcome}, ${side.stage}`,
    );
    made.push([account, ...cells]);
  }
  return `${whole(found.accounts)} of ${whole(accounts)} accounts differ; the first, from where they part:\n${made.toString()}`;
}

const whole = (value: number): string => value.toLocaleString('en-US');
