import { Context } from '@temporalio/activity';
import type { LedgerContext } from '../domain/ledger';

/** Where an entry comes from: the versions that decided, and the run that asked. */
export function ledgerContext(strategyVersion: string, lawVersion: string): LedgerContext {
  const { workflowId, runId } = Context.current().info.workflowExecution ?? { workflowId: '', runId: '' };
  return { strategyVersion, lawVersion, workflowId, runId };
}
