import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { mergeNews } from '../activities/merge-news';
import { openPersonTask } from '../activities/person-task';
import { tellAccounts } from '../activities/tell-accounts';
import type { CaseFact } from '../domain/case/facts';
import type { Opening } from '../domain/case/open';
import { openCase } from '../domain/case/open';
import type { Person, PersonChange } from '../domain/person';
import { publicChange } from '../domain/person';
import { outsideRun } from '../domain/ledger';
import type { Strategy } from '../domain/strategy';
import { versionOf } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { assertKnownZone } from '../domain/time/zones';
import { strategyHash } from '../policy/strategy/hash';
import type { MergedPersons, MergePersons } from '../store/merge';
import type { Store } from '../store/store';
import type { AccountRef } from '../store/types';
import type { AcceptedFact, AccountSnapshot } from '../workflows/contract';
import { ACCOUNTS_QUEUE } from '../workflows/contract';
import type { AccountInput, Answer, Asked, NewAccount, OpenedCase, RequestFact } from '../workflows/messages';
import {
  ACCOUNT_WORKFLOW,
  accountWorkflowId,
  factAccepted,
  openAccount,
  requestNameOf,
  requestUpdate,
} from '../workflows/messages';
import { attributesOf } from '../workflows/search-attributes';
import { askAgain } from './ask-again';
import { readClosedCase } from './case-state';

export interface NewCase {
  readonly tenant: string;
  readonly person: Person;
  /** As the book writes it: whoever has it is one person, whatever id the book gives them. Only its blind hash is kept. */
  readonly taxId?: string;
  readonly strategy: Strategy;
  readonly opening: Opening;
  /** Case time at the start, where time is not today's (demo, scenarios). */
  readonly startAt?: Instant;
  /** Of a held case: it does nothing, at the instant of its opening either, until its driver lets time pass. */
  readonly waitsItsTurn?: true;
}

interface IntakeDeps {
  readonly store: Store;
  readonly client: Client;
  /**
   * Where time is not today's, a case that starts again does so at the instant of the fact; `held`: and it lets time
   * pass only as it is told (`letTimePass`). Default: the real clock.
   */
  readonly caseTime?: 'real' | 'of the fact' | 'held';
}

type TaskNews = Omit<Parameters<typeof openPersonTask>[1], 'tenant' | 'accountId'>;

type CaseTime = Pick<AccountInput, 'startAt' | 'allowedUntil'>;

/** The one way in for facts and requests: first the store (payment wins from here on), then the workflow. */
export function createIntake({ store, client, caseTime = 'real' }: IntakeDeps) {
  const restartAt = (at: Instant): Instant | undefined => (caseTime === 'real' ? undefined : at);
  const clockFrom = (startAt: Instant | undefined, waitsItsTurn = false): CaseTime => ({
    ...(startAt !== undefined && { startAt }),
    ...(startAt !== undefined && caseTime === 'held' && { allowedUntil: startAt - Number(waitsItsTurn) }),
  });
  const handleOf = ({ tenant, accountId }: AccountRef) =>
    client.workflow.getHandle(accountWorkflowId(tenant, accountId));

  /**
   * Opens a case, or finds it open: store first, then update-with-start.
   *
   * @throws {RecobroError} `calendar.unknownZone` before anything is written.
   */
  async function open(newCase: NewCase): Promise<OpenedCase> {
    const from = await register(newCase);
    const options = startOptions(from, clockFrom(newCase.startAt, newCase.waitsItsTurn));
    return askAgain(() =>
      client.workflow.executeUpdateWithStart(openAccount, { startWorkflowOperation: startOf(options) }),
    );
  }

  /** Opens a case of a book without waiting for its first evaluation: one action less than `open`. */
  async function openQuietly(newCase: NewCase): Promise<void> {
    const from = await register(newCase);
    await client.workflow.start(ACCOUNT_WORKFLOW, startOptions(from, clockFrom(newCase.startAt)));
  }

  async function register({ tenant, person, taxId, strategy, opening }: NewCase): Promise<NewAccount> {
    [opening.zone, ...person.zones].forEach(assertKnownZone);
    const { id, version } = strategy;
    const { personId, merged } = await store.openAccount({
      tenant,
      accountId: opening.account,
      person,
      ...(taxId !== undefined && { taxId }),
      record: {
        currency: opening.currency,
        strategy: { id, version, hash: strategyHash(strategy) },
        jurisdiction: person.jurisdiction,
      },
      openedAt: opening.opened,
      context: {
        ...outsideRun(accountWorkflowId(tenant, opening.account)),
        strategyVersion: versionOf(strategy),
      },
      entries: [
        {
          at: opening.opened,
          type: 'account_opened',
          actor: 'intake',
          facts: { debts: opening.debts.length },
        },
      ],
    });
    for (const pair of merged) await tellMerge(tenant, pair, opening.opened);
    const stops = await stopsOf(tenant, personId);
    const ids = { tenant, accountId: opening.account, personId };
    return { schema: 1, ...ids, place: person.jurisdiction, strategy, opening: { ...opening, stops } };
  }

  /**
   * A fact of a feed, once per event id: accepted under a number, then signalled; a closed case starts again for it.
   *
   * @param by Who brought it: an opaque id of a person or a key, or the name of a feed. The ledger says so.
   */
  async function acceptFact(
    account: AccountRef,
    eventId: string,
    fact: CaseFact,
    by?: string,
  ): Promise<void> {
    const from = by === undefined ? {} : { by };
    const { seq } = await store.acceptFact({ ...account, eventId, fact, at: fact.at, ...from });
    const accepted = { seq, eventId, fact, ...from };
    try {
      await handleOf(account).signal(factAccepted, accepted);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await restart(account, accepted);
    }
  }

  /** Closing left a snapshot; the case goes on from it (DESIGN, decision 8). */
  async function restart(account: AccountRef, accepted: AcceptedFact): Promise<void> {
    const snapshot = await readSnapshot(account);
    const { args, ...options } = startOptions(snapshot, clockFrom(restartAt(accepted.fact.at)));
    await client.workflow.signalWithStart(ACCOUNT_WORKFLOW, {
      ...options,
      args,
      signal: factAccepted,
      signalArgs: signalArgs(accepted),
    });
  }

  async function readSnapshot(account: AccountRef): Promise<AccountSnapshot> {
    const snapshot = await readClosedCase(store, account);
    if (!snapshot)
      throw new Error(
        `Account ${account.accountId} has neither a running case nor a snapshot: open it first`,
      );
    // A closed case is not told of stop facts: the person's record is the truth.
    return {
      ...snapshot,
      state: { ...snapshot.state, stops: await stopsOf(account.tenant, snapshot.personId) },
    };
  }

  async function stopsOf(tenant: string, personId: string): Promise<readonly string[]> {
    return (await store.getPerson({ tenant, personId }))?.person.facts ?? [];
  }

  /** Changes the person's record (the truth) and tells all of the person's accounts. @param by Who asked; absent: nobody. */
  async function changePerson(
    tenant: string,
    personId: string,
    eventId: string,
    at: Instant,
    change: PersonChange,
    by?: string,
  ): Promise<void> {
    const { accounts, person, merged } = await store.changePerson({
      tenant,
      personId,
      change,
      changeId: eventId,
      at,
    });
    await openTask(tenant, accounts, { at, change, changeId: eventId, person });
    const told = { ...publicChange(change), ...(by !== undefined && { by }) };
    await tellAccounts(client, { tenant, accounts, eventId, at, change: told });
    if (merged) await tellMerge(tenant, merged, at);
  }

  /** One task for the person, not one for each of their accounts. */
  async function openTask(tenant: string, [accountId]: readonly string[], news: TaskNews): Promise<void> {
    if (accountId === undefined) return;
    const ref = { tenant, accountId };
    const drafts = await openPersonTask(store, { ...ref, ...news });
    if (drafts.length === 0) return;
    const context = outsideRun(accountWorkflowId(tenant, accountId));
    await store.appendEntries({ ref, drafts, context, batchId: `person-task/${news.changeId}` });
  }

  /** Two records are found to be of one person: unites them and tells all of their accounts. Repeats change nothing. */
  async function mergePersons(merge: MergePersons): Promise<MergedPersons> {
    const merged = await store.mergePersons(merge);
    await tellMerge(merge.tenant, merged, merge.at);
    return merged;
  }

  async function tellMerge(tenant: string, merged: MergedPersons, at: Instant): Promise<void> {
    for (const news of mergeNews(tenant, merged, at)) await tellAccounts(client, news);
  }

  /** A request that somebody waits for; refused by the domain with a reason. */
  async function request(
    account: AccountRef,
    requestId: string,
    fact: RequestFact,
    by: string,
  ): Promise<Answer> {
    const name = requestNameOf(fact.kind);
    if (name === undefined) throw new Error(`${fact.kind} is a fact, not a request: use acceptFact`);
    const update = requestUpdate(name);
    const args: [RequestFact, Asked] = [fact, { by, at: fact.at }];
    try {
      return await askAgain(() => handleOf(account).executeUpdate(update, { args, updateId: requestId }));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const options = startOptions(await readSnapshot(account), clockFrom(restartAt(fact.at)));
      return askAgain(() =>
        client.workflow.executeUpdateWithStart(update, {
          args,
          updateId: requestId,
          startWorkflowOperation: startOf(options),
        }),
      );
    }
  }

  return { open, openQuietly, acceptFact, changePerson, mergePersons, request, handleOf };
}

export type Intake = ReturnType<typeof createIntake>;

const signalArgs = (accepted: AcceptedFact): [AcceptedFact] => [accepted];

/** Good for one use. */
const startOf = (options: ReturnType<typeof startOptions>) =>
  new WithStartWorkflowOperation(ACCOUNT_WORKFLOW, options);

function startOptions(from: NewAccount | AccountSnapshot, clock: CaseTime) {
  const { tenant, accountId, personId, place, strategy } = from;
  const input: AccountInput = { from, ...clock };
  return {
    workflowId: accountWorkflowId(tenant, accountId),
    taskQueue: ACCOUNTS_QUEUE,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    args: [input] as [AccountInput],
    typedSearchAttributes: attributesOf({
      tenant,
      personId,
      place,
      strategyVersion: versionOf(strategy),
      state: 'state' in from ? from.state : openCase(from.opening, strategy).state,
    }),
  };
}
