import type { Currency } from '../money';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import type { Turn } from './events';
import { compareAnchor, evaluate } from './evaluate';
import type { NewDebt } from './facts';
import type { CaseState } from './state';
import { withFields } from './state';

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
  readonly debts: readonly NewDebt[];
}

/** Opens a case, books its debts and evaluates it for the first time. */
export function openCase(
  { debts, stops = [], downUntil = null, ...opening }: Opening,
  strategy: Strategy,
): Turn {
  const booked = debts.map((debt) => ({ kind: 'debt' as const, at: opening.opened, ...debt }));
  const { account, zone, currency, opened } = opening;
  const given = { account, zone, currency, opened, booked, stops, downUntil, evaluatedAt: opened };
  const state = withFields(BLANK, given);
  return downUntil === null ? evaluate(state, strategy, opened) : compareAnchor(state, strategy, opened);
}

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
