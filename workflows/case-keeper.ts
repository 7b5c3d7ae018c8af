import type { CaseEvent, Rejection, Turn } from '../domain/case/events';
import type { CaseFact } from '../domain/case/facts';
import type { Intent } from '../domain/case/intent';
import { intentAfter, intentOf, isSameIntent, usesPriority } from '../domain/case/intent';
import { moveStrategy } from '../domain/case/move';
import { cannotWait, hasWork } from '../domain/case/journal';
import type { Planned, PlannedTouch } from '../domain/case/next';
import { advance } from '../domain/case/next';
import { openCase } from '../domain/case/open';
import type { TouchResult } from '../domain/case/outcome-of-touch';
import { settleTouch } from '../domain/case/outcome-of-touch';
import { receive, refusalIn } from '../domain/case/receive';
import type { CaseState } from '../domain/case/state';
import { rareOf } from '../domain/case/state';
import { strategyFor } from '../domain/segment/in-force';
import type { Strategy } from '../domain/strategy';
import { versionOf } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import type { AcceptedFact, AccountSnapshot, Journal } from './contract';
import type { AccountInput, StrategyMove } from './messages';

/** How many event ids a case remembers; the store's own check reaches further back. */
const REMEMBERED_EVENTS = 100;

/** Events that are already in the ledger when the workflow learns of them: the sender has written them. */
const WRITTEN_BY_SENDER: readonly CaseEvent['type'][] = ['touch_sent'];

/** Holds the case between messages: takes facts in their order, keeps the journal, and says what comes next. */
export class CaseKeeper {
  private snapshot: AccountSnapshot;
  private readonly waitingFacts = new Map<number, AcceptedFact>();

  constructor({ from, early = [] }: AccountInput) {
    this.snapshot = 'state' in from ? from : openingSnapshot(from);
    early.forEach((fact) => this.accept(fact));
  }

  get current(): AccountSnapshot {
    return this.snapshot;
  }

  get state(): CaseState {
    return this.snapshot.state;
  }

  /** Facts that cannot be taken in yet, because one before them is missing. */
  get early(): readonly AcceptedFact[] {
    return [...this.waitingFacts.values()];
  }

  /** The strategy as it is in force for the case now. */
  get strategy(): Strategy {
    return strategyFor(this.snapshot.strategy, this.state);
  }

  get strategyVersion(): string {
    return versionOf(this.snapshot.strategy);
  }

  /** Takes an accepted fact in as soon as all before it have been; a repeated one changes nothing. */
  accept(fact: AcceptedFact): void {
    if (fact.seq > this.snapshot.seq) this.waitingFacts.set(fact.seq, fact);
    for (let next = this.takeNext(); next; next = this.takeNext()) {
      this.snapshot = { ...this.snapshot, seq: next.seq };
      this.receive(next.fact, next.eventId, next.by);
    }
  }

  /** Takes in something that was not accepted by the store under a number: a request, or news about the person. */
  receive(fact: CaseFact, eventId: string, by?: string): Rejection | undefined {
    if (this.snapshot.recent.includes(eventId)) return refusalIn({ state: this.state, events: [] }, fact);
    const recent = [...this.snapshot.recent, eventId].slice(-REMEMBERED_EVENTS);
    this.snapshot = { ...this.snapshot, recent };
    const turn = receive(this.state, this.snapshot.strategy, fact, by);
    this.keep(turn);
    return refusalIn(turn, fact);
  }

  /** Brings the case to `now`; see `advance` for `plannedWake`. */
  advance(now: Instant, plannedWake: Instant): Planned {
    const planned = advance(this.state, this.snapshot.strategy, now, plannedWake);
    this.keep(planned);
    return planned;
  }

  /** Goes on under another strategy; a repeated request changes nothing. False where the case follows another than `from`. */
  move({ strategy: to, from, report }: StrategyMove, by: string, at: Instant, eventId: string): boolean {
    const { recent, strategy } = this.snapshot;
    if (recent.includes(eventId) || versionOf(strategy) === versionOf(to)) return true;
    if (versionOf(strategy) !== from) return false;
    const turn = moveStrategy(this.state, strategy, to, at, { by, report });
    if (this.state.outcome === 'open') this.snapshot = { ...this.snapshot, strategy: to };
    this.snapshot = { ...this.snapshot, recent: [...recent, eventId].slice(-REMEMBERED_EVENTS) };
    this.keep(turn);
    return true;
  }

  settle(touch: PlannedTouch, result: TouchResult): void {
    this.keep(settleTouch(this.state, this.snapshot.strategy, touch, result));
  }

  /** What the person's record should say about the account's next message and does not; undefined = nothing new. */
  newIntent(planned: Planned): Intent | null | undefined {
    const { strategy, intent: told = null } = this.snapshot;
    const wanted = this.isOver || !usesPriority(strategy) ? null : intentOf(planned, strategy);
    return isSameIntent(wanted, told) ? undefined : wanted;
  }

  /** What it should say once this message has gone out; undefined = nobody asks for it. */
  intentAfter(touch: PlannedTouch): Intent | null | undefined {
    const { strategy } = this.snapshot;
    return usesPriority(strategy) ? intentAfter(this.state, strategy, touch) : undefined;
  }

  /** The person's record says so now. */
  intentTold(intent: Intent | null): void {
    const { intent: _old, ...rest } = this.snapshot;
    this.snapshot = intent ? { ...rest, intent } : rest;
  }

  /** What waits for the ledger now. */
  journal(): Journal {
    const { accountId, batch, journal } = this.snapshot;
    return { batchId: `${accountId}#${batch}`, strategyVersion: this.strategyVersion, events: journal };
  }

  /** The journal has been written up to here; what has come since waits for the next batch. */
  journalWritten({ events }: Journal): void {
    const { journal, batch } = this.snapshot;
    this.snapshot = { ...this.snapshot, journal: journal.slice(events.length), batch: batch + 1 };
  }

  /** A task or a handoff waits for a person: the journal should not wait for the next touch. */
  get hasWorkToHandOut(): boolean {
    return hasWork(this.snapshot.journal);
  }

  /** Whether the journal must be written before the case rests until `until`. */
  cannotRest(until: Instant | null): boolean {
    return cannotWait(this.snapshot.journal, until);
  }

  /** The case has ended, and nobody is still to be told of it. */
  get isOver(): boolean {
    return this.state.outcome !== 'open' && rareOf(this.state).notices.length === 0;
  }

  private keep({ state, events }: Turn): void {
    const news = events.filter(({ type }) => !WRITTEN_BY_SENDER.includes(type));
    this.snapshot = { ...this.snapshot, state, journal: [...this.snapshot.journal, ...news] };
  }

  private takeNext(): AcceptedFact | undefined {
    const next = this.waitingFacts.get(this.snapshot.seq + 1);
    if (next) this.waitingFacts.delete(next.seq);
    return next;
  }
}

function openingSnapshot(from: Exclude<AccountInput['from'], AccountSnapshot>): AccountSnapshot {
  const { opening, ...rest } = from;
  const { state, events } = openCase(opening, from.strategy);
  return { ...rest, state, seq: 0, recent: [], journal: events, batch: 0 };
}
