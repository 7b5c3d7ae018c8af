import type { Instant } from './time/calendar';
import { isoFromInstant } from './time/calendar';

/** What a ledger entry may hold: JSON without floats that are not whole and without undefined. */
export type LedgerValue =
  string | number | boolean | null | readonly LedgerValue[] | { readonly [key: string]: LedgerValue };

/** Something that happened, not yet in the ledger. Never holds personal data: ids, rules, counts and hashes only. */
export interface LedgerDraft {
  /** When the rules say it happened (case time). */
  readonly at: Instant;
  readonly type: string;
  readonly actor: string;
  readonly facts: Readonly<Record<string, LedgerValue>>;
}

/** Where a ledger ends: the last entry's number and hash. An empty ledger is {@link EMPTY_LEDGER}. */
export interface LedgerHead {
  readonly seq: number;
  readonly hash: string;
}

/** Provenance that every entry of a batch shares. */
export interface LedgerContext {
  readonly strategyVersion: string;
  readonly lawVersion: string;
  readonly workflowId: string;
  readonly runId: string;
}

/** Of what happens outside a run of a workflow: no strategy and no law had a part in it. */
export const outsideRun = (workflowId = ''): LedgerContext => ({
  strategyVersion: '',
  lawVersion: '',
  workflowId,
  runId: '',
});

export interface LedgerEntry extends LedgerContext {
  readonly seq: number;
  /** ISO 8601, UTC, whole seconds. */
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly facts: Readonly<Record<string, LedgerValue>>;
  readonly prevHash: string;
  /** SHA-256, lower-case hex, of the canonical JSON of the entry without this field. */
  readonly hash: string;
}

/** SHA-256 of a UTF-8 text as lower-case hex; handed in, because the core has no library. */
export type Sha256 = (text: string) => string;

export const EMPTY_LEDGER: LedgerHead = { seq: 0, hash: '0'.repeat(64) };

/** Numbers, links and hashes the drafts behind `head`. */
export function chain(
  head: LedgerHead,
  drafts: readonly LedgerDraft[],
  context: LedgerContext,
  sha256: Sha256,
): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let last = head;
  for (const { at, ...draft } of drafts) {
    const body = { ...context, ...draft, seq: last.seq + 1, at: isoFromInstant(at), prevHash: last.hash };
    const entry = { ...body, hash: sha256(canonicalJson(body)) };
    entries.push(entry);
    last = entry;
  }
  return entries;
}

/** What is wrong with one entry of a chain, by its number. */
export interface LedgerFault {
  readonly seq: number;
  readonly fault: 'gap' | 'broken_link' | 'wrong_hash';
}

/** Checks numbering, links and hashes of a whole ledger, oldest first. An empty list means that it holds. */
export function verifyChain(entries: readonly LedgerEntry[], sha256: Sha256): LedgerFault[] {
  const faults: LedgerFault[] = [];
  let last: LedgerHead = EMPTY_LEDGER;
  for (const entry of entries) {
    const { hash, ...body } = entry;
    if (entry.seq !== last.seq + 1) faults.push({ seq: entry.seq, fault: 'gap' });
    if (entry.prevHash !== last.hash) faults.push({ seq: entry.seq, fault: 'broken_link' });
    if (sha256(canonicalJson(body)) !== hash) faults.push({ seq: entry.seq, fault: 'wrong_hash' });
    last = entry;
  }
  return faults;
}

/** JSON with sorted keys and no spaces: the same value gives the same bytes on every machine (after RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
