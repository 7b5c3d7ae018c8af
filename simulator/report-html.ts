import type { EChartsCoreOption } from 'echarts';
import { init } from 'echarts';
import type { Report, ReportRow, StrategyReport } from './report';
import { dollarsOf, strategyNames, rowsOf, totalOf } from './report';

const WIDTH = 920;
const HEIGHT = 340;

/** The report as one HTML page that needs nothing else: tables, and plots drawn as SVG beforehand. */
export function htmlOf(report: Report): string {
  const names = strategyNames(report);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>Back-test: ${escaped(names.join(' and '))}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${STYLE}</style></head><body>`,
    `<h1>Back-test: ${escaped(names.join(' against '))}</h1>`,
    `<p>${escaped(aboutOf(report))}</p>`,
    summary(report, names),
    groups(report, names),
    ...plots(report, names),
    differing(report, names),
    '<h2>Every figure</h2>',
    table(['section', 'of', 'by', ...names], rowsOf(report).map(cellsOf)),
    '</body></html>\n',
  ].join('\n');
}

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}' +
  'table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{padding:.25rem .6rem;border-bottom:1px solid #d8dee4;text-align:left}' +
  'td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}h2{margin-top:2.5rem}';

function aboutOf({
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
  const where = book === 'generated' ? `a generated book (seed ${seed})` : `the book ${book}`;
  const money =
    payments === 'recorded' ? 'payments as recorded' : `payments by the assumptions “${behaviour}”`;
  return `${accounts} accounts of ${persons} persons of ${where}, ${days} days from ${start}; ${money}, prices by the assumptions “${prices}”. A back-test is as good as its assumptions.`;
}

function summary({ strategies }: Report, names: readonly string[]): string {
  const rows: readonly (readonly [string, (one: StrategyReport) => number])[] = [
    ['messages', ({ contacts }) => totalOf(contacts)],
    ['tasks for people', ({ tasks }) => totalOf(tasks)],
    ['cost, USD', (one) => Math.round(dollarsOf(one) * 100) / 100],
    ['payments', ({ payments }) => payments],
    ['messages that had to wait', ({ refusals }) => totalOf(refusals)],
  ];
  return table(
    ['', ...names],
    rows.map(([name, value]) => [name, ...strategies.map(value)]),
  );
}

/** Arms of an experiment, or the strategies of the rows, side by side. */
function groups(report: Report, names: readonly string[]): string {
  const rows = rowsIn(rowsOf(report), 'by arm or strategy');
  if (rows.length === 0) return '';
  return `<h2>By arm or strategy</h2>\n${table(
    ['group', '', ...names],
    rows.map(({ of, by, values }) => [of, by, ...values]),
  )}`;
}

function plots(report: Report, names: readonly string[]): string[] {
  const rows = rowsOf(report);
  const bars = (title: string, section: string): string => plot(title, barsOf(rowsIn(rows, section), names));
  return [
    plot(
      'Messages a day',
      linesOf(
        report.strategies.map(({ contactsPerDay }) => contactsPerDay),
        names,
      ),
    ),
    plot(
      'Payments a day',
      linesOf(
        report.strategies.map(({ paymentsPerDay }) => paymentsPerDay),
        names,
      ),
    ),
    bars('Messages by stage and channel', 'messages'),
    bars('Cost by kind, millionths of USD', 'cost, millionths of USD'),
    bars('Messages that had to wait, by rule', 'waited for a rule'),
    bars('Accounts at the end, by stage and outcome', 'standing at the end'),
  ];
}

const rowsIn = (rows: readonly ReportRow[], section: string): ReportRow[] =>
  rows.filter((row) => row.section === section);

function linesOf(series: readonly (readonly number[])[], names: readonly string[]): EChartsCoreOption {
  const days = series[0]?.map((_, day) => day + 1) ?? [];
  return {
    animation: false,
    legend: { data: names },
    grid: { left: 70, right: 20, bottom: 40 },
    xAxis: { type: 'category', data: days, name: 'day' },
    yAxis: { type: 'value' },
    series: series.map((data, index) => ({
      name: names[index] ?? '',
      type: 'line',
      showSymbol: false,
      data: [...data],
    })),
  };
}

function barsOf(rows: readonly ReportRow[], names: readonly string[]): EChartsCoreOption {
  return {
    animation: false,
    legend: { data: names },
    grid: { left: 70, right: 20, bottom: 110 },
    xAxis: {
      type: 'category',
      data: rows.map(({ of, by }) => (of === 'rule' || by === '' ? by || of : `${of} ${by}`)),
      axisLabel: { rotate: 45, interval: 0, fontSize: 10 },
    },
    yAxis: { type: 'value' },
    series: names.map((name, index) => ({
      name,
      type: 'bar',
      data: rows.map(({ values }) => values[index] ?? 0),
    })),
  };
}

function plot(title: string, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `<h2>${escaped(title)}</h2>\n${svg}`;
}

function differing({ differing: found, accounts }: Report, names: readonly string[]): string {
  if (!found) return '';
  const rows = found.examples.map(({ account, firstDifference, sides }) => [
    account,
    ...sides.map((side, index) => `${firstDifference[index] ?? ''} … ${side.outcome}, ${side.stage}`),
  ]);
  const title = `<h2>Accounts that differ: ${found.accounts} of ${accounts}</h2>`;
  return `${title}\n<p>The first of them, from where the two part.</p>\n${table(['account', ...names], rows)}`;
}

const cellsOf = ({ section, of, by, values }: ReportRow): (string | number)[] => [section, of, by, ...values];

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (tag: string, value: string | number): string =>
    `<${tag}${typeof value === 'number' ? ' class="n"' : ''}>${typeof value === 'number' ? value.toLocaleString('en-US') : escaped(value)}</${tag}>`;
  const line = (tag: string, cells: readonly (string | number)[]): string =>
    `<tr>${cells.map((value) => cell(tag, value)).join('')}</tr>`;
  return `<table>${line('th', head)}\n${rows.map((row) => line('td', row)).join('\n')}</table>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
