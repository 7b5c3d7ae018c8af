import { condition, defineSignal, setHandler } from '@temporalio/workflow';

export const leave = defineSignal('leave');

/** A case that waits and does nothing: enough to be pinned to a build. */
export async function idle(): Promise<void> {
  let left = false;
  setHandler(leave, () => {
    left = true;
  });
  await condition(() => left);
}
