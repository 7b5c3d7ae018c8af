import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { MovePreview } from '../domain/case/move';
import { previewMove } from '../domain/case/move';
import type { Strategy } from '../domain/strategy';
import { versionOf } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { contentHash } from '../policy/content-hash';
import { strategyHash } from '../policy/strategy/hash';
import type { Store } from '../store/store';
import { accountWorkflowId, caseSnapshot, moveToStrategy } from '../workflows/messages';
import { askAgain } from './ask-again';

/** What a move would change for every open case of a tenant; a person approves it by its hash. */
export interface MoveReport {
  readonly tenant: string;
  readonly to: { readonly id: string; readonly version: number; readonly hash: string };
  /** By account. */
  readonly cases: readonly PlannedMove[];
}

export interface PlannedMove {
  readonly account: string;
  /** Strategy that the case follows, as `id@version`. */
  readonly from: string;
  readonly change: MovePreview;
}

export interface MoveDeps {
  readonly store: Pick<Store, 'listAccounts' | 'setStrategy'>;
  readonly client: Client;
  readonly now: () => Instant;
}

const PAGE = 100;

/** SHA-256 of the report: what was approved is what is run. */
export const reportHash = (report: MoveReport): string => contentHash(report);

/**
 * Looks at every open case that follows the strategy of that id in another version (or any in `from`), and plays the
 * move. Changes nothing.
 *
 * @param from Ids of the strategies whose cases are to move; absent = the id of `to`.
 */
export async function planMove(
  { store, client, now }: MoveDeps,
  tenant: string,
  to: Strategy,
  from: readonly string[] = [to.id],
): Promise<MoveReport> {
  const cases: PlannedMove[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const page = await store.listAccounts({ tenant, limit: PAGE, cursor });
    const accounts = page.items.filter(({ strategy }) => from.includes(strategy.id));
    const planned = await Promise.all(
      accounts.map(({ accountId }) => planFor(client, tenant, accountId, to, now())),
    );
    cases.push(...planned.filter((one) => one !== null));
    cursor = page.cursor;
  }
  return { tenant, to: { id: to.id, version: to.version, hash: strategyHash(to) }, cases };
}

/** Null for cases that are closed, or follow the strategy already. */
async function planFor(
  client: Client,
  tenant: string,
  account: string,
  to: Strategy,
  at: Instant,
): Promise<PlannedMove | null> {
  try {
    const handle = client.workflow.getHandle(accountWorkflowId(tenant, account));
    const { strategy, state } = await handle.query(caseSnapshot);
    if (state.outcome !== 'open' || strategyHash(strategy) === strategyHash(to)) return null;
    return { account, from: versionOf(strategy), change: previewMove(state, strategy, to, at) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

export interface RunMove {
  readonly report: MoveReport;
  readonly strategy: Strategy;
  readonly by: string;
  /** Cases a second. */
  readonly rate: number;
  readonly pause: (ms: number) => Promise<void>;
}

export type MovedCase = { readonly account: string; readonly is: 'moved' | 'gone' | 'other_strategy' };

/**
 * Moves the cases of an approved report, one after the other. Cut short, it goes on when it is run again: the update id
 * follows from report and account, and a case that has moved is not moved twice.
 */
export async function* runMove({ store, client }: MoveDeps, run: RunMove): AsyncGenerator<MovedCase> {
  const report = reportHash(run.report);
  for (const { account, from } of run.report.cases) {
    const is = await moveOne(client, run, { account, from, report });
    if (is === 'moved')
      await store.setStrategy({ tenant: run.report.tenant, accountId: account }, run.report.to);
    yield { account, is };
    await run.pause(1_000 / run.rate);
  }
}

async function moveOne(
  client: Client,
  { report: { tenant }, strategy, by }: RunMove,
  { account, from, report }: { account: string; from: string; report: string },
): Promise<MovedCase['is']> {
  try {
    const handle = client.workflow.getHandle(accountWorkflowId(tenant, account));
    const answer = await askAgain(() =>
      handle.executeUpdate(moveToStrategy, {
        args: [{ strategy, from, report }, { by }],
        updateId: `move/${report.slice(0, 32)}`,
      }),
    );
    return answer.accepted ? 'moved' : 'other_strategy';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    throw error;
  }
}
