import { temporal } from '@temporalio/proto';
import type { PackContent } from '../pack/content';
import { buildOf, saidIn, neighboursOf } from '../replay/recorded';
import type { RecordedRun, ReplayFinding } from '../replay/replay';
import { replayRuns } from '../replay/replay';
import { differenceText } from '../replay/difference';
import type { Run } from '../ports';
import { readableSubjects } from './contacts';
import type { CheckResult } from './findings';
import { Check, eventPlace } from './findings';

/** Every run is here, and each goes on from the one before with what that one handed over. */
export function checkHistories(content: PackContent): CheckResult {
  const check = new Check('histories');
  for (const { note, ledger, runs } of readableSubjects(content)) {
    const { workflowId } = note;
    const known = new Map(runs.map((run) => [run.runId, run]));
    const told = ledger
      .filter((entry) => entry.workflowId === workflowId && entry.runId !== '')
      .map(({ runId }) => runId);
    for (const runId of new Set([...told, ...note.missingRuns]))
      check.that(known.has(runId), eventPlace(workflowId, runId, 0), 'falta la historia de esta ejecución');
    for (const run of runs) {
      const { before, after } = neighboursOf(run.history);
      const place = eventPlace(workflowId, run.runId, 0);
      check.that(isOf(workflowId, run), place, 'es la historia de otra ejecución');
      if (before !== undefined) check.that(known.has(before), place, 'falta la ejecución anterior');
      const next = after === undefined ? undefined : known.get(after);
      if (after !== undefined) check.that(next !== undefined, place, 'falta la ejecución siguiente');
      if (next) check.that(isHandedOver(run, next), place, 'la ejecución siguiente empezó con otro estado');
    }
  }
  return check.result;
}

const RESET = temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW;

/** A history says in its first event whose it is; one that began by a reset keeps the name of the run before. */
function isOf(workflowId: string, { runId, history }: Run): boolean {
  const { events } = history;
  const started = events?.[0]?.workflowExecutionStartedEventAttributes;
  const isReset = events?.some(({ workflowTaskFailedEventAttributes: failed }) => failed?.cause === RESET);
  return started?.workflowId === workflowId && (started.originalExecutionRunId === runId || isReset === true);
}

function isHandedOver({ history }: Run, next: Run): boolean {
  const given = saidIn(history).find(({ kind }) => kind === 'continue as new');
  const started = next.history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const taken = started.map(({ data }) => Buffer.from(data ?? []).toString('utf8'));
  return JSON.stringify(given?.values) === JSON.stringify(taken);
}

/**
 * The code of the build that worked on a run, run again over its history, asks for the same (`replay`) and with the same values
 * (`inputs`: what is sent to activities, answers to requests, what is handed over, results, the instants of timers).
 */
export async function checkReplay({ accounts, bundles }: PackContent): Promise<CheckResult[]> {
  const [replay, inputs] = [new Check('replay'), new Check('inputs')];
  const runs = accounts.flatMap(({ note, runs: all }) =>
    all.map((run) => ({ ...run, workflowId: note.workflowId })),
  );
  for (const [build, ran] of byBuild(runs)) {
    const code = build === undefined ? undefined : bundles.get(build);
    if (code !== undefined) await replayAll({ replay, inputs }, code, ran);
    else for (const run of ran) unreplayed(replay, run, build);
  }
  return [replay.result, inputs.result];
}

/** The runs of each build; undefined: those that name none. */
function byBuild(runs: readonly RecordedRun[]): Map<string | undefined, RecordedRun[]> {
  const builds = new Map<string | undefined, RecordedRun[]>();
  for (const run of runs) {
    const build = buildOf(run.history);
    builds.set(build, [...(builds.get(build) ?? []), run]);
  }
  return builds;
}

/** A run that no worker has touched yet says nothing and names no build; any other must be replayed. */
function unreplayed(replay: Check, run: RecordedRun, build: string | undefined): void {
  const message =
    build === undefined
      ? 'la historia no dice qué compilación la corrió'
      : `falta el código de la compilación ${build}`;
  replay.that(build === undefined && saidIn(run.history).length === 0, runPlace(run), message);
}

async function replayAll(
  { replay, inputs }: { readonly replay: Check; readonly inputs: Check },
  code: string,
  runs: readonly RecordedRun[],
): Promise<void> {
  for await (const { run, findings } of replayRuns(code, runs)) {
    const commands = findings.filter(({ kind }) => kind === 'command');
    check(replay, eventPlace(run.workflowId, run.runId, commands[0]?.eventId ?? 0), commands);
    const values = findings.filter(({ kind }) => kind === 'value');
    const said = saidIn(run.history).length;
    for (let index = values.length; index < said; index += 1) inputs.that(true, '', '');
    for (const finding of values)
      check(inputs, eventPlace(run.workflowId, run.runId, finding.eventId), [finding]);
  }
}

const runPlace = ({ workflowId, runId }: RecordedRun): string => eventPlace(workflowId, runId, 0);

function check(into: Check, place: string, findings: readonly ReplayFinding[]): void {
  const [first] = findings;
  into.that(first === undefined, place, first ? words(first) : '');
}

const words = ({ what, error, differences }: ReplayFinding): string =>
  error !== undefined
    ? `el código no hace lo que dice la historia: ${error}`
    : `el código da otro valor en ${what}: ${differences.map(differenceText).join('; ')}`;
