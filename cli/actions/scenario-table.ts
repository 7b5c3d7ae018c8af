import Table from 'cli-table3';
import type { Trace } from '../../local/scenario/trace';

type Row = Trace['touches'][number];
type Line = readonly [date: string, time: string, account: string, what: string, detail: string];

/** A trace for people: one line an event, by local date, with the time in UTC where it is known. */
export function traceTable(trace: Trace, isAsExpected: boolean): string {
  const table = new Table({
    head: [],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: NO_LINES,
  });
  for (const line of linesOf(trace)) table.push([...line]);
  const outcome = trace.outcomes
    ? Object.entries(trace.outcomes)
        .map(([account, is]) => `${account} ${is}`)
        .join(', ')
    : trace.outcome;
  return `${isAsExpected ? '✓' : '✗'} ${trace.scenario} (${trace.engine}): ${outcome}\n${table.toString().replaceAll(/ +$/gm, '')}\n`;
}

function linesOf({ touches, tasks, skipped, stages, refused, rejected }: Trace): Line[] {
  const dated = [
    ...stages.map((row) => lineOf(row, 'stage', text(row['stage']))),
    ...skipped.map((row) => lineOf(row, 'skipped', `${text(row['step'])}: ${text(row['reason'])}`)),
    ...touches.map((row) => lineOf(row, 'sent', sentText(row))),
    ...tasks.map((row) => lineOf(row, 'task', `${text(row['step'])} (${text(row['kind'])})`)),
    ...refused.map((row) =>
      lineOf(row, 'refused', `${text(row['step'])} by ${text(row['rule'])} until ${text(row['next'])}`),
    ),
  ].sort((a, b) => compare(`${a[0]} ${a[1]}`, `${b[0]} ${b[1]}`));
  return [
    ...dated,
    ...rejected.map((row): Line => ['', '', '', 'rejected', `${text(row['event'])}: ${text(row['reason'])}`]),
  ];
}

const sentText = ({ step, channel, stage, days, template }: Row): string =>
  `${text(step)} by ${text(channel)} (${text(stage)}, day ${text(days)}, ${text(template)})`;

function lineOf({ at, on, account }: Row, what: string, detail: string): Line {
  const instant = text(at);
  return [text(on) || instant.slice(0, 10), instant.slice(11), text(account), what, detail];
}

const text = (value: Row[string] | undefined): string =>
  value === undefined || value === null ? '' : String(value);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);
