import Table from 'cli-table3';
import { sendChannels } from '../../domain/channel';
import { outcomes } from '../../domain/case/state';
import { stageNames } from '../../domain/strategy';
import type { Counts, DemoReport } from './report';

const PLAIN = { head: [], border: [], compact: true };

/** The demo's result for people: three tables and the checks that must be zero. */
export function printReport(report: DemoReport): string {
  return [
    `${report.debtors} debtors, ${report.accounts} accounts, ${report.messages} messages, ${report.payments} payments, ${report.reversals} reversals, ${report.bounces} bounces, ${report.tasks} tasks for people`,
    heading('Accounts by stage and outcome'),
    grid(report.standing, stageNames, outcomes),
    heading('Messages by stage and channel'),
    grid(report.touches, stageNames, sendChannels),
    heading('Touches that the rules of contact held back'),
    refusalTable(report),
    heading('Checks'),
    checkTable(report),
  ].join('\n');
}

/** Everything that must be zero is. */
export const isClean = (report: DemoReport): boolean => checks(report).every(([, value]) => value === 0);

const heading = (text: string): string => `\n${text}`;

const checks = (report: DemoReport): [string, number][] => [
  ['messages after payment', report.messagesAfterPayment],
  ['duplicates', report.duplicates],
  ['messages of unknown outcome', report.unknown],
  ['ledgers whose hash chain is broken', report.brokenLedgers],
];

function grid(counts: Counts, rows: readonly string[], columns: readonly string[]): string {
  const used = columns.filter((column) => rows.some((row) => counts[row]?.[column]));
  const table = new Table({
    head: ['', ...used, 'total'],
    colAligns: ['left', ...used.map(() => 'right' as const), 'right'],
    style: PLAIN,
  });
  for (const row of [...rows, null]) {
    const cells = used.map((column) => total(counts, row === null ? rows : [row], [column]));
    table.push([row ?? 'total', ...cells.map(String), String(cells.reduce((sum, cell) => sum + cell, 0))]);
  }
  return table.toString();
}

const total = (counts: Counts, rows: readonly string[], columns: readonly string[]): number =>
  rows.reduce((sum, row) => columns.reduce((part, column) => part + (counts[row]?.[column] ?? 0), sum), 0);

function refusalTable({ refusals }: DemoReport): string {
  const table = new Table({ head: ['rule', 'times'], colAligns: ['left', 'right'], style: PLAIN });
  const sorted = Object.entries(refusals).sort(([, a], [, b]) => b - a);
  for (const [rule, times] of sorted) table.push([rule, String(times)]);
  return sorted.length === 0 ? 'none' : table.toString();
}

function checkTable(report: DemoReport): string {
  const table = new Table({ colAligns: ['left', 'right', 'left'], style: PLAIN });
  for (const [name, value] of checks(report)) table.push([name, String(value), value === 0 ? 'ok' : 'WRONG']);
  return table.toString();
}
