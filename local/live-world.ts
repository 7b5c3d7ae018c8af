import type { CaseFact } from '../domain/case/facts';
import type { Opening } from '../domain/case/open';
import type { Person } from '../domain/person';
import type { Strategy } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import type { RequestFact } from '../workflows/messages';
import { requestNameOf } from '../workflows/messages';
import type { Cluster } from './cluster';
import { LiveAccounts } from './live-accounts';
import type { WorldEvent } from './world';

export interface LiveCase {
  readonly opening: Opening;
  readonly person: string;
  readonly taxId?: string;
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

/** Lives a person's accounts through virtual time on real workflows; see {@link LiveAccounts}. */
export class LiveWorld {
  private readonly accounts: LiveAccounts<LiveCase>;
  private readonly events: LiveEvent[];
  private sequence = 0;

  constructor(private readonly options: LiveWorldOptions) {
    const { cluster, tenant, cases, events } = options;
    this.events = [...events];
    this.accounts = new LiveAccounts(cluster, tenant, cases, ({ opening }) => opening);
  }

  async run(): Promise<void> {
    const { until, onInstant } = this.options;
    for (let now = this.nextInstant(); now !== null && now < until; now = this.nextInstant()) {
      await this.accounts.openDue(now, (live) => this.open(live));
      while (this.events[0]?.at === now) await this.receive(this.events.shift());
      await this.accounts.wakeDue(now);
      await this.listenToProviders();
      onInstant?.(now);
    }
  }

  private nextInstant(): Instant | null {
    return this.accounts.nextInstant(this.events[0]?.at);
  }

  private async open({ opening, person: id, ...given }: LiveCase): Promise<void> {
    const { cluster, tenant, persons } = this.options;
    const person = persons.find((known) => known.id === id);
    if (!person) throw new Error(`Nobody knows the person ${id} of account ${opening.account}`);
    await cluster.intake.open({
      tenant,
      person,
      ...given,
      opening,
      startAt: opening.opened,
      waitsItsTurn: true,
    });
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
    // All accounts here are of people who share what has changed.
    if ('providerId' in event) {
      await cluster.feedback.bounced({ eventId, ...event });
      this.accounts.wakeAt(event.at);
    } else if ('change' in event) {
      await cluster.intake.changePerson(tenant, event.person, eventId, event.at, event.change);
      this.accounts.wakeAt(event.at);
    } else await this.tell(event.account, event.fact, eventId);
  }

  private async tell(accountId: string, fact: CaseFact, eventId: string): Promise<void> {
    const account = this.accounts.find(accountId);
    if (!account?.isOpened) return;
    const { cluster, tenant } = this.options;
    const key = { tenant, accountId };
    if (requestNameOf(fact.kind) === undefined) await cluster.intake.acceptFact(key, eventId, fact);
    // `requestNameOf` has told requests from facts.
    else await cluster.intake.request(key, eventId, fact as RequestFact, 'mundo');
    account.wake = fact.at;
  }

  private newId(): string {
    this.sequence += 1;
    return `${this.options.cases[0]?.opening.account ?? 'nobody'}-${this.sequence}`;
  }
}
