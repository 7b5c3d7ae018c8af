import type { KeepBooksRequest, SendTouchRequest } from '../../workflows/contract';
import type { Run } from '../ports';
import { saidIn } from '../replay/recorded';

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

/** The type of an activity's input is its name's, in the contract of the workflows. */
function requestsIn<R>(runs: readonly Run[], activity: string): Requested<R>[] {
  return runs.flatMap(({ runId, history }) =>
    saidIn(history)
      .filter(({ kind, name }) => kind === 'activity' && name === activity)
      .map(({ eventId, values }) => ({ runId, eventId, request: JSON.parse(values[0] ?? 'null') as R })),
  );
}
