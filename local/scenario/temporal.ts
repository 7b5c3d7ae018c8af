import type { CaseFact } from '../../domain/case/facts';
import type { Person, PersonChange } from '../../domain/person';
import { changePerson } from '../../domain/person';
import type { Instant } from '../../domain/time/calendar';
import type { RequestFact } from '../../workflows/messages';
import { requestNameOf } from '../../workflows/messages';
import type { Cluster } from '../cluster';
import type { LiveAccount } from '../live-accounts';
import { LiveAccounts } from '../live-accounts';
import { readState } from '../read-case';
import { caseFactOf, personChangeOf } from './facts';
import { eventsOf } from './ledger-events';
import type { Story, StoryAccount } from './load';
import type { AccountRun } from './trace';

/**
 * Runs a story on real workflows: the same loop as on the core, but the case sits in Temporal, its facts and messages
 * in the store, and the trace is read back from the ledger. The story's id is its tenant, so that stories do not meet.
 * An abort ends it between two instants.
 */
export function playOnTemporal(
  story: Story,
  cluster: Cluster,
  tenant = story.id,
  signal?: AbortSignal,
): Promise<AccountRun[]> {
  return new TemporalWorld(story, cluster, tenant).run(signal);
}

class TemporalWorld {
  private readonly accounts: LiveAccounts<StoryAccount>;
  private readonly events: Story['events'][number][];
  /** Known before their first account opens; from then on the store has the person. */
  private readonly persons: Map<string, Person>;
  private downUntil: Instant | null = null;
  private sequence = 0;

  constructor(
    private readonly story: Story,
    private readonly cluster: Cluster,
    private readonly tenant: string,
  ) {
    this.events = [...story.events];
    this.persons = new Map(story.persons.map((person) => [person.id, person]));
    this.accounts = new LiveAccounts(cluster, tenant, story.accounts, (opening) => opening);
  }

  async run(signal?: AbortSignal): Promise<AccountRun[]> {
    for (let now = this.nextInstant(); now !== null && now < this.story.until; now = this.nextInstant()) {
      signal?.throwIfAborted();
      await this.accounts.openDue(now, (opening) => this.open(opening));
      while (this.events[0]?.instant === now) await this.receiveEvent(this.events.shift());
      await this.accounts.wakeDue(now);
    }
    const opened = this.accounts.all.filter(({ isOpened }) => isOpened);
    return Promise.all(opened.map(({ live }) => this.read(live)));
  }

  private nextInstant(): Instant | null {
    return this.accounts.nextInstant(this.events[0]?.instant);
  }

  private async open(opening: StoryAccount): Promise<void> {
    const { opened: now } = opening;
    const person = this.persons.get(opening.person);
    if (!person) throw new Error(`Scenario ${this.story.id} has no person ${opening.person}`);
    const downUntil = this.downUntil !== null && now < this.downUntil ? this.downUntil : null;
    await this.cluster.intake.open({
      tenant: this.tenant,
      person,
      strategy: this.story.strategy,
      opening: { ...opening, downUntil },
      startAt: now,
      waitsItsTurn: true,
    });
  }

  private async receiveEvent(event: Story['events'][number] | undefined): Promise<void> {
    if (!event) return;
    const change = personChangeOf(event);
    if (change) return this.changePerson(change.person, event.instant, change.change);
    const fact = caseFactOf(event);
    if (!fact) return;
    if (fact.kind === 'downtime') this.downUntil = Math.max(fact.until, this.downUntil ?? 0);
    const concerned = this.accounts.all.filter(({ live }, index) =>
      event.downtime ? true : event.account ? live.account === event.account : index === 0,
    );
    for (const account of concerned) await this.receiveFact(account, fact);
  }

  private async receiveFact(account: LiveAccount<StoryAccount>, fact: CaseFact): Promise<void> {
    if (!account.isOpened) return;
    const key = { tenant: this.tenant, accountId: account.live.account };
    const eventId = this.newId();
    if (fact.kind === 'bounce') await this.bounce(account.live, fact, eventId);
    else if (requestNameOf(fact.kind) === undefined) await this.cluster.intake.acceptFact(key, eventId, fact);
    else await this.cluster.intake.request(key, eventId, requestFact(fact), 'scenario');
    account.wake = fact.at;
  }

  /** As a provider reports it: by its own id of the message that the step sent last. */
  private async bounce(
    { account, person }: StoryAccount,
    fact: CaseFact & { kind: 'bounce' },
    eventId: string,
  ): Promise<void> {
    const attempt = await this.cluster.store.lastAttemptOfStep(
      { tenant: this.tenant, accountId: account },
      fact.step,
    );
    if (attempt?.providerId === undefined || attempt.channel !== fact.channel) return;
    const { hard, at } = fact;
    await this.cluster.feedback.bounced({ eventId, providerId: attempt.providerId, hard, at });
    this.accounts.wakeAt(at, (live) => live.person === person);
  }

  private async changePerson(person: string, at: Instant, change: PersonChange): Promise<void> {
    const isTheirs = (live: StoryAccount): boolean => live.person === person;
    if (!this.accounts.all.some(({ isOpened, live }) => isOpened && isTheirs(live))) {
      this.changeEarly(person, change);
      return;
    }
    await this.cluster.intake.changePerson(this.tenant, person, this.newId(), at, change);
    this.accounts.wakeAt(at, isTheirs);
  }

  private changeEarly(id: string, change: PersonChange): void {
    const person = this.persons.get(id);
    if (person) this.persons.set(id, changePerson(person, change));
  }

  private newId(): string {
    this.sequence += 1;
    return `event-${this.sequence}`;
  }

  /** What the ledger tells, with what still waits for it in the workflow. */
  private async read(opening: StoryAccount): Promise<AccountRun> {
    const key = { tenant: this.tenant, accountId: opening.account };
    const written = eventsOf(await this.cluster.store.readLedger(key), opening.zone);
    const { state, pending } = await readState(this.cluster, key);
    return { account: opening.account, person: opening.person, state, events: [...written, ...pending] };
  }
}

/** `requestNameOf` has told requests from facts. */
const requestFact = (fact: CaseFact): RequestFact => fact as RequestFact;
