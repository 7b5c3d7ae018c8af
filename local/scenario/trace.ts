import type { CaseEvent } from '../../domain/case/events';
import { catchUp } from '../../domain/case/next';
import { daysOn } from '../../domain/case/report';
import type { CaseState } from '../../domain/case/state';
import type { Strategy } from '../../domain/strategy';
import { dayFromIso, isoFromDay, isoFromInstant } from '../../domain/time/calendar';
import type { Story } from './load';

type Row = Readonly<Record<string, string | number | null>>;
type DayRow = { readonly past_due: number | null; readonly delinquent: number | null };

/** One JSON line per scenario; the format is that of the scenarios' README. */
export interface Trace {
  readonly scenario: string;
  readonly engine: 'core' | 'temporal';
  readonly outcome: string;
  readonly outcomes?: Readonly<Record<string, string>>;
  readonly touches: readonly Row[];
  readonly tasks: readonly Row[];
  readonly skipped: readonly Row[];
  readonly stages: readonly Row[];
  readonly refused: readonly Row[];
  readonly rejected: readonly Row[];
  readonly days: Readonly<Record<string, Readonly<Record<string, DayRow>>>>;
}

/** What one account went through, in order, and how it ended. */
export interface AccountRun {
  readonly account: string;
  readonly person: string;
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
}

interface Told extends Pick<AccountRun, 'account' | 'person'> {
  readonly event: CaseEvent;
}

/** Tells a run as a trace. Rows are in order of time; at one instant in file order of the accounts. */
export function traceOf(story: Story, engine: Trace['engine'], lived: readonly AccountRun[]): Trace {
  const runs = lived.map((run) => toTheEnd(run, story));
  const byAccount = runs.flatMap(({ events, ...run }) => events.map((event): Told => ({ ...run, event })));
  const byInstant = [...byAccount].sort((a, b) => a.event.at - b.event.at);
  // Rows that carry a date but no instant go by date, then in file order of the accounts (READINGS 29).
  const byDate = [...byAccount].sort((a, b) => a.event.on - b.event.on);
  const rows = (tell: (told: Told) => Row | null, told = byInstant): Row[] =>
    told.map(tell).filter((row) => row !== null);
  const outcomes = Object.fromEntries(runs.map(({ account, state }) => [account, state.outcome]));
  return {
    scenario: story.id,
    engine,
    outcome: runs[0]?.state.outcome ?? 'open',
    ...(runs.length > 1 ? { outcomes } : {}),
    touches: rows(touchRow),
    tasks: rows(taskRow),
    skipped: rows(skippedRow, byDate),
    stages: rows(stageRow, byDate),
    refused: rows(refusedRow),
    rejected: rows(rejectedRow),
    days: Object.fromEntries(
      runs.map(({ account, state }) => [account, dayRows(story, state, story.strategy)]),
    ),
  };
}

/**
 * Engines sleep until the window opens on the next date that matters. Where the story ends before, the dates that have
 * begun by then are looked at here, so that the trace is as if somebody had (READINGS 2).
 */
function toTheEnd(run: AccountRun, { strategy, until }: Story): AccountRun {
  if (run.state.downUntil !== null) return run;
  const { state, events } = catchUp(run.state, strategy, until);
  return { ...run, state, events: [...run.events, ...events] };
}

const stamp = ({ event }: Told) => ({ at: isoFromInstant(event.at), on: isoFromDay(event.on) });

function touchRow(told: Told): Row | null {
  const { event, account, person } = told;
  if (event.type !== 'touch_sent') return null;
  const { step, channel, stage, days, template } = event;
  return { ...stamp(told), account, person, step, channel, stage, days, template };
}

function taskRow(told: Told): Row | null {
  const { event, account } = told;
  return event.type === 'task_opened'
    ? { ...stamp(told), account, step: event.step, kind: event.kind }
    : null;
}

function skippedRow({ event, account }: Told): Row | null {
  if (event.type !== 'step_skipped') return null;
  return { on: isoFromDay(event.on), account, step: event.step, reason: event.reason };
}

function stageRow({ event, account }: Told): Row | null {
  return event.type === 'stage_changed' ? { on: isoFromDay(event.on), account, stage: event.stage } : null;
}

function refusedRow({ event, account }: Told): Row | null {
  if (event.type !== 'touch_refused') return null;
  const { step, rule, next } = event;
  return { at: isoFromInstant(event.at), account, step, rule, next: isoFromInstant(next) };
}

function rejectedRow({ event }: Told): Row | null {
  return event.type === 'request_refused' ? { event: event.event, reason: event.reason } : null;
}

function dayRows(story: Story, state: CaseState, strategy: Strategy): Record<string, DayRow> {
  return Object.fromEntries(
    story.dates.map((date) => {
      const days = daysOn(state, strategy, dayFromIso(date));
      return [date, { past_due: days?.pastDue ?? null, delinquent: days?.delinquent ?? null }];
    }),
  );
}
