import type { Outcome } from './case/state';
import type { DebtorKind } from './channel';
import type { BoundRule } from './law/compose';
import type { Retention } from './law/retention';
import { retentions } from './law/retention';
import type { LedgerEntry } from './ledger';
import type { Person } from './person';
import type { Day, Instant } from './time/calendar';

/** An account of the person who is to be erased. */
export interface ErasableAccount {
  readonly id: string;
  readonly outcome: Outcome;
  /** Local date of the last entry of its ledger that is about the case. */
  readonly lastActivity: Day;
  /** Of the place under which it was opened, and of where the person lives now. */
  readonly rules: readonly BoundRule[];
}

export interface ErasureQuestion {
  readonly debtor: DebtorKind;
  readonly today: Day;
  /** Ids of the legal holds that are in force. */
  readonly holds: readonly string[];
  readonly accounts: readonly ErasableAccount[];
}

/** Why a person may not be erased yet. */
export type ErasureRefusal =
  | { readonly reason: 'legal_hold'; readonly holds: readonly string[] }
  /** Something is still asked for, by us or by whoever it was handed to. */
  | { readonly reason: 'open_account'; readonly account: string; readonly outcome: Outcome }
  | ({ readonly reason: 'retention'; readonly account: string } & Retention);

/** Every reason against erasing the person today; none: it may be done. Of the retention rules of an account the longest. */
export function erasureRefusals({ debtor, today, holds, accounts }: ErasureQuestion): ErasureRefusal[] {
  const held = holds.length > 0 ? [{ reason: 'legal_hold' as const, holds }] : [];
  const open = accounts
    .filter(({ outcome }) => isLive(outcome))
    .map(({ id: account, outcome }) => ({ reason: 'open_account' as const, account, outcome }));
  const kept = accounts.flatMap(({ id: account, rules, lastActivity }) =>
    retentions(rules, { debtor, today, lastActivity })
      .slice(0, 1)
      .filter(({ until }) => until >= today)
      .map((retention) => ({ reason: 'retention' as const, account, ...retention })),
  );
  return [...held, ...open, ...kept];
}

/** What was handed over is being collected by others, with the same data. */
const isLive = (outcome: Outcome): boolean => outcome === 'open' || outcome === 'handed_off';

/** Types of ledger entries that are about the data, not about the case: they do not make anything be kept longer. */
export const dataEntries = [
  'data_accessed',
  'legal_hold_set',
  'legal_hold_lifted',
  'erasure_requested',
  'erasure_approved',
  'person_erased',
] as const;

export const isAboutData = (type: string): boolean => dataEntries.some((known) => known === type);

/** Somebody wants a person erased. */
export interface ErasureClaim {
  /** Opaque id. */
  readonly by: string;
  /** Code. */
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** An erasure that was begun, and perhaps cut short: `by` asked for it, `approvedBy` is somebody else. */
export interface ErasureApproval extends ErasureClaim {
  readonly approvedBy: string;
}

/** Who has asked for it, by the ledgers of all accounts of the person; each once, oldest first. */
export function erasureRequests(entries: readonly LedgerEntry[]): ErasureClaim[] {
  const asked = entries.filter(({ type }) => type === 'erasure_requested').map(claimOf);
  const first = new Map(asked.map((claim) => [[claim.at, claim.by, claim.reason].join('|'), claim]));
  return [...first.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

export function erasureApproval(entries: readonly LedgerEntry[]): ErasureApproval | undefined {
  const entry = entries.find(({ type }) => type === 'erasure_approved');
  return entry && { ...claimOf(entry), approvedBy: textOf(entry.facts['approvedBy']) };
}

const claimOf = ({ actor: by, at, facts }: LedgerEntry): ErasureClaim => ({
  ...{ by, at, reason: textOf(facts['reason']) },
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is left of a person: an id, and where the law was asked; nobody can be reached by it. */
export const erased = ({ id, jurisdiction, zones, language, kind }: Person, at: Instant): ErasedPerson => ({
  ...{ id, jurisdiction, zones, language, kind, erasedAt: at },
  ...{ name: '', addresses: {}, dead: [], consent: [], optedOut: [], facts: [], contacts: [] },
});

type ErasedPerson = Person & { readonly erasedAt: Instant };
