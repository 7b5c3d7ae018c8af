import type { Instant } from '../time/calendar';
import { DAY_MS } from '../time/calendar';
import type { CaseEvent } from './events';

/** People or other systems act on these: they are written before anything else is done, a touch included. */
const WORK: readonly CaseEvent['type'][] = ['task_opened', 'handed_off'];

/** What somebody outside did, and what was answered: they may look at once whether it was taken. */
const FROM_OUTSIDE: readonly CaseEvent['type'][] = [
  'fact_received',
  'request_refused',
  'person_changed',
  'bounce_received',
  'notice_served',
  'strategy_moved',
];

/** How long a decision of the rules may wait for a touch that takes it along into the ledger. */
const WAIT_MS = DAY_MS;

/** Whether work for people waits in the journal. */
export const hasWork = (journal: readonly CaseEvent[]): boolean =>
  journal.some(({ type }) => WORK.includes(type));

/** Of a change that an account's own request has made, the ledger has all; that the case took it in is no news. */
const isFromOutside = (event: CaseEvent): boolean =>
  FROM_OUTSIDE.includes(event.type) && !(event.type === 'fact_received' && event.kind === 'person_changed');

/**
 * Whether a case that will rest until `until` (null: until something comes) must write its journal first. Decisions of
 * the rules ride with the next activity, which saves an action for each (DESIGN section 2, decision 9), but no longer
 * than a day; what came from outside does not wait.
 */
export const cannotWait = (journal: readonly CaseEvent[], until: Instant | null): boolean =>
  journal.some((event) => isFromOutside(event) || until === null || until - event.at > WAIT_MS);
