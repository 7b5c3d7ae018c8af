import type { temporal } from '@temporalio/proto';
import type { History, HistoryEvent } from '../ports';

type PayloadLike = temporal.api.common.v1.IPayload;
type PayloadsLike = temporal.api.common.v1.IPayloads | null | undefined;

/** Something that the code of a workflow said, and where it stands in the history. */
export interface Said {
  readonly eventId: number;
  readonly kind: 'activity' | 'timer' | 'update' | 'continue as new' | 'result';
  /** Type of the activity; otherwise empty. */
  readonly name: string;
  /** Number of the activity in its run; otherwise empty. */
  readonly activityId: string;
  /** JSON texts of the arguments, of the answer, or of the summary. */
  readonly values: readonly string[];
}

/** The text of a payload that was written by the default converter; other encodings are told by their bytes. */
export const textOf = ({ data }: PayloadLike): string => Buffer.from(data ?? []).toString('utf8');

const textsOf = (payloads: PayloadsLike): string[] => (payloads?.payloads ?? []).map(textOf);

/** Everything in a history that came out of the workflow's code and carries values: what a replay must say again. */
export function saidIn({ events }: History): Said[] {
  return (events ?? []).flatMap((event) => saidBy(event) ?? []);
}

function saidBy(event: HistoryEvent): Said | undefined {
  const base = { eventId: Number(event.eventId ?? 0), name: '', activityId: '' };
  const activity = event.activityTaskScheduledEventAttributes;
  if (activity) {
    const name = activity.activityType?.name ?? '';
    return {
      ...base,
      kind: 'activity',
      name,
      activityId: activity.activityId ?? '',
      values: textsOf(activity.input),
    };
  }
  if (event.timerStartedEventAttributes) {
    const summary = event.userMetadata?.summary;
    return { ...base, kind: 'timer', values: summary ? [textOf(summary)] : [] };
  }
  const update = event.workflowExecutionUpdateCompletedEventAttributes;
  if (update) return { ...base, kind: 'update', values: textsOf(update.outcome?.success) };
  const carriedOn = event.workflowExecutionContinuedAsNewEventAttributes;
  if (carriedOn) return { ...base, kind: 'continue as new', values: textsOf(carriedOn.input) };
  const completed = event.workflowExecutionCompletedEventAttributes;
  return completed ? { ...base, kind: 'result', values: textsOf(completed.result) } : undefined;
}

/** The results of the activities of a type, with the event that brought them. */
export function answersIn({ events }: History, activity: string): { eventId: number; text: string }[] {
  const asked = new Set(
    (events ?? [])
      .filter((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity)
      .map(({ eventId }) => Number(eventId)),
  );
  return (events ?? []).flatMap(({ eventId, activityTaskCompletedEventAttributes: done }) => {
    const [text] = textsOf(done?.result);
    return asked.has(Number(done?.scheduledEventId ?? 0)) && text !== undefined
      ? [{ eventId: Number(eventId ?? 0), text }]
      : [];
  });
}

/** The input of the run, as the first event has it. */
export const inputOf = ({ events }: History): unknown => {
  const [first] = textsOf(events?.[0]?.workflowExecutionStartedEventAttributes?.input);
  return first === undefined ? undefined : JSON.parse(first);
};

/** The runs before and after this one in its chain, as far as the history names them. */
export function neighboursOf({ events }: History): { readonly before?: string; readonly after?: string } {
  const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  const after = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return { ...(before && { before }), ...(after && { after }) };
}

/**
 * The build whose code must give the run again: the last that worked on it, since it had to take up what was there.
 * Undefined while no worker with a version has.
 */
export function buildOf({ events }: History): string | undefined {
  const builds = (events ?? []).map(
    ({ workflowTaskCompletedEventAttributes: done }) => done?.deploymentVersion?.buildId ?? '',
  );
  return builds.findLast((build) => build !== '');
}
