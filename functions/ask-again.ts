import { ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isRefusedWith } from '../temporal/grpc-status';

/** What the server answers when a run ends after it has taken an update in and before it has answered it. */
const RUN_ENDED = 'AcceptedUpdateCompletedWorkflow';
const PAUSES_MS = [20, 100, 500, 2_000];

/**
 * Asks a case, and asks again where the server could not bring the question to an answer: the run that took it ended, or
 * was about to end when something new came, so that its workflow task was thrown away with the question. Requests carry
 * an id that cases remember, so that asking again changes nothing twice.
 *
 * @param ask Sends the update, under the same id each time.
 * @param pauses Milliseconds to wait before each further try.
 */
export async function askAgain<T>(ask: () => Promise<T>, pauses: readonly number[] = PAUSES_MS): Promise<T> {
  for (const pause of pauses) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return ask();
}

function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError)
    return error.cause instanceof ApplicationFailure && error.cause.type === RUN_ENDED;
  // "Unable to perform workflow execution update due to unexpected workflow task failure", among others.
  return error instanceof ServiceError && isRefusedWith(error.cause, 'failedPrecondition');
}
