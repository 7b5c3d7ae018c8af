import type { LedgerValue } from '../../domain/ledger';

/** What a verification looks at, in the order in which it is told. */
export const checks = [
  'container',
  'signature',
  'files',
  'key',
  'chain',
  'seals',
  'histories',
  'replay',
  'inputs',
  'journal',
  'law',
  'log',
  'messages',
  'receipts',
  'versions',
  'payment',
] as const;
export type CheckId = (typeof checks)[number];

/** Something that does not hold, and where. */
export interface Finding {
  readonly check: CheckId;
  /** Such as `cuenta A-1, asiento 17`. */
  readonly place: string;
  /** In Spanish, for compliance staff. */
  readonly message: string;
}

/** One check: how many things it looked at, and what it found. */
export interface CheckResult {
  readonly check: CheckId;
  readonly examined: number;
  readonly findings: readonly Finding[];
}

/** Collects what one check finds. */
export class Check {
  private count = 0;
  private readonly found: Finding[] = [];

  constructor(private readonly check: CheckId) {}

  /** Looks at one thing: it holds, or there is a finding. Gives back whether it holds. */
  that(holds: boolean, place: string, message: string): boolean {
    this.count += 1;
    if (!holds) this.found.push({ check: this.check, place, message });
    return holds;
  }

  get result(): CheckResult {
    return { check: this.check, examined: this.count, findings: this.found };
  }
}

export const entryPlace = (account: string, seq: number): string => `cuenta ${account}, asiento ${seq}`;
export const eventPlace = (workflowId: string, runId: string, eventId: number): string =>
  `flujo ${workflowId}, ejecución ${runId}${eventId > 0 ? `, evento ${eventId}` : ''}`;

/** A text among the facts of an entry; empty when it is none. */
export const textFact = (value: LedgerValue | undefined): string => (typeof value === 'string' ? value : '');
