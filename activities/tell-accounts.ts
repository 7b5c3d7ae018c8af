import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { PublicChange } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import { accountWorkflowId, personChanged } from '../workflows/messages';

/** Tells running cases that their person has changed; a closed case needs no telling, it looks when it opens again. */
export async function tellAccounts(
  client: Client,
  {
    tenant,
    accounts,
    ...news
  }: { tenant: string; accounts: readonly string[]; eventId: string; at: Instant; change: PublicChange },
): Promise<void> {
  await Promise.all(
    accounts.map(async (accountId) => {
      try {
        await client.workflow.getHandle(accountWorkflowId(tenant, accountId)).signal(personChanged, news);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    }),
  );
}
