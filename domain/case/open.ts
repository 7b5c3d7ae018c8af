import type { Assignment } from '../experiment/assign';
import type { Currency } from '../money';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import { localDay } from '../time/zones';
import type { CaseEvent, Turn } from './events';
import { then } from './events';
import { compareAnchor, evaluate } from './evaluate';
import type { NewDebt } from './facts';
import type { CaseState, Traits } from './state';
import { withFields, withRare } from './state';

/** A delinquent (or soon due) account as it enters collection. Days are counted in `zone`, the debtor's main one. */
export interface Opening {
  readonly account: string;
  readonly zone: ZoneId;
  readonly currency: Currency;
  readonly opened: Instant;
  /** Stop facts of the person that hold at the opening. */
  readonly stops?: readonly string[];
  /** Opened during a downtime: the first evaluation waits for its end. */
  readonly downUntil?: Instant | null;
  readonly traits?: Traits;
  readonly assignment?: Assignment;
  readonly debts: readonly NewDebt[];
}

/** Opens a case, books its debts and evaluates it for the first time. */
export function openCase(
  { debts, stops = [], downUntil = null, traits, assignment, ...opening }: Opening,
  strategy: Strategy,
): Turn {
  const booked = debts.map((debt) => ({ kind: 'debt' as const, at: opening.opened, ...debt }));
  const { account, zone, currency, opened } = opening;
  const given = { account, zone, currency, opened, booked, stops, downUntil, evaluatedAt: opened };
  const blank = withFields(BLANK, given);
  const state =
    traits || assignment
      ? withRare(blank, { ...(traits && { traits }), ...(assignment && { assignment }) })
      : blank;
  const dealt = { state, events: assignment ? [assigned(opened, zone, assignment)] : [] };
  return then(dealt, (before) =>
    downUntil === null ? evaluate(before, strategy, opened) : compareAnchor(before, strategy, opened),
  );
}

const assigned = (at: Instant, zone: ZoneId, assignment: Assignment): CaseEvent => ({
  ...{ at, on: localDay(at, zone), type: 'experiment_assigned' },
  ...assignment,
});

/** The fields that every opening gives are filled in by {@link openCase}. */
const BLANK: CaseState = {
  schema: 1,
  account: '',
  zone: '',
  currency: 'USD',
  opened: 0,
  booked: [],
  holds: [],
  promises: [],
  stops: [],
  dossier: false,
  anchor: null,
  progress: {},
  sent: {},
  stage: null,
  outcome: 'open',
  handedOff: false,
  ended: null,
  slot: null,
  waiting: null,
  refused: [],
  refusedRequests: {},
  evaluatedAt: 0,
  downUntil: null,
};
