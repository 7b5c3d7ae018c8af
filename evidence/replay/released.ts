import type { Difference } from './difference';
import { differenceText } from './difference';
import type { RecordedRun, ReplayFinding } from './replay';
import { replayRuns } from './replay';

/** A run that a released version of the workflow has recorded. */
export interface ReleasedRun extends RecordedRun {
  /** Such as `v1`. */
  readonly version: string;
  /** What the case is about, such as `payments`. */
  readonly name: string;
  /** Its place among the runs of the case, from 1. */
  readonly number: number;
}

/**
 * Members that later code writes into states handed over, and that the recorded version did not have: path → why no open
 * case is decided otherwise because of it. By version; anything that is not named here is a deviation.
 */
export type Additions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where code does something else with an open case of a released version than that version did. */
export interface Deviation {
  readonly run: ReleasedRun;
  readonly finding: ReplayFinding;
}

/** Replays what released versions have recorded and tells where this code decides otherwise. */
export async function deviationsOf(
  code: string,
  runs: readonly ReleasedRun[],
  additions: Additions = {},
): Promise<Deviation[]> {
  const known = new Map(runs.map((run) => [keyOf(run), run]));
  const deviations: Deviation[] = [];
  for await (const replayed of replayRuns(code, runs)) {
    const run = known.get(keyOf(replayed.run));
    if (!run) continue;
    const findings = replayed.findings.map((finding) => unexplained(finding, additions[run.version] ?? {}));
    deviations.push(...findings.flatMap((finding) => (finding ? [{ run, finding }] : [])));
  }
  return deviations;
}

const keyOf = ({ workflowId, runId }: RecordedRun): string => `${workflowId} ${runId}`;

/** The finding without the additions that are accounted for; undefined when nothing is left of it. */
function unexplained(finding: ReplayFinding, additions: Additions[string]): ReplayFinding | undefined {
  if (finding.error !== undefined) return finding;
  const differences = finding.differences.filter((difference) => !isAddition(difference, additions));
  return differences.length > 0 ? { ...finding, differences } : undefined;
}

/** Only a member that was not there: one that was and has changed is never an addition. */
const isAddition = ({ path, recorded }: Difference, additions: Additions[string]): boolean =>
  recorded === undefined &&
  Object.keys(additions).some((added) => path === added || path.startsWith(`${added}.`));

/** The deviation by case, event and value: `case v1/payments, run 2, event 17, activity sendTouch: touch.step: …`. */
export function deviationText({ run, finding }: Deviation): string {
  const { eventId, what, error, differences } = finding;
  const place = `case ${run.version}/${run.name}, run ${run.number}`;
  const event = eventId > 0 ? `, event ${eventId}, ${what}` : '';
  return `${place}${event}: ${error ?? differences.map(differenceText).join('; ')}`;
}

/** What to do about deviations. */
export const DEVIATION_REMEDY =
  'Open cases of released versions would be decided otherwise than they were. Take the change back, or keep the old way for ' +
  'them with patched() in workflows/, or, where a state has a new member that decides nothing for them, name it and the ' +
  'reason in test/histories/additions.json.';
