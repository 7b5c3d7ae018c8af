import type { Instant } from '../time/calendar';
import { DAY_MS } from '../time/calendar';
import type { CaseEvent } from './events';

/** People or other systems act on these: they are written before anything else is done, a touch included. */
const WORK: readonly CaseEvent['type'][] = ['task_opened', 'handed_off'];

/** What somebody asked for or said, and what was answered: they may look at once whether it was taken. */
const ASKED: readonly CaseEvent['type'][] = [
  'fact_received',
  'request_refused',
  'person_changed',
  'bounce_received',
  'notice_served',
  'strategy_moved',
];

/** Facts of feeds: the store keeps them, numbered, from the moment that they are accepted. */
const OF_FEEDS: readonly string[] = ['payment', 'reversal', 'reinstate', 'debt', 'adjust', 'traits'];

/** What the case took in of a change that its own request has made: the ledger has it already. */
const OWN = 'person_changed';

/** How long a decision of the rules, such as a stage entered, may wait for a touch that takes it along. */
const DECISION_WAIT_MS = DAY_MS;
const FEED_WAIT_MS = 14 * DAY_MS;

/** Whether work for people waits in the journal. */
export const hasWork = (journal: readonly CaseEvent[]): boolean =>
  journal.some(({ type }) => WORK.includes(type));

/**
 * Whether a case that will rest until `until` (null: until something comes) must write its journal first. Entries ride
 * with the next activity, which saves an action for each (DESIGN section 2, decision 9), so that no message goes out
 * before what was known is in the ledger. What was asked does not wait, a decision no longer than a day, what a feed
 * brought no longer than a fortnight.
 */
export const cannotWait = (journal: readonly CaseEvent[], until: Instant | null): boolean =>
  journal.some((event) => until === null || until - event.at > waitOf(event));

function waitOf(event: CaseEvent): number {
  if (event.type === 'fact_received') {
    if (OF_FEEDS.includes(event.kind)) return FEED_WAIT_MS;
    if (event.kind === OWN) return DECISION_WAIT_MS;
  }
  return ASKED.includes(event.type) ? -Infinity : DECISION_WAIT_MS;
}
