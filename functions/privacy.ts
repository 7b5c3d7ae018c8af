import type { Outcome } from '../domain/case/state';
import type { ErasableAccount, ErasureApproval, ErasureClaim, ErasureRefusal } from '../domain/erasure';
import { erasureApproval, erasureRefusals, erasureRequests, isAboutData } from '../domain/erasure';
import { RecobroError } from '../domain/errors';
import type { BoundRule } from '../domain/law/compose';
import type { LedgerDraft, LedgerEntry } from '../domain/ledger';
import type { Person } from '../domain/person';
import type { Day, Instant } from '../domain/time/calendar';
import { instantFromIso } from '../domain/time/calendar';
import { localDay } from '../domain/time/zones';
import type { LawLibrary } from '../policy/law/library';
import { NOBODYS } from '../store/access';
import { StoreError } from '../store/errors';
import type { Protection } from '../store/erasure';
import type { Store } from '../store/store';
import type { AccountRecord, LegalHold, PersonRef } from '../store/types';

interface PrivacyDeps {
  readonly store: Pick<
    Store,
    | 'readProtection'
    | 'setLegalHold'
    | 'liftLegalHold'
    | 'erasePerson'
    | 'appendEntries'
    | 'readLedger'
    | 'listAccounts'
    | 'listAttempts'
  >;
  readonly law: LawLibrary;
  /** Takes the printed letter of an attempt away. Absent where letters are not kept. */
  readonly removeLetter?: (letter: { tenant: string; attemptId: string }) => Promise<void>;
}

/** Where a person stands on the way to being erased. */
export interface ErasureStatus {
  readonly personId: string;
  readonly erasedAt?: Instant;
  readonly accounts: readonly string[];
  readonly holds: readonly LegalHold[];
  /** Empty: it may be done today. */
  readonly refusals: readonly ErasureRefusal[];
  /** Who has asked for it, oldest first. */
  readonly requests: readonly ErasureClaim[];
  /** Of an erasure that was begun, and perhaps cut short. */
  readonly approval?: ErasureApproval;
}

export interface ErasureAsk extends PersonRef {
  /** A repeated one changes nothing. */
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

export interface EraseRequest extends PersonRef {
  /** Code such as `data-subject-request`; it stands in the ledger. */
  readonly reason: string;
  /** Who does it, and who approved it: two opaque ids. */
  readonly by: string;
  readonly approvedBy: string;
  readonly at: Instant;
}

export type ApproveErasure = Omit<EraseRequest, 'approvedBy'>;

/** Nobody else has asked for it: one person alone does not erase. */
export interface NotRequested {
  readonly reason: 'not_requested';
}

interface Kept<Refusal> {
  readonly erased: false;
  readonly refusals: readonly Refusal[];
}

export type ErasureAnswer = { readonly erased: true } | Kept<ErasureRefusal>;
export type ApprovalAnswer = ErasureAnswer | Kept<NotRequested>;

export interface HoldRequest extends PersonRef {
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/** What stands in ledgers for good says nothing about anybody: letters, digits and few signs. */
const CODE = /^[\p{L}\d][\p{L}\d_./:-]{1,79}$/u;
const PAGE = 200;

/** The end of a person's data, and what keeps it from coming: holds and retention. Everything stands in the ledgers. */
export function createPrivacy({ store, law, removeLetter }: PrivacyDeps) {
  /** @throws {StoreError} `store.notFound`; {RecobroError} `law.unknownPack` for a place whose law nobody knows. */
  async function erasureStatus(ref: PersonRef, at: Instant): Promise<ErasureStatus> {
    return statusOf(ref.tenant, await store.readProtection(ref), at);
  }

  async function statusOf(tenant: string, known: Protection, at: Instant): Promise<ErasureStatus> {
    const { person } = known.person;
    const today = localDay(at, person.zones[0]);
    const ledgers = await Promise.all(
      known.accounts.map(({ accountId }) => store.readLedger({ tenant, accountId })),
    );
    const accounts = known.accounts.map((account, index) => erasable(account, ledgers[index] ?? [], person));
    const approval = erasureApproval(ledgers.flat());
    const holds = known.holds.map(({ id }) => id);
    const asked = { debtor: person.kind, today, holds, accounts };
    return {
      personId: person.id,
      ...(person.erasedAt !== undefined && { erasedAt: person.erasedAt }),
      accounts: accounts.map(({ id }) => id),
      holds: known.holds,
      refusals: person.erasedAt === undefined ? erasureRefusals(asked) : [],
      requests: erasureRequests(ledgers.flat()),
      ...(approval && { approval }),
    };
  }

  function erasable(account: AccountRecord, ledger: readonly LedgerEntry[], person: Person): ErasableAccount {
    const { accountId: id, jurisdiction } = account;
    const lastActivity = lastDay(ledger, person);
    const places = [...new Set([jurisdiction, person.jurisdiction])];
    return { id, outcome: outcomeOf(account), lastActivity, rules: places.flatMap(rulesOf) };
  }

  const rulesOf = (place: string): readonly BoundRule[] => law.lawbook(place).rules;

  /**
   * Writes down that somebody wants the person erased: the first of two names.
   *
   * @throws {StoreError} `store.notFound`; `person.erased`. {RecobroError} `privacy.badRequest`.
   */
  async function requestErasure({ tenant, personId: asked, ...ask }: ErasureAsk): Promise<void> {
    const { id, reason, by, at } = ask;
    assertCodes({ reason, by });
    const { personId, accounts, erasedAt } = await erasureStatus({ tenant, personId: asked }, at);
    if (erasedAt !== undefined) throw wasErased(personId);
    await tell(tenant, accounts, `erasure/${personId}/requested/${id}`, [
      entry('erasure_requested', by, at, { person: personId, reason }),
    ]);
  }

  /**
   * Erases the person as somebody else has asked for; `by` approves it. What was begun before is completed.
   *
   * @throws {RecobroError} `privacy.badRequest`
   */
  async function approveErasure(request: ApproveErasure): Promise<ApprovalAnswer> {
    const { by: approvedBy, ...of } = request;
    const { requests, approval } = await erasureStatus(of, of.at);
    if (approval)
      return erase({ ...of, by: approval.by, approvedBy: approval.approvedBy, reason: approval.reason });
    const asked = requests.findLast(({ by }) => by !== approvedBy);
    if (!asked) return { erased: false, refusals: [{ reason: 'not_requested' }] };
    return erase({ ...of, by: asked.by, approvedBy });
  }

  /**
   * Erases the person, if nothing stands against it: the approval goes into the ledgers, then the keys are destroyed, then
   * the ledgers say so. Repeated, it completes what was cut short. It cannot be undone.
   *
   * @throws {RecobroError} `privacy.badRequest` when a reason or an id is missing or says too much, or one person is both.
   */
  async function erase(request: EraseRequest): Promise<ErasureAnswer> {
    const { tenant, reason, by, approvedBy, at } = request;
    assertCodes({ reason, by, approvedBy });
    if (by === approvedBy) throw badRequest('approvedBy', 'is who does it; somebody else has to approve');
    const { personId, accounts, erasedAt, refusals } = await erasureStatus(request, at);
    if (refusals.length > 0) return { erased: false, refusals };
    const facts = { person: personId, reason, approvedBy };
    if (erasedAt === undefined)
      await tell(tenant, accounts, `erasure/${personId}/approved`, [
        entry('erasure_approved', by, at, facts),
      ]);
    const end = await store.erasePerson({ tenant, personId }, at);
    if (end.kind === 'held') {
      const holds = end.holds.map(({ id }) => id);
      return { erased: false, refusals: [{ reason: 'legal_hold', holds }] };
    }
    for (const accountId of accounts) await removeLetters(tenant, accountId);
    const done = entry('person_erased', by, erasedAt ?? at, { ...facts, keys: end.keys });
    await tell(tenant, accounts, `erasure/${personId}/done`, [done]);
    return { erased: true };
  }

  async function removeLetters(tenant: string, accountId: string): Promise<void> {
    if (!removeLetter) return;
    const attempts = await store.listAttempts({ tenant, accountId });
    for (const { channel, attemptId } of attempts)
      if (channel === 'letter') await removeLetter({ tenant, attemptId });
  }

  /** Keeps everything about the person until it is lifted, whatever else allows to erase it. */
  async function hold({ tenant, personId: asked, id, reason, by, at }: HoldRequest): Promise<void> {
    assertCodes({ id, reason, by });
    const { personId, accounts, erasedAt } = await erasureStatus({ tenant, personId: asked }, at);
    if (erasedAt !== undefined) throw wasErased(personId);
    await store.setLegalHold({ tenant, personId }, { id, reason, by, at });
    await tell(tenant, accounts, `hold/${id}/set`, [entry('legal_hold_set', by, at, { hold: id, reason })]);
  }

  /** @returns False when there is no such hold. */
  async function liftHold({ tenant, personId: asked, id, reason, by, at }: HoldRequest): Promise<boolean> {
    assertCodes({ id, reason, by });
    const { personId, accounts } = await erasureStatus({ tenant, personId: asked }, at);
    if (!(await store.liftLegalHold({ tenant, personId }, id))) return false;
    const facts = { hold: id, reason };
    await tell(tenant, accounts, `hold/${id}/lifted/${at}`, [entry('legal_hold_lifted', by, at, facts)]);
    return true;
  }

  async function tell(
    tenant: string,
    accounts: readonly string[],
    batchId: string,
    drafts: readonly LedgerDraft[],
  ): Promise<void> {
    for (const accountId of accounts)
      await store.appendEntries({ ref: { tenant, accountId }, drafts, context: NOBODYS, batchId });
  }

  /** Every person of the tenant whom nothing keeps any more: each once, by the first of their accounts. */
  async function* retentionDue(tenant: string, at: Instant): AsyncGenerator<ErasureStatus> {
    const seen = new Set<string>();
    for await (const { personId: asked } of accountsOf(tenant)) {
      if (seen.has(asked)) continue;
      const known = await store.readProtection({ tenant, personId: asked });
      const { id, erasedAt } = known.person.person;
      const isNew = !seen.has(id);
      for (const personId of [asked, ...known.ids]) seen.add(personId);
      if (!isNew || erasedAt !== undefined) continue;
      const status = await statusOf(tenant, known, at);
      if (status.refusals.length === 0) yield status;
    }
  }

  async function* accountsOf(tenant: string): AsyncGenerator<AccountRecord> {
    let cursor: string | undefined;
    do {
      const page = await store.listAccounts({ tenant, limit: PAGE, cursor });
      yield* page.items;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  return { erasureStatus, requestErasure, approveErasure, erase, hold, liftHold, retentionDue };
}

export type Privacy = ReturnType<typeof createPrivacy>;

/** Written by the case when it closes; absent = it is open. */
const outcomeOf = ({ outcome = 'open' }: AccountRecord): Outcome => outcome as Outcome;

/** Looking at data, and deciding about it, is no activity of the case. An account has at least its opening. */
function lastDay(entries: readonly LedgerEntry[], { zones }: Person): Day {
  const own = entries.filter(({ type }) => !isAboutData(type));
  return Math.max(...own.map(({ at }) => localDay(instantFromIso(at), zones[0])));
}

const entry = (type: string, actor: string, at: Instant, facts: LedgerDraft['facts']): LedgerDraft => ({
  ...{ type, actor, at, facts },
});

function assertCodes(codes: Readonly<Record<string, string>>): void {
  for (const [name, code] of Object.entries(codes))
    if (!CODE.test(code))
      throw badRequest(
        name,
        'must be a code of letters, digits and _ . / : - that says nothing about anybody',
      );
}

function wasErased(personId: string): StoreError<'person.erased'> {
  const message = `Cannot decide about person ${personId}: they were erased, and nothing is left of them`;
  return new StoreError('person.erased', message, { personId });
}

const badRequest = (field: string, problem: string): RecobroError =>
  new RecobroError('privacy.badRequest', `Cannot decide about personal data: ${field} ${problem}`, { field });
