import { receive } from '../../domain/case/receive';
import { bouncedAttempt } from '../../domain/case/bounce';
import type { CaseEvent, Turn } from '../../domain/case/events';
import { intentOf, usesPriority } from '../../domain/case/intent';
import { advance } from '../../domain/case/next';
import type { Planned, PlannedTouch } from '../../domain/case/next';
import { openCase } from '../../domain/case/open';
import type { TouchResult } from '../../domain/case/outcome-of-touch';
import { resultOfRefusal, settleTouch } from '../../domain/case/outcome-of-touch';
import type { CaseFact } from '../../domain/case/facts';
import type { CaseState } from '../../domain/case/state';
import { readingOf } from '../../domain/law/reading';
import type { Lawbook } from '../../domain/law/types';
import type { Person, PersonChange } from '../../domain/person';
import { changePerson } from '../../domain/person';
import { strategyFor } from '../../domain/segment/in-force';
import type { Strategy } from '../../domain/strategy';
import type { Instant } from '../../domain/time/calendar';
import { accountWindow } from '../../domain/time/window';
import { decideTouch } from '../../domain/touch';
import { caseFactOf, personChangeOf } from './facts';
import type { Story, StoryAccount } from './load';
import type { AccountRun, Trace } from './trace';
import { traceOf } from './trace';

/** Rules of a place, or null when there is no pack for it. */
export type FindLawbook = (jurisdiction: string) => Lawbook | null;

interface LiveAccount {
  readonly opening: StoryAccount;
  state: CaseState | null;
  wake: Instant | null;
  readonly events: CaseEvent[];
}

/** Runs a story on the pure core in virtual time: no server, no store, one loop over the instants at which something is due. */
export function playOnCore(story: Story, lawbookOf: FindLawbook): AccountRun[] {
  return new CoreWorld(story, lawbookOf).run();
}

/** The trace of {@link playOnCore}. */
export function runOnCore(story: Story, lawbookOf: FindLawbook): Trace {
  return traceOf(story, 'core', playOnCore(story, lawbookOf));
}

class CoreWorld {
  private readonly accounts: LiveAccount[];
  private readonly persons: Map<string, Person>;
  private readonly events: Story['events'][number][];
  private downUntil: Instant | null = null;

  constructor(
    private readonly story: Story,
    private readonly lawbookOf: FindLawbook,
  ) {
    this.accounts = story.accounts.map((opening) => ({
      opening,
      state: null,
      wake: opening.opened,
      events: [],
    }));
    this.persons = new Map(story.persons.map((person) => [person.id, person]));
    this.events = [...story.events];
  }

  run(): AccountRun[] {
    for (let now = this.nextInstant(); now !== null && now < this.story.until; now = this.nextInstant()) {
      this.openAccounts(now);
      while (this.events[0]?.instant === now) this.receiveEvent(this.events.shift());
      for (const account of this.accounts) this.wakeAccount(account, now);
    }
    return this.accounts.flatMap(({ opening, state, events }) =>
      state ? [{ account: opening.account, person: opening.person, state, events }] : [],
    );
  }

  private nextInstant(): Instant | null {
    const instants = [this.events[0]?.instant, ...this.accounts.map(({ wake }) => wake)];
    const known = instants.filter((instant) => typeof instant === 'number');
    return known.length === 0 ? null : Math.min(...known);
  }

  private openAccounts(now: Instant): void {
    for (const account of this.accounts) {
      if (account.state || account.opening.opened !== now) continue;
      const stops = this.personOf(account).facts;
      this.keep(account, openCase({ ...account.opening, stops, downUntil: this.downAt(now) }, this.strategy));
    }
  }

  private downAt(now: Instant): Instant | null {
    return this.downUntil !== null && now < this.downUntil ? this.downUntil : null;
  }

  private receiveEvent(event: Story['events'][number] | undefined): void {
    if (!event) return;
    const change = personChangeOf(event);
    if (change) this.changePerson(change.person, change.change);
    const fact = caseFactOf(event) ?? { kind: 'person_changed', at: event.instant };
    if (fact.kind === 'downtime') this.downUntil = Math.max(fact.until, this.downUntil ?? 0);
    for (const account of this.concerned(event, change?.person)) this.receiveFact(account, fact);
  }

  /** A downtime concerns everyone, a person's choice all of their accounts, anything else one account. */
  private concerned(event: Story['events'][number], person: string | undefined): LiveAccount[] {
    if (event.downtime) return this.accounts;
    if (person !== undefined) return this.accounts.filter(({ opening }) => opening.person === person);
    return this.accounts.filter(({ opening }, index) =>
      event.account ? opening.account === event.account : index === 0,
    );
  }

  private receiveFact(account: LiveAccount, fact: CaseFact): void {
    if (!account.state) return;
    if (fact.kind === 'bounce' && !this.bounce(account, account.state, fact)) return;
    this.keep(account, receive(account.state, this.strategy, fact));
    account.wake = fact.at;
  }

  /** A dead address is news to all accounts of the person. False where nothing was sent that could have bounced. */
  private bounce(account: LiveAccount, state: CaseState, fact: CaseFact & { kind: 'bounce' }): boolean {
    const attempt = bouncedAttempt(state, fact);
    if (attempt === null) return state.sent[fact.step]?.channel === fact.channel;
    const { person } = account.opening;
    this.changePerson(person, { kind: 'bounce', channel: fact.channel, attempt });
    for (const other of this.accounts) {
      if (other !== account && other.opening.person === person)
        this.receiveFact(other, { kind: 'person_changed', at: fact.at });
    }
    return true;
  }

  private wakeAccount(account: LiveAccount, now: Instant): void {
    while (account.state && account.wake !== null && account.wake <= now) {
      const planned = advance(account.state, this.strategy, now);
      this.keep(account, planned);
      if (planned.next.kind === 'wait') this.rest(account, planned, planned.next.until);
      else this.touch(account, planned.state, planned.next.touch);
    }
  }

  private rest(account: LiveAccount, planned: Planned, until: Instant | null): void {
    account.wake = until;
    const { opening } = account;
    if (!usesPriority(this.strategy)) return;
    const intent = intentOf(planned, this.strategy);
    this.changePerson(opening.person, { kind: 'intent', account: opening.account, intent });
  }

  private touch(account: LiveAccount, state: CaseState, touch: PlannedTouch): void {
    const result = this.send(account, state, touch);
    this.keep(account, settleTouch(state, this.strategy, touch, result));
  }

  private send(
    account: LiveAccount,
    state: CaseState,
    { at, via, step, anchor, dpd }: PlannedTouch,
  ): TouchResult {
    const person = this.personOf(account);
    const strategy = strategyFor(this.strategy, state);
    const { sendWindow, jitterSeconds, actor, priority } = strategy;
    const window = accountWindow(sendWindow, jitterSeconds, account.opening.account);
    const lawbook = this.lawbookOf(person.jurisdiction);
    const own = { account: account.opening.account, ...(priority !== undefined && { priority }) };
    const reading = readingOf(strategy);
    const answer = decideTouch({ at, via, window, actor, ...reading, dpd, person, lawbook, ...own });
    if (answer.kind !== 'send') return resultOfRefusal(answer, at, lawbook?.version ?? '');
    const attempt = `${account.opening.account}/${anchor}/${step}/${answer.channel}/${at}`;
    const { channel } = answer;
    this.changePerson(person.id, {
      kind: 'contact',
      at,
      channel,
      outcome: 'unanswered',
      account: account.opening.account,
      attempt,
    });
    return { kind: 'sent', at, channel, attempt };
  }

  private get strategy(): Strategy {
    return this.story.strategy;
  }

  private personOf({ opening }: LiveAccount): Person {
    const person = this.persons.get(opening.person);
    if (!person) throw new Error(`Scenario ${this.story.id} has no person ${opening.person}`);
    return person;
  }

  private changePerson(id: string, change: PersonChange): void {
    const person = this.persons.get(id);
    if (person) this.persons.set(id, changePerson(person, change));
  }

  private keep(account: LiveAccount, turn: Turn): void {
    account.state = turn.state;
    account.events.push(...turn.events);
  }
}
