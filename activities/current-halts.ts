import type { Halt } from '../domain/halt';
import type { Store } from '../store/store';

/** An order to stop is obeyed within a second: this, and the time of one read. */
const FRESH_MS = 500;

/**
 * The halts that hold now, read at most twice a second however many messages are due.
 *
 * @param elapsed Milliseconds of a clock that only goes forward.
 */
export function currentHalts(
  { listHalts }: Pick<Store, 'listHalts'>,
  elapsed: () => number = () => performance.now(),
): () => Promise<readonly Halt[]> {
  let known: { readonly since: number; readonly halts: Promise<readonly Halt[]> } | undefined;
  return async () => {
    const since = elapsed();
    if (!known || since - known.since >= FRESH_MS) known = { since, halts: listHalts() };
    const asked = known;
    try {
      return await asked.halts;
    } catch (error) {
      // A read that failed is no answer to those who come after.
      if (known === asked) known = undefined;
      throw error;
    }
  };
}
