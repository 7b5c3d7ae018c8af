import type { Instant } from '../domain/time/calendar';
import type { LiveAccount } from './life';
import type { Figures } from './tally';
import { addFigures, noFigures, Tally } from './tally';

/** What a run of one side comes to, all together and by group. */
export interface SideFigures {
  readonly total: Figures;
  /** Arm of an experiment, or strategy → its accounts' figures. */
  readonly groups: Record<string, Figures>;
}

export const noSideFigures = (days: number): SideFigures => ({ total: noFigures(days), groups: {} });

/** Adds the second to the first. */
export function addSideFigures(sum: SideFigures, part: SideFigures): void {
  addFigures(sum.total, part.total);
  for (const [group, figures] of Object.entries(part.groups))
    addFigures((sum.groups[group] ??= noFigures(figures.contactsPerDay.length)), figures);
}

/** Counts what happens, once for all and, where there are several groups, once for the group of the account. */
export class Tallies {
  private readonly total: Tally;
  private readonly everyone: readonly Tally[];
  private readonly groups = new Map<string, Tally>();

  /** @param start First instant of the run: days are counted from it. */
  constructor(
    private readonly days: number,
    private readonly start: Instant,
    private readonly isGrouped: boolean,
  ) {
    this.total = new Tally(days, start);
    this.everyone = [this.total];
  }

  /** The tallies that an account counts for. */
  of({ group }: Pick<LiveAccount, 'group'>): readonly Tally[] {
    return this.isGrouped ? [this.total, this.groupTally(group)] : this.everyone;
  }

  /** A person's choice counts once in each group that they have an account in. */
  change(accounts: readonly LiveAccount[], kind: string): void {
    this.total.change(kind);
    for (const group of this.groupsOf(accounts)) this.groupTally(group).change(kind);
  }

  /** The debtor's accounts as they stand at the end. */
  close(accounts: readonly LiveAccount[]): void {
    this.total.close(accounts);
    for (const group of this.groupsOf(accounts))
      this.groupTally(group).close(accounts.filter((account) => account.group === group));
  }

  get figures(): SideFigures {
    const groups = [...this.groups].map(([group, { figures }]) => [group, figures] as const);
    return { total: this.total.figures, groups: Object.fromEntries(groups) };
  }

  private groupsOf(accounts: readonly LiveAccount[]): readonly string[] {
    return this.isGrouped ? [...new Set(accounts.map(({ group }) => group))] : [];
  }

  private groupTally(group: string): Tally {
    const known = this.groups.get(group);
    if (known) return known;
    const made = new Tally(this.days, this.start);
    this.groups.set(group, made);
    return made;
  }
}
