import { publicChange } from '../domain/person';
import type { ChangePersonRequest } from '../workflows/contract';
import type { ActivityHost } from './host';
import { ledgerContext } from './ledger-context';
import { mergeNews } from './merge-news';
import { openPersonTask } from './person-task';

/**
 * Changes the person's record, writes it down without saying the address, gives people the work that follows from it,
 * and tells the person's other accounts.
 */
export const createChangePerson = ({ store, broadcast }: Pick<ActivityHost, 'store' | 'broadcast'>) =>
  async function changePerson(request: ChangePersonRequest): Promise<void> {
    const { tenant, accountId, personId, at, change, changeId, by, strategyVersion } = request;
    const { accounts, person, merged } = await store.changePerson({ tenant, personId, change, changeId, at });
    const tasks = await openPersonTask(store, { tenant, accountId, at, change, changeId, person });
    await store.appendEntries({
      ref: { tenant, accountId },
      drafts: [{ at, type: 'person_changed', actor: by, facts: { ...publicChange(change) } }, ...tasks],
      context: ledgerContext(strategyVersion, ''),
      batchId: `person/${changeId}`,
    });
    const others = accounts.filter((account) => account !== accountId);
    await broadcast.tell({ tenant, accounts: others, eventId: changeId, at, change: publicChange(change) });
    for (const news of merged ? mergeNews(tenant, merged, at) : []) await broadcast.tell(news);
  };
