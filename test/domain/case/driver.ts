import { bouncedAttempt } from '../../../domain/case/bounce';
import { evaluate } from '../../../domain/case/evaluate';
import type { CaseEvent, Turn } from '../../../domain/case/events';
import type { CaseFact } from '../../../domain/case/facts';
import type { PlannedTouch } from '../../../domain/case/next';
import { advance } from '../../../domain/case/next';
import type { Opening } from '../../../domain/case/open';
import { openCase } from '../../../domain/case/open';
import type { TouchResult } from '../../../domain/case/outcome-of-touch';
import { settleTouch } from '../../../domain/case/outcome-of-touch';
import { receive } from '../../../domain/case/receive';
import type { CaseState } from '../../../domain/case/state';
import { readingOf } from '../../../domain/law/reading';
import type { Lawbook } from '../../../domain/law/types';
import type { Person } from '../../../domain/person';
import { changePerson } from '../../../domain/person';
import { strategyFor } from '../../../domain/segment/in-force';
import type { Strategy } from '../../../domain/strategy';
import type { Instant } from '../../../domain/time/calendar';
import { isoFromDay } from '../../../domain/time/calendar';
import { accountWindow, nextInWindow } from '../../../domain/time/window';
import { localDay, startOfDay } from '../../../domain/time/zones';
import { decideTouch } from '../../../domain/touch';
import { allowsAll, anOpening, aPerson, aStrategy } from '../../builders';

export interface Life {
  readonly strategy: Strategy;
  readonly opening: Opening;
  /** In order of time. */
  readonly facts: readonly CaseFact[];
  readonly until: Instant;
  readonly person: Person;
  readonly lawbook: Lawbook;
}

export const aLife = (change: Partial<Life> & Pick<Life, 'until'>): Life => ({
  ...{ strategy: aStrategy(), opening: anOpening(), facts: [], person: aPerson(), lawbook: allowsAll },
  ...change,
});

export interface Lived {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  /** Before and after of everything that was done to the case. */
  readonly trail: readonly Moment[];
}

export interface Moment {
  readonly at: Instant;
  readonly cause: 'open' | 'fact' | 'evaluate' | 'advance' | 'touch';
  readonly before: CaseState | null;
  readonly after: CaseState;
  readonly events: readonly CaseEvent[];
}

/** `lazy` looks at the instants that the case asks for; `eager` also at every midnight and opening of the window. */
export type Pace = 'lazy' | 'eager';

/** Lives a case to the end of the story: facts first, then the clock, then touches. */
export function live(life: Life, pace: Pace = 'lazy'): Lived {
  return new Driver(life, pace).run();
}

class Driver {
  private readonly trail: Moment[] = [];
  private readonly facts: CaseFact[];
  private person: Person;
  private state: CaseState;
  private wake: Instant | null;

  constructor(
    private readonly life: Life,
    private readonly pace: Pace,
  ) {
    const { opening, strategy, facts, person } = life;
    this.person = person;
    this.facts = facts.filter((fact) => fact.at >= opening.opened);
    const { state, events } = openCase(opening, strategy);
    this.state = state;
    this.trail.push({ at: opening.opened, cause: 'open', before: null, after: state, events });
    this.wake = opening.opened;
  }

  run(): Lived {
    let last = this.life.opening.opened;
    for (let now = this.next(last - 1); now !== null && now < this.life.until; now = this.next(last)) {
      while (this.facts[0]?.at === now) this.receive(this.facts.shift());
      if (this.pace === 'eager') this.look(now);
      this.advance(now);
      last = now;
    }
    return { state: this.state, events: this.trail.flatMap(({ events }) => events), trail: this.trail };
  }

  private next(last: Instant): Instant | null {
    const asked = [this.facts[0]?.at, this.wake ?? undefined, ...this.polls(last)];
    const instants = asked.filter((instant) => instant !== undefined);
    return instants.length === 0 ? null : Math.min(...instants);
  }

  /** The next midnight and the next opening of the window. */
  private polls(last: Instant): Instant[] {
    if (this.pace === 'lazy') return [];
    const { zone, account } = this.life.opening;
    const { sendWindow, jitterSeconds } = this.life.strategy;
    const tomorrow = startOfDay(localDay(last, zone) + 1, zone);
    const window = accountWindow(sendWindow, jitterSeconds, account);
    const opening = nextInWindow(startOfDay(localDay(last, zone), zone), window, zone);
    return [tomorrow, opening].filter((instant) => instant > last);
  }

  private receive(fact: CaseFact | undefined): void {
    if (!fact) return;
    const attempt = fact.kind === 'bounce' ? bouncedAttempt(this.state, fact) : null;
    if (fact.kind === 'bounce' && attempt !== null) {
      this.person = changePerson(this.person, { kind: 'bounce', channel: fact.channel, attempt });
    }
    this.keep('fact', fact.at, receive(this.state, this.life.strategy, fact));
    this.wake = fact.at;
  }

  private look(now: Instant): void {
    const { zone } = this.life.opening;
    const isDown = this.state.downUntil !== null;
    if (!isDown && startOfDay(localDay(now, zone), zone) === now) {
      this.keep('evaluate', now, evaluate(this.state, this.life.strategy, now));
    }
    this.wake = Math.min(this.wake ?? now, now);
  }

  private advance(now: Instant): void {
    while (this.wake !== null && this.wake <= now) {
      const planned = advance(this.state, this.life.strategy, now);
      this.keep('advance', now, planned);
      if (planned.next.kind === 'wait') this.wake = planned.next.until;
      else this.touch(planned.next.touch);
    }
  }

  private touch(touch: PlannedTouch): void {
    this.keep('touch', touch.at, settleTouch(this.state, this.life.strategy, touch, this.send(touch)));
  }

  private send({ at, via, dpd, anchor, step }: PlannedTouch): TouchResult {
    const { opening, lawbook } = this.life;
    const strategy = strategyFor(this.life.strategy, this.state);
    const window = accountWindow(strategy.sendWindow, strategy.jitterSeconds, opening.account);
    const { actor } = strategy;
    const answer = decideTouch({
      at,
      via,
      window,
      actor,
      ...readingOf(strategy),
      dpd,
      person: this.person,
      lawbook,
    });
    if (answer.kind === 'impossible') return { kind: 'impossible', at, reason: answer.reason };
    if (answer.kind === 'wait') {
      const rules = answer.refusals.map(({ rule }) => rule);
      return { kind: 'wait', at, until: answer.until, rules, lawVersion: lawbook.version };
    }
    const { channel } = answer;
    const attempt = `${anchor}/${step}/${at}`;
    const contact = { at, channel, outcome: 'unanswered', account: opening.account, attempt } as const;
    this.person = changePerson(this.person, { kind: 'contact', ...contact });
    return { kind: 'sent', at, channel, attempt };
  }

  private keep(cause: Moment['cause'], at: Instant, { state, events }: Turn): void {
    this.trail.push({ at, cause, before: this.state, after: state, events });
    this.state = state;
  }
}

/** What happened, a line an event: `2026-03-11 sent vencido email`. Without the facts themselves. */
export const story = ({ events }: Pick<Lived, 'events'>): string[] =>
  events.map(lineOf).filter((line) => line !== null);

function lineOf(event: CaseEvent): string | null {
  const told = words(event);
  return told === null ? null : `${isoFromDay(event.on)} ${told}`;
}

function words(event: CaseEvent): string | null {
  switch (event.type) {
    case 'touch_sent':
      return `sent ${event.step} ${event.channel}`;
    case 'task_opened':
      return `task ${event.step} ${event.kind}`;
    case 'step_skipped':
      return `skipped ${event.step} ${event.reason}`;
    case 'touch_refused':
      return `refused ${event.step} ${event.rule}`;
    case 'handed_off':
      return `handed off ${event.step}`;
    case 'stage_changed':
      return event.stage;
    case 'segment_changed':
      return `segment ${event.segment ?? '–'}`;
    case 'outcome_changed':
      return event.outcome;
    case 'promise_kept':
    case 'promise_broken':
      return `${event.type.replace('_', ' ')} ${event.promise}`;
    case 'plan_broken':
      return `plan broken ${event.plan}`;
    case 'offer_made':
      return `offer ${event.amount} of ${event.owed} until ${event.until}`;
    case 'offer_kept':
      return `offer kept -${event.saving}`;
    case 'offer_lapsed':
      return `offer lapsed ${event.reason}`;
    case 'offer_taken_back':
      return `offer taken back${event.stands ? ', stands' : ''}`;
    case 'notice_dropped':
      return `dropped ${event.step} ${event.reason}`;
    case 'notice_served':
      return `served ${event.step}`;
    case 'request_refused':
      return `rejected ${event.event} ${event.reason}`;
    case 'strategy_moved':
      return `moved ${event.to}`;
    case 'experiment_assigned':
    case 'fact_received':
    case 'bounce_received':
    case 'person_changed':
      return null;
  }
}
