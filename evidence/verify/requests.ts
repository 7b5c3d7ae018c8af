import type { TouchResult } from '../../domain/case/outcome-of-touch';
import type {
  AcceptedFact,
  KeepBooksRequest,
  SendTouchReply,
  SendTouchRequest,
} from '../../workflows/contract';
import { factAccepted } from '../../workflows/messages';
import type { Run } from '../ports';
import { answersIn, saidIn, textOf } from '../replay/recorded';

/** A request of a workflow to an activity, as its history has it. */
export interface Requested<R> {
  readonly runId: string;
  readonly eventId: number;
  readonly request: R;
}

/** Every touch that the workflows asked for. */
export const touchesIn = (runs: readonly Run[]): Requested<SendTouchRequest>[] =>
  requestsIn<SendTouchRequest>(runs, 'sendTouch');

/** Every journal that the workflows gave away to be written. */
export const journalsIn = (runs: readonly Run[]): Requested<Pick<KeepBooksRequest, 'journal'>>[] => [
  ...requestsIn<KeepBooksRequest>(runs, 'keepBooks'),
  ...touchesIn(runs),
];

/** What the histories say came back from a touch that went out, or may have. */
export interface Answered {
  readonly runId: string;
  readonly eventId: number;
  readonly sent: Extract<TouchResult, { kind: 'sent' }>;
}

/** Every contact that the histories know of. */
export function contactsIn(runs: readonly Run[]): Answered[] {
  return runs.flatMap(({ runId, history }) =>
    answersIn(history, 'sendTouch').flatMap(({ eventId, text }) => {
      // The type of the activity's result is its name's, in the contract of the workflows.
      const reply = JSON.parse(text) as SendTouchReply;
      return reply.kind === 'decided' && reply.result.kind === 'sent'
        ? [{ runId, eventId, sent: reply.result }]
        : [];
    }),
  );
}

/** Every fact that the workflows were told of, with the event that brought it. */
export function factsIn(runs: readonly Run[]) {
  return runs.flatMap(({ runId, history }) =>
    (history.events ?? []).flatMap(({ eventId, workflowExecutionSignaledEventAttributes: signal }) => {
      const [payload] = signal?.input?.payloads ?? [];
      if (signal?.signalName !== factAccepted.name || !payload) return [];
      // The type of the signal, in the contract of the workflows.
      const fact = JSON.parse(textOf(payload)) as AcceptedFact;
      return [{ runId, eventId: Number(eventId ?? 0), fact }];
    }),
  );
}

/** The type of an activity's input is its name's, in the contract of the workflows. */
function requestsIn<R>(runs: readonly Run[], activity: string): Requested<R>[] {
  return runs.flatMap(({ runId, history }) =>
    saidIn(history)
      .filter(({ kind, name }) => kind === 'activity' && name === activity)
      .map(({ eventId, values }) => ({ runId, eventId, request: JSON.parse(values[0] ?? 'null') as R })),
  );
}
