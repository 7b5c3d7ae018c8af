import type { Instant } from '../domain/time/calendar';
import type { Cluster } from './cluster';
import { CaseClock } from './time-skipping';

/** One account of a world in virtual time. */
export interface LiveAccount<Case> {
  readonly live: Case;
  readonly clock: CaseClock;
  isOpened: boolean;
  /** When it is next looked at; null: when something happens to it. */
  wake: Instant | null;
}

interface HasAccount {
  readonly account: string;
  readonly opened: Instant;
}

/**
 * The accounts of a world in virtual time. Their clocks advance together, event by event and only those with something
 * due, so that what is counted per person means the same as in production.
 */
export class LiveAccounts<Case> {
  /** In the order given, which is the order of acting at one instant. */
  readonly all: readonly LiveAccount<Case>[];

  constructor(
    cluster: Cluster,
    tenant: string,
    cases: readonly Case[],
    private readonly openingOf: (live: Case) => HasAccount,
  ) {
    this.all = cases.map((live) => {
      const { account, opened } = openingOf(live);
      const handle = cluster.intake.handleOf({ tenant, accountId: account });
      return { live, clock: new CaseClock(handle), isOpened: false, wake: opened };
    });
  }

  find(account: string | undefined): LiveAccount<Case> | undefined {
    return this.all.find(({ live }) => this.openingOf(live).account === account);
  }

  /** The next instant at which something is due, the next event included; null: never. */
  nextInstant(nextEvent: Instant | undefined): Instant | null {
    const instants = [nextEvent, ...this.all.map(({ wake }) => wake)];
    const known = instants.filter((instant) => typeof instant === 'number');
    return known.length === 0 ? null : Math.min(...known);
  }

  async openDue(now: Instant, open: (live: Case) => Promise<unknown>): Promise<void> {
    for (const account of this.all) {
      if (account.isOpened || this.openingOf(account.live).opened !== now) continue;
      await open(account.live);
      account.isOpened = true;
    }
  }

  /** Lets every account that is due come to `now`. */
  async wakeDue(now: Instant): Promise<void> {
    for (const account of this.all) {
      if (!account.isOpened || account.wake === null || account.wake > now) continue;
      const status = await account.clock.advanceTo(now);
      account.wake = status?.waitsUntil ?? null;
    }
  }

  /** Something has happened at `at` to the accounts that are open and concerned. */
  wakeAt(at: Instant, isConcerned: (live: Case) => boolean = () => true): void {
    for (const account of this.all) if (account.isOpened && isConcerned(account.live)) account.wake = at;
  }
}
