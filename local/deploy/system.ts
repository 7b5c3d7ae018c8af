import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '../../domain/ledger';
import { verifyChain } from '../../domain/ledger';
import type { Store } from '../../store/store';
import { sha256Hex } from '../../store/store';
import { connectClient } from '../../temporal/connection';
import { productionStore } from '../../worker/production';
import { accountWorkflowId } from '../../workflows/messages';
import { run } from '../run';

/** The deployed system seen from behind: its ledger, its workflows, its releases; by the variables of its worker. */
export class Behind {
  private constructor(
    private readonly env: Readonly<Record<string, string>>,
    private readonly client: Client,
    private readonly store: Store,
    private readonly tenant: string,
  ) {}

  /** @param env Variables of the worker, addresses, credentials and keys. */
  static async open(env: Readonly<Record<string, string>>, tenant: string): Promise<Behind> {
    const store = productionStore(env);
    return new Behind(env, await connectClient(env, store.payloadKeys), store, tenant);
  }

  close(): Promise<void> {
    return this.client.connection.close();
  }

  /**
   * The last step of a deploy, as an operator does it: `recobro evidence keep` and `recobro worker promote`.
   *
   * @param checkout Folder that was deployed. @param folder The worker's package.
   */
  async promote(checkout: string, folder: string, build: string): Promise<void> {
    const env = { ...process.env, ...this.env };
    for (const args of [
      ['evidence', 'keep', build, '--package', folder],
      ['worker', 'promote', build],
    ]) {
      const cli = [join(checkout, 'cli', 'bin.js'), ...args];
      const { ok, output } = await run(process.execPath, cli, { env, cwd: checkout });
      if (!ok) throw new Error(`recobro ${args.join(' ')} failed: ${output}`);
    }
  }

  /** @throws {Error} When the chain of the ledger does not hold. */
  async ledger(accountId: string): Promise<readonly LedgerEntry[]> {
    const entries = await this.store.readLedger({ tenant: this.tenant, accountId });
    const [fault] = verifyChain(entries, sha256Hex);
    if (fault)
      throw new Error(`The ledger of ${accountId} does not hold: entry ${fault.seq}, ${fault.fault}`);
    return entries;
  }

  /** The build on which the account's workflow runs or ran. */
  async buildOf(accountId: string): Promise<string | undefined> {
    const { raw } = await this.handleOf(accountId).describe();
    return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
  }

  /** Whether the account's workflow runs; false also where there is none. */
  async isOpen(accountId: string): Promise<boolean> {
    try {
      return (await this.handleOf(accountId).describe()).status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** When the account's workflow was signalled in its present run, in milliseconds since the epoch. */
  async signals(accountId: string): Promise<readonly number[]> {
    const { events } = await this.handleOf(accountId).fetchHistory();
    return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal, eventTime }) =>
      signal && eventTime ? [Number(eventTime.seconds) * 1_000 + (eventTime.nanos ?? 0) / 1e6] : [],
    );
  }

  private handleOf(accountId: string) {
    return this.client.workflow.getHandle(accountWorkflowId(this.tenant, accountId));
  }
}

/** Until something has come about. @throws {Error} When it has not in time. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  waitMs = 90_000,
): Promise<T> {
  const endMs = Date.now() + waitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() >= endMs) throw new Error(`${what}: not within ${waitMs / 1_000} s`);
    await sleep(100);
  }
}
