import type { Intent } from './case/intent';
import type { PriorContact } from './law/types';
import type { Person } from './person';
import type { Instant } from './time/calendar';
import { MINUTE_MS } from './time/calendar';
import { localDay } from './time/zones';

/** A message that could go out now, of one of a person's accounts. */
export interface Turn {
  readonly account: string;
  /** Of its strategy, 0 to 100. */
  readonly priority: number;
  /** What it would leave in the person's contact log. */
  readonly contact: PriorContact;
}

/**
 * The account that a message must leave its turn to (DESIGN, decision 6): it means to speak later on the same local date
 * of the person's main zone, comes first by its strategy's priority, could lawfully do so, and could no longer if this
 * message went out before it. The highest priority first, then the earliest. Undefined = nobody.
 *
 * @param maySpeak Whether the law would let the intent be carried out with these contacts in the person's log.
 */
export function turnOf(
  { intents = [], contacts, zones: [zone] }: Person,
  { account, priority, contact }: Turn,
  maySpeak: (intent: Intent, prior: readonly PriorContact[]) => boolean,
): Intent | undefined {
  const today = localDay(contact.at, zone);
  const isRival = (intent: Intent): boolean =>
    intent.account !== account &&
    intent.priority > priority &&
    intent.at >= contact.at &&
    localDay(intent.at, zone) === today;
  return intents
    .filter(isRival)
    .filter((intent) => maySpeak(intent, contacts) && !maySpeak(intent, [...contacts, contact]))
    .sort((a, b) => b.priority - a.priority || a.at - b.at)[0];
}

/** A minute behind the other's instant a message asks again: by then the other has spoken, or will not. */
export const afterTurnOf = ({ at }: Intent): Instant => at + MINUTE_MS;
