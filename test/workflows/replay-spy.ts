import type { Sinks, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { proxySinks } from '@temporalio/workflow';

/** What a workflow asks of the world, or answers. `id` is the command's own number, or the update's id. */
export interface Command {
  readonly kind: 'activity' | 'timer' | 'update' | 'continue as new' | 'result';
  readonly id: string;
  readonly name: string;
  /** Arguments, milliseconds or the answer: what a replay alone does not compare. */
  readonly value: unknown;
}

export interface SpySinks extends Sinks {
  readonly spy: { tell(command: Command): void };
}

const { spy } = proxySinks<SpySinks>();

const ignore = (): void => undefined;

/** Goes into the bundle beside the workflow, and tells what it asks for, during replay too. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      // The very promise is handed on: one more tick would change the order of the commands.
      execute(input, next) {
        const answer = next(input);
        answer.then((value) => spy.tell({ kind: 'result', id: '', name: '', value }), ignore);
        return answer;
      },
      handleUpdate({ updateId: id, name, ...input }, next) {
        const answer = next({ updateId: id, name, ...input });
        answer.then((value) => spy.tell({ kind: 'update', id, name, value }), ignore);
        return answer;
      },
    },
  ],
  outbound: [
    {
      scheduleActivity(input, next) {
        const { seq, activityType, args } = input;
        spy.tell({ kind: 'activity', id: `${seq}`, name: activityType, value: args });
        return next(input);
      },
      startTimer(input, next) {
        spy.tell({ kind: 'timer', id: `${input.seq}`, name: '', value: input.durationMs });
        return next(input);
      },
      continueAsNew(input, next) {
        spy.tell({ kind: 'continue as new', id: '', name: input.options.workflowType, value: input.args });
        return next(input);
      },
    },
  ],
});
