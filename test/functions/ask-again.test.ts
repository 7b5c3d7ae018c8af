import { ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { askAgain } from '../../functions/ask-again';

const failed = (type: string) =>
  new WorkflowUpdateFailedError('Workflow Update failed', ApplicationFailure.nonRetryable('no', type));
/** As gRPC has it: an error with a code, details and metadata. */
const refusedByServer = (code: number) =>
  new ServiceError('Workflow Update failed', {
    cause: Object.assign(new Error('server'), { code, details: '', metadata: {} }),
  });
const AT_ONCE = [0, 0];

/** Fails with each error in turn, then answers. */
const answersAfter = (...errors: readonly Error[]) => {
  const ask = jest.fn<Promise<string>, []>().mockResolvedValue('accepted');
  for (const error of errors) ask.mockRejectedValueOnce(error);
  return ask;
};

test.each([
  { rule: 'a run that ended before it answered', error: failed('AcceptedUpdateCompletedWorkflow') },
  { rule: 'a workflow task that was thrown away with the question', error: refusedByServer(9) },
])('$rule is asked again, so many times', async ({ error }) => {
  const ask = answersAfter(error, error);
  expect(await askAgain(ask, AT_ONCE)).toBe('accepted');
  expect(ask).toHaveBeenCalledTimes(3);

  await expect(askAgain(answersAfter(error, error, error), AT_ONCE)).rejects.toBe(error);
});

test.each([
  { rule: 'a refusal is an answer', error: failed('request.badShape') },
  { rule: 'what the server has no right to is refused', error: refusedByServer(7) },
  { rule: 'another error is not a matter of runs', error: new Error('no connection') },
])('$rule: nothing is asked again', async ({ error }) => {
  const ask = answersAfter(error);
  await expect(askAgain(ask, AT_ONCE)).rejects.toBe(error);
  expect(ask).toHaveBeenCalledTimes(1);
});
