import type { SendChannel } from './channel';
import type { Instant } from './time/calendar';
import { MINUTE_MS } from './time/calendar';

/** An order to send nothing: to everybody or of one tenant, by every channel or by one. It holds until it is lifted. */
export interface Halt {
  readonly tenant: string | null;
  readonly channel: SendChannel | null;
  readonly at: Instant;
  /** Who ordered it: a person, or the alarm that did. */
  readonly by: string;
  readonly reason: string;
}

/** What a halt is about: null = all of them. There is at most one halt of a scope. */
export type HaltScope = Pick<Halt, 'tenant' | 'channel'>;

/** A message that meets a halt asks again after this long; the cadence catches up as after any downtime. */
export const HALT_RECHECK_MS = 15 * MINUTE_MS;

/** Whether a message of the tenant may not leave by the channel. */
export const isHalted = (halts: readonly Halt[], tenant: string, channel: SendChannel): boolean =>
  halts.some(
    (halt) =>
      (halt.tenant === null || halt.tenant === tenant) && (halt.channel === null || halt.channel === channel),
  );
