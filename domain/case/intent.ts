import type { Actor, SendChannel } from '../channel';
import { strategyFor } from '../segment/in-force';
import type { Strategy } from '../strategy';
import type { Instant } from '../time/calendar';
import { DAY_MS } from '../time/calendar';
import type { Planned, PlannedTouch } from './next';
import { advance } from './next';
import { settleTouch } from './outcome-of-touch';
import type { CaseState } from './state';

/** When an account means to speak next to a person who has others; it stands on the person's record. */
export interface Intent {
  readonly account: string;
  readonly at: Instant;
  readonly priority: number;
  readonly via: readonly SendChannel[];
  readonly actor: Actor;
  /** For the law: the smaller of the two day counts. */
  readonly dpd: number;
}

/** Intents are read on their own day; one this far ahead is found again before it comes. */
const HORIZON_DAYS = 40;
const MAX_LOOKS = 50;

/** Whether the strategy, under any of its segments, says which account of a person speaks: otherwise nobody needs intents. */
export const usesPriority = (strategy: Strategy): boolean =>
  strategy.priority !== undefined ||
  (strategy.segments ?? []).some(({ overrides }) => overrides.priority !== undefined);

/**
 * The next message of the case if nothing happens before it, found by letting the case live on; null when there is none
 * within 40 days. What the law will say then is not asked.
 */
export function intentOf(planned: Planned, strategy: Strategy): Intent | null {
  const horizon = planned.state.evaluatedAt + HORIZON_DAYS * DAY_MS;
  let current = planned;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const { next } = current;
    if (next.kind === 'touch') return toIntent(current.state, strategy, next.touch);
    if (next.until === null || next.until > horizon) return null;
    current = advance(current.state, strategy, next.until);
  }
  return null;
}

/** The message after this one, if this one goes out. */
export function intentAfter(state: CaseState, strategy: Strategy, touch: PlannedTouch): Intent | null {
  const { at, via } = touch;
  const [channel = 'email'] = via;
  const { state: sent } = settleTouch(state, strategy, touch, { kind: 'sent', at, channel, attempt: '' });
  return intentOf(advance(sent, strategy, at), strategy);
}

function toIntent(state: CaseState, strategy: Strategy, { at, via, dpd }: PlannedTouch): Intent {
  const { priority = 0, actor } = strategyFor(strategy, state);
  return { account: state.account, at, priority, via, actor, dpd };
}

export const isSameIntent = (a: Intent | null, b: Intent | null): boolean =>
  a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b));
