import { bouncedAttempt } from '../domain/case/bounce';
import type { CaseEvent, Turn } from '../domain/case/events';
import type { CaseFact } from '../domain/case/facts';
import type { Planned, PlannedTouch } from '../domain/case/next';
import { intentOf, usesPriority } from '../domain/case/intent';
import { advance } from '../domain/case/next';
import type { Opening } from '../domain/case/open';
import { openCase } from '../domain/case/open';
import type { TouchResult } from '../domain/case/outcome-of-touch';
import { resultOfRefusal, settleTouch } from '../domain/case/outcome-of-touch';
import { receive } from '../domain/case/receive';
import type { CaseState } from '../domain/case/state';
import type { Actor, SendChannel } from '../domain/channel';
import { readingOf } from '../domain/law/reading';
import type { Lawbook } from '../domain/law/types';
import type { Person, PersonChange } from '../domain/person';
import { changePerson } from '../domain/person';
import { strategyFor } from '../domain/segment/in-force';
import type { Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { accountWindow } from '../domain/time/window';
import type { TouchQuestion } from '../domain/touch';
import { contactRequest, decideTouch } from '../domain/touch';
import type { WhatsappStanding } from '../domain/whatsapp';
import type { BookedPayment, Debtor, DebtorAccount, Happening } from './debtor';
import type { Follow } from './following';
import { factOf } from './happen';

/** The rules of the game, the same for every debtor of a run. */
export interface Setting {
  readonly follow: Follow;
  /** Rules of a place, or null when there is no pack for it: then nothing is sent. */
  readonly lawbookOf: (jurisdiction: string) => Lawbook | null;
  readonly whatsapp: WhatsappStanding;
  /** Nothing happens at or after it. */
  readonly until: Instant;
}

/** A message as it went out, with what the law was asked. */
export interface MadeContact {
  readonly at: Instant;
  readonly channel: SendChannel;
  readonly actor: Actor;
  readonly dpd: number;
  readonly facts: readonly string[];
  readonly attempt: string;
}

export interface LiveAccount extends DebtorAccount {
  readonly index: number;
  /** As dealt at the opening. */
  readonly strategy: Strategy;
  readonly group: string;
  state: CaseState | null;
  wake: Instant;
  /** Messages so far: numbers the draws of the debtor's reactions. */
  touches: number;
  /** Law decisions and evaluations so far. */
  decisions: number;
}

/** Who watches a life, and what the debtor does about it. */
export interface Witness {
  /** Answers what follows from an event, if anything. */
  event(account: LiveAccount, event: CaseEvent): readonly Happening[];
  contact(account: LiveAccount, contact: MadeContact): void;
  bounced(account: LiveAccount, attempt: string): void;
  payment(account: LiveAccount, payment: BookedPayment): readonly Happening[];
  /** Every fact and change that took effect, for whoever wants to play the same life elsewhere. */
  happened(happening: Happening, account: LiveAccount | null, fact: CaseFact | null): void;
}

const NEVER = Infinity;

/**
 * Lives one debtor through virtual time on the core, all accounts together, because what the law counts is counted per
 * person. At one instant: openings, then what happens, then what the clock brings, account by account (READINGS 1).
 */
export class Life {
  readonly accounts: readonly LiveAccount[];
  person: Person;
  private readonly agenda: Happening[];
  private done = 0;

  constructor(
    debtor: Debtor,
    private readonly setting: Setting,
    private readonly witness: Witness,
  ) {
    this.person = debtor.person;
    this.agenda = [...debtor.script];
    this.accounts = debtor.accounts.map((account, index) => this.begin(account, index));
  }

  /** The next instant at which something is due; infinite when nothing is. */
  nextInstant(): Instant {
    let next = this.agenda[this.done]?.at ?? NEVER;
    for (const { wake } of this.accounts) if (wake < next) next = wake;
    return next;
  }

  /** Lives up to, but not including, an instant; the end of the run at the latest. */
  liveUntil(until: Instant): void {
    const end = Math.min(until, this.setting.until);
    for (let now = this.nextInstant(); now < end; now = this.nextInstant()) this.liveThrough(now);
  }

  private liveThrough(now: Instant): void {
    for (const account of this.accounts)
      if (!account.state && account.opening.opened === now) this.open(account);
    for (let due = this.agenda[this.done]; due?.at === now; due = this.agenda[this.done]) {
      this.done += 1;
      this.happen(due);
    }
    for (const account of this.accounts) this.wake(account, now);
  }

  private begin(account: DebtorAccount, index: number): LiveAccount {
    const { strategy, group, assignment } = this.setting.follow(account, this.person.id);
    return {
      opening: assignment ? { ...account.opening, assignment } : account.opening,
      payer: account.payer,
      index,
      strategy,
      group,
      state: null,
      wake: account.opening.opened,
      touches: 0,
      decisions: 0,
    };
  }

  private open(account: LiveAccount): void {
    this.keep(account, openCase(openingOf(account.opening, this.person.facts), account.strategy));
  }

  private happen(happening: Happening): void {
    if (happening.kind === 'change') return this.change(happening, happening.change);
    const account = this.accounts[happening.account];
    if (!account?.state) return;
    const fact = factOf(happening, account.state, account.strategy);
    if (fact) this.take(account, happening, fact);
  }

  private take(account: LiveAccount, happening: Happening, fact: CaseFact): void {
    if (!account.state) return;
    this.witness.happened(happening, account, fact);
    if (fact.kind === 'bounce') this.bounce(account, account.state, fact);
    this.receive(account, fact);
    if (fact.kind !== 'payment') return;
    const cause =
      happening.kind === 'settle' ? 'natural' : happening.kind === 'pay' ? 'response' : 'recorded';
    this.expect(this.witness.payment(account, { id: fact.id, at: fact.at, amount: fact.amount, cause }));
  }

  private bounce(account: LiveAccount, state: CaseState, fact: CaseFact & { kind: 'bounce' }): void {
    const attempt = bouncedAttempt(state, fact);
    if (attempt === null) return;
    this.person = changePerson(this.person, { kind: 'bounce', channel: fact.channel, attempt });
    this.witness.bounced(account, attempt);
    for (const other of this.accounts)
      if (other !== account) this.receive(other, { kind: 'person_changed', at: fact.at });
  }

  /** A person's choice or stop fact concerns all of their accounts. */
  private change(happening: Happening, change: PersonChange): void {
    const { at } = happening;
    this.person = changePerson(this.person, change);
    this.witness.happened(happening, null, null);
    const fact: CaseFact =
      change.kind === 'stop' || change.kind === 'clear'
        ? { kind: change.kind, at, fact: change.fact }
        : { kind: 'person_changed', at };
    for (const account of this.accounts) this.receive(account, fact);
  }

  private receive(account: LiveAccount, fact: CaseFact): void {
    if (!account.state) return;
    account.decisions += 1;
    this.keep(account, receive(account.state, account.strategy, fact));
    account.wake = fact.at;
  }

  private wake(account: LiveAccount, now: Instant): void {
    while (account.state && account.wake <= now) {
      account.decisions += 1;
      const planned = advance(account.state, account.strategy, now);
      this.keep(account, planned);
      if (planned.next.kind === 'wait') this.rest(account, planned, planned.next.until ?? NEVER);
      else this.touch(account, planned.state, planned.next.touch);
    }
  }

  private rest(account: LiveAccount, planned: Planned, until: Instant): void {
    account.wake = until;
    if (this.accounts.length < 2 || !usesPriority(account.strategy)) return;
    const intent = intentOf(planned, account.strategy);
    const change = { kind: 'intent', account: account.opening.account, intent } as const;
    this.person = changePerson(this.person, change);
  }

  private touch(account: LiveAccount, state: CaseState, touch: PlannedTouch): void {
    account.decisions += 1;
    const result = this.send(account, state, touch);
    this.keep(account, settleTouch(state, account.strategy, touch, result));
  }

  private send(account: LiveAccount, state: CaseState, touch: PlannedTouch): TouchResult {
    const question = this.questionOf(account, state, touch);
    const answer = decideTouch(question);
    return answer.kind === 'send'
      ? this.sent(account, touch, question, answer.channel)
      : resultOfRefusal(answer, touch.at, question.lawbook?.version ?? '');
  }

  /** Window, actor and reading of the law are those of the segment that the case is in. */
  private questionOf(
    { opening, strategy }: LiveAccount,
    state: CaseState,
    { at, via, dpd }: PlannedTouch,
  ): TouchQuestion {
    const { lawbookOf, whatsapp } = this.setting;
    const { person } = this;
    const inForce = strategyFor(strategy, state);
    const { actor, sendWindow, jitterSeconds, priority } = inForce;
    return {
      at,
      via,
      window: accountWindow(sendWindow, jitterSeconds, opening.account),
      actor,
      ...readingOf(inForce),
      dpd,
      person,
      whatsapp,
      lawbook: lawbookOf(person.jurisdiction),
      account: opening.account,
      ...(priority !== undefined && { priority }),
    };
  }

  private sent(
    account: LiveAccount,
    { at, step, anchor, dpd }: PlannedTouch,
    question: TouchQuestion,
    channel: SendChannel,
  ): TouchResult {
    const id = account.opening.account;
    const attempt = `${id}/${anchor}/${step}/${channel}/${at}`;
    const { facts, actor } = contactRequest(question, channel, at);
    this.witness.contact(account, { at, channel, actor, dpd, facts, attempt });
    const outcome = 'unanswered';
    this.person = changePerson(this.person, { kind: 'contact', at, channel, outcome, account: id, attempt });
    return { kind: 'sent', at, channel, attempt };
  }

  private keep(account: LiveAccount, turn: Turn): void {
    account.state = turn.state;
    if (turn.events.length === 0) return;
    for (const event of turn.events) this.expect(this.witness.event(account, event));
  }

  /** Puts what is to come in its place: after all that is due at the same instant. */
  private expect(happenings: readonly Happening[]): void {
    for (const happening of happenings) {
      let place = this.agenda.length;
      while (place > this.done && (this.agenda[place - 1]?.at ?? 0) > happening.at) place -= 1;
      this.agenda.splice(place, 0, happening);
    }
  }
}

const openingOf = (opening: Opening, stops: readonly string[]): Opening =>
  stops.length === 0 ? opening : { ...opening, stops };
