/**
 * Does the same for every item, at most `limit` at a time, in order of beginning; the answers are in order of the items.
 * After a failure nothing more begins, and the failure is thrown when what has begun has ended.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const queue = items.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      answers[index] = await act(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  const failure = lanes.find((ended) => ended.status === 'rejected');
  if (failure) throw failure.reason;
  return answers;
}
