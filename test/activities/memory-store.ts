import type { Halt } from '../../domain/halt';
import type { LedgerDraft } from '../../domain/ledger';
import { changePerson } from '../../domain/person';
import type { Person } from '../../domain/person';
import type { Store } from '../../store/store';
import type {
  AppendEntries,
  ClaimResult,
  ClaimTouch,
  SettleTouch,
  StoredAttempt,
  StoredFact,
  WorkItem,
} from '../../store/types';

type Changed = Parameters<Store['changePerson']>[0];

/**
 * One account in memory, with the conditions of the real store: claims are refused when newer facts have been
 * accepted or somebody else has written, and batches and changes are applied once.
 */
export class MemoryStore {
  readonly attempts = new Map<string, StoredAttempt>();
  readonly ledger: LedgerDraft[] = [];
  readonly workItems = new Map<string, WorkItem>();
  readonly facts: StoredFact[] = [];
  readonly changes: Changed[] = [];
  readonly halts: Halt[] = [];
  patch: AppendEntries['patch'];
  /** Runs before the next claim, or the next settlement: what happens between look and claim, or while sending. */
  beforeClaim: (() => void) | undefined;
  beforeSettle: (() => void) | undefined;
  private version = 1;
  private readonly batches = new Set<string>();

  constructor(
    private person: Person,
    private readonly accounts: readonly string[] = ['A-1'],
  ) {}

  /** As the activities see it; what they do not use is not there. */
  asStore(): Store {
    const methods: Pick<Store, Used> = {
      look: async (ref) => this.look(ref),
      listHalts: async () => this.halts,
      claimTouch: async (claim) => this.claim(claim),
      settleTouch: async (settle) => this.settle(settle),
      listAttempts: async () => [...this.attempts.values()],
      getAttempt: async (_ref, id) => this.attempts.get(id),
      factsAfter: async ({ seq }) => this.facts.filter((fact) => fact.seq > seq),
      appendEntries: async (append) => this.append(append),
      putWorkItem: async (item) => this.putWorkItem(item),
      changePerson: async (change) => this.change(change),
    };
    return methods as Store;
  }

  accept(eventId: string, fact: StoredFact['fact']): void {
    this.facts.push({ seq: this.facts.length + 1, eventId, at: 0, fact });
  }

  changePersonTo(person: Person): void {
    this.person = person;
    this.version += 1;
  }

  types(): string[] {
    return this.ledger.map(({ type }) => type);
  }

  states(): string[] {
    return [...this.attempts.values()].map(({ channel, state }) => `${channel} ${state}`);
  }

  private look({ tenant, accountId, personId }: Parameters<Store['look']>[0]) {
    const strategy = { id: 'referencia', version: 1, hash: '' };
    const ledger = { seq: this.ledger.length, hash: '' };
    const account = { tenant, accountId, personId, strategy, ledger, factSeq: this.facts.length };
    const person = { person: this.person, version: this.version, accounts: this.accounts };
    return { account: { ...account, currency: 'COP' as const, jurisdiction: 'TEST' }, person };
  }

  private claim(claim: ClaimTouch): ClaimResult {
    const interrupt = this.beforeClaim;
    this.beforeClaim = undefined;
    interrupt?.();
    const { ref, personId, expect, attempt, contact, drafts } = claim;
    const known = this.attempts.get(attempt.attemptId);
    if (known) return { kind: 'exists', attempt: known };
    if (expect.factSeq !== this.facts.length) return { kind: 'stale', factSeq: this.facts.length };
    const isMoved = expect.person.version !== this.version || expect.ledger.seq !== this.ledger.length;
    if (isMoved) return { kind: 'conflict' };
    this.attempts.set(attempt.attemptId, { ...attempt, ...ref, personId, state: 'CLAIMED' });
    this.changePersonTo(changePerson(this.person, { kind: 'contact', ...contact }));
    this.ledger.push(...drafts);
    return { kind: 'claimed', ledger: { seq: this.ledger.length, hash: '' } };
  }

  private settle({ attemptId, state, reason, providerId, drafts }: SettleTouch): { settled: boolean } {
    const interrupt = this.beforeSettle;
    this.beforeSettle = undefined;
    interrupt?.();
    const known = this.attempts.get(attemptId);
    if (known?.state !== 'CLAIMED') return { settled: false };
    const facts = {
      ...(reason !== undefined && { reason }),
      ...(providerId !== undefined && { providerId }),
    };
    this.attempts.set(attemptId, { ...known, state, ...facts });
    this.ledger.push(...drafts);
    return { settled: true };
  }

  private append({ drafts, batchId, patch }: AppendEntries) {
    const appended = !this.batches.has(batchId);
    this.batches.add(batchId);
    if (appended) this.ledger.push(...drafts);
    if (appended) this.patch = patch;
    return { appended, ledger: { seq: this.ledger.length, hash: '' } };
  }

  private putWorkItem(item: WorkItem) {
    const created = !this.workItems.has(item.id);
    if (created) this.workItems.set(item.id, item);
    return { created };
  }

  private change(change: Changed) {
    this.changes.push(change);
    const person = changePerson(this.person, change.change);
    this.changePersonTo(person);
    return { person, accounts: this.accounts, changed: true };
  }
}

type Used =
  | 'look'
  | 'listHalts'
  | 'claimTouch'
  | 'settleTouch'
  | 'listAttempts'
  | 'getAttempt'
  | 'factsAfter'
  | 'appendEntries'
  | 'putWorkItem'
  | 'changePerson';
