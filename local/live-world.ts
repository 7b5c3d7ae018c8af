import type { CaseFact } from '../domain/case/facts';
import type { Opening } from '../domain/case/open';
import type { Person } from '../domain/person';
import type { Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import type { RequestFact } from '../workflows/messages';
import { requestNameOf } from '../workflows/messages';
import type { Cluster } from './cluster';
import { CaseClock } from './time-skipping';
import type { WorldEvent } from './world';

export interface LiveCase {
  readonly opening: Opening;
  readonly person: string;
  readonly strategy: Strategy;
}

/** A provider's report about a message that has gone out. */
export interface ProviderReport {
  readonly at: Instant;
  readonly providerId: string;
  readonly hard: boolean;
}

export type LiveEvent = WorldEvent | ProviderReport;

export interface LiveWorldOptions {
  readonly cluster: Cluster;
  readonly tenant: string;
  /** In file order, which is the order of acting at one instant. */
  readonly cases: readonly LiveCase[];
  readonly persons: readonly Person[];
  /** In order of time. */
  readonly events: readonly WorldEvent[];
  readonly until: Instant;
  /** What the world answers to what has just happened, such as a bounce some minutes after a message. */
  readonly reports?: () => Promise<readonly ProviderReport[]>;
  /** Called at every instant at which something was due. */
  readonly onInstant?: (now: Instant) => void;
}

interface Account extends LiveCase {
  readonly clock: CaseClock;
  isOpened: boolean;
  wake: Instant | null;
}

/**
 * Lives a person's accounts through virtual time on real workflows. Their clocks advance together, event by event and
 * only those with something due, so that what is counted per person means the same as in production.
 */
export class LiveWorld {
  private readonly accounts: Account[];
  private readonly events: LiveEvent[];
  private sequence = 0;

  constructor(private readonly options: LiveWorldOptions) {
    const { cluster, tenant } = options;
    this.events = [...options.events];
    this.accounts = options.cases.map((live) => {
      const handle = cluster.intake.handleOf({ tenant, accountId: live.opening.account });
      return {
        ...live,
        clock: new CaseClock(cluster.client, handle),
        isOpened: false,
        wake: live.opening.opened,
      };
    });
  }

  async run(): Promise<void> {
    for (let now = this.nextInstant(); now !== null && now < this.options.until; now = this.nextInstant()) {
      for (const account of this.accounts) await this.openIfDue(account, now);
      while (this.events[0]?.at === now) await this.receive(this.events.shift());
      for (const account of this.accounts) await this.wakeIfDue(account, now);
      await this.listenToProviders();
      this.options.onInstant?.(now);
    }
  }

  private nextInstant(): Instant | null {
    const instants = [this.events[0]?.at, ...this.accounts.map(({ wake }) => wake)];
    const known = instants.filter((instant) => typeof instant === 'number');
    return known.length === 0 ? null : Math.min(...known);
  }

  private async openIfDue(account: Account, now: Instant): Promise<void> {
    const { opening, strategy, person: id } = account;
    if (account.isOpened || opening.opened !== now) return;
    const person = this.options.persons.find((known) => known.id === id);
    if (!person) throw new Error(`Nobody knows the person ${id} of account ${opening.account}`);
    const { cluster, tenant } = this.options;
    await cluster.intake.open({ tenant, person, strategy, opening, startAt: now });
    account.isOpened = true;
  }

  private async wakeIfDue(account: Account, now: Instant): Promise<void> {
    if (!account.isOpened || account.wake === null || account.wake > now) return;
    const status = await account.clock.advanceTo(now);
    account.wake = status?.waitsUntil ?? null;
  }

  private async listenToProviders(): Promise<void> {
    const reports = (await this.options.reports?.()) ?? [];
    if (reports.length === 0) return;
    this.events.push(...reports);
    this.events.sort((a, b) => a.at - b.at);
  }

  private async receive(event: LiveEvent | undefined): Promise<void> {
    if (!event) return;
    const { cluster, tenant } = this.options;
    const eventId = this.newId();
    if ('providerId' in event) {
      await cluster.feedback.bounced({ eventId, ...event });
      this.wakeAll(event.at);
      return;
    }
    if ('change' in event) {
      await cluster.intake.changePerson(tenant, event.person, eventId, event.at, event.change);
      this.wakeAll(event.at);
      return;
    }
    const account = this.accounts.find(({ opening }) => opening.account === event.account);
    if (!account?.isOpened) return;
    await this.tell(account, event.fact, eventId);
    account.wake = event.at;
  }

  private async tell({ opening }: Account, fact: CaseFact, eventId: string): Promise<void> {
    const { cluster, tenant } = this.options;
    const key = { tenant, accountId: opening.account };
    if (requestNameOf(fact.kind) === undefined) await cluster.intake.acceptFact(key, eventId, fact);
    // `requestNameOf` has told requests from facts.
    else await cluster.intake.request(key, eventId, fact as RequestFact, 'mundo');
  }

  /** All accounts here are of people who share what has changed. */
  private wakeAll(at: Instant): void {
    for (const account of this.accounts) if (account.isOpened) account.wake = at;
  }

  private newId(): string {
    this.sequence += 1;
    return `${this.accounts[0]?.opening.account ?? 'nobody'}-${this.sequence}`;
  }
}
