import type { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import { SENDING_QUEUE } from '../workflows/contract';
import type { BareAct, BareInput } from './bare-workflow';

type Event = temporal.api.history.v1.IHistoryEvent;

/** One run of a chain of continue-as-new. */
export interface Run {
  readonly events: readonly Event[];
  /** As the server counts it. */
  readonly bytes: number;
}

/** Every run of a closed execution, first to last. */
export async function runsOf(client: Client, workflowId: string, firstRunId: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (let runId: string | undefined = firstRunId; runId;) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const [{ events }, { raw }] = await Promise.all([handle.fetchHistory(), handle.describe()]);
    const told: readonly Event[] = events ?? [];
    runs.push({ events: told, bytes: Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0) });
    runId = told.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return runs;
}

/** What Temporal Cloud bills as one action each, by the name of the event. */
const BILLED = {
  timers: 'timerStartedEventAttributes',
  activities: 'activityTaskScheduledEventAttributes',
  signals: 'workflowExecutionSignaledEventAttributes',
  updates: 'workflowExecutionUpdateAcceptedEventAttributes',
  'continue-as-new': 'workflowExecutionContinuedAsNewEventAttributes',
  upserts: 'upsertWorkflowSearchAttributesEventAttributes',
} as const satisfies Record<string, keyof Event>;

/** Actions of a whole execution by kind; the start is one. Queries leave no event: none are made here. */
export function actionsOf(runs: readonly Run[]): Record<string, number> {
  const events = runs.flatMap((run) => run.events);
  const counts = Object.entries(BILLED).map(([name, attributes]): [string, number] => [
    name,
    events.filter((event) => event[attributes]).length,
  ]);
  return { start: 1, ...Object.fromEntries(counts) };
}

export const workflowTasksOf = (runs: readonly Run[]): number =>
  runs.flatMap((run) => run.events).filter((event) => event.workflowTaskCompletedEventAttributes).length;

/** The plan by which the bare workflow does what these runs did. */
export async function bareInputOf(
  runs: readonly Run[],
  codec: PayloadCodec,
  facts: number,
): Promise<BareInput> {
  const inputs = await Promise.all(
    runs.map(({ events }) => textOf(codec, events[0]?.workflowExecutionStartedEventAttributes?.input)),
  );
  const acts = await Promise.all(runs.map((run) => actsOf(run, codec)));
  const [first = '', ...later] = inputs;
  const plan = {
    runs: acts,
    inputChars: later.map(({ length }) => length),
    facts,
    touch: 'regular' as const,
    text: '',
  };
  const requests = await Promise.all(
    runs.flatMap(({ events }) => events).map((event) => requestOf(event, codec)),
  );
  // Quotes would be escaped, and so counted twice, when the text becomes JSON again.
  const text = `${requests.join('')}${first}`.replaceAll('"', "'");
  return { ...plan, text: text.slice(0, Math.max(0, first.length - JSON.stringify(plan).length)) };
}

async function actsOf({ events }: Run, codec: PayloadCodec): Promise<BareAct[]> {
  const acts: BareAct[] = [];
  for (const event of events) {
    const { timerStartedEventAttributes: timer, activityTaskScheduledEventAttributes: activity } = event;
    if (!timer && !activity) continue;
    const summary = await summaryOf(event, codec);
    if (timer?.startToFireTimeout)
      acts.push({ kind: 'timer', summary, ms: tsToMs(timer.startToFireTimeout) });
    if (!activity) continue;
    const text = await textOf(codec, activity.input);
    if (activity.taskQueue?.name !== SENDING_QUEUE) acts.push({ kind: 'books', summary, chars: text.length });
    else {
      const answer = await textOf(codec, completionOf(event, events)?.result);
      acts.push({
        kind: 'touch',
        summary,
        step: stepOf(text),
        chars: text.length,
        answerChars: answer.length,
      });
    }
  }
  return acts;
}

const requestOf = (event: Event, codec: PayloadCodec): Promise<string> =>
  textOf(codec, event.activityTaskScheduledEventAttributes?.input);

/** Characters of the text that the UI shows of an event. */
async function summaryOf({ userMetadata }: Event, codec: PayloadCodec): Promise<number> {
  const payload = userMetadata?.summary;
  return payload ? (await textOf(codec, { payloads: [payload] })).length - QUOTES : 0;
}

const QUOTES = 2;

const completionOf = ({ eventId }: Event, events: readonly Event[]) =>
  events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find((done) => String(done?.scheduledEventId) === String(eventId));

/** The request was made by the account workflow of this build. */
const stepOf = (request: string): string => (JSON.parse(request) as { touch: { step: string } }).touch.step;

async function textOf(
  codec: PayloadCodec,
  input: temporal.api.common.v1.IPayloads | null | undefined,
): Promise<string> {
  const [payload]: Payload[] = await codec.decode(input?.payloads ?? []);
  const value: unknown = payload && defaultPayloadConverter.fromPayload(payload);
  return value === undefined ? '' : JSON.stringify(value);
}
