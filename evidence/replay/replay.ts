import type { Payload, PayloadCodec } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { Run } from '../ports';
import { withSourceMap } from './bundle';
import type { Difference } from './difference';
import { differencesBetweenTexts } from './difference';
import type { Said } from './recorded';
import { saidIn, textOf } from './recorded';

/** A run to replay. */
export interface RecordedRun extends Run {
  readonly workflowId: string;
}

/** A replay that did not do what the history says. */
export interface ReplayFinding {
  readonly workflowId: string;
  readonly runId: string;
  /** Number of the event; 0 = the run as a whole. */
  readonly eventId: number;
  /** `command`: the code asks for something else. `value`: for the same with other values. */
  readonly kind: 'command' | 'value';
  /** What the event is about, such as `activity sendTouch`. */
  readonly what: string;
  /** The SDK's words, when the commands differ. */
  readonly error?: string;
  readonly differences: readonly Difference[];
}

/** What the code says during a replay: by activity number, and everything else. */
class Listener {
  readonly activities = new Map<string, string[]>();
  readonly others: string[] = [];

  hear(payloads: readonly Payload[], activityId: string | undefined): void {
    const texts = payloads.map(textOf);
    if (activityId === undefined) this.others.push(...texts);
    // The arguments come first; the summary of the activity, which comes next, is for people only.
    else if (!this.activities.has(activityId)) this.activities.set(activityId, texts);
  }
}

/**
 * Runs workflow code over recorded histories (with plain payloads) and compares what it asks for. A replay alone compares
 * kinds and names of commands only; here every value that leaves the code is compared too: the worker hands each to its
 * payload codec before it would send it, so that the very bundle that ran can be listened to.
 *
 * @param code A workflow bundle, with or without its source map.
 */
export async function* replayRuns(
  code: string,
  runs: Iterable<RecordedRun>,
): AsyncGenerator<{ readonly run: RecordedRun; readonly findings: readonly ReplayFinding[] }> {
  let [listener, current] = [new Listener(), undefined as RecordedRun | undefined];
  const codec: PayloadCodec = {
    encode: async (payloads, context) => {
      listener.hear(payloads, context?.type === 'activity' ? context.activityId : undefined);
      return payloads;
    },
    decode: async (payloads) => payloads,
  };
  function* next() {
    for (const run of runs) {
      listener = new Listener();
      current = run;
      yield { workflowId: run.workflowId, history: run.history };
    }
  }
  const options = {
    workflowBundle: { code: withSourceMap(code) },
    dataConverter: { payloadCodecs: [codec] },
  };
  for await (const { error } of Worker.runReplayHistories(options, next())) {
    // The replayer takes one history at a time.
    if (current) yield { run: current, findings: findingsOf(current, listener, error) };
  }
}

function findingsOf(run: RecordedRun, heard: Listener, error: Error | undefined): ReplayFinding[] {
  const { workflowId, runId } = run;
  const place = { workflowId, runId };
  const said = saidIn(run.history);
  const values = said.flatMap((one): ReplayFinding[] => {
    const differences = differenceOf(one, heard, said);
    if (differences.length === 0) return [];
    return [
      { ...place, eventId: one.eventId, kind: 'value', what: `${one.kind} ${one.name}`.trim(), differences },
    ];
  });
  if (!error) return values;
  // What comes after the first other command was never asked for, which is no news.
  const [first] = values.filter(({ differences }) => differences.some(({ again }) => again !== undefined));
  const command = { ...place, ...whereItStopped(error.message), kind: 'command', differences: [] } as const;
  return first ? [command, first] : [command];
}

/** The event at which the SDK gave up, and its words without the wrapping; it says so in text only. */
function whereItStopped(
  message: string,
): Pick<ReplayFinding, 'eventId' | 'what'> & { readonly error: string } {
  const [, id = '0', type = 'run'] = /HistoryEvent\(id: (\d+), (\w+)\)/.exec(message) ?? [];
  const [words = message] = /\[TMPRL\d+\][^"\\]*/.exec(message) ?? [];
  return { eventId: Number(id), what: type, error: words };
}

function differenceOf(
  { kind, activityId, values }: Said,
  heard: Listener,
  said: readonly Said[],
): Difference[] {
  if (kind === 'activity') return differencesBetweenTexts(values, heard.activities.get(activityId) ?? []);
  const recorded = new Set(said.flatMap((one) => one.values));
  const news = heard.others.filter((value) => !recorded.has(value));
  return values
    .filter((value) => !heard.others.includes(value))
    .flatMap((value) => differencesBetweenTexts([value], news.filter(isLike(value)).slice(0, 1)));
}

/** Two values are of one kind when they begin alike: objects with their first member, words with their first letters. */
const isLike = (value: string) => (other: string) => other.slice(0, 8) === value.slice(0, 8);
