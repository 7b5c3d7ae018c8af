import { publicChange } from '../domain/person';
import type { ChangePersonRequest } from '../workflows/contract';
import type { ActivityHost } from './host';
import { ledgerContext } from './ledger-context';

/** Changes the person's record, writes it down without saying the address, and tells the person's other accounts. */
export const createChangePerson = ({ store, broadcast }: Pick<ActivityHost, 'store' | 'broadcast'>) =>
  async function changePerson(request: ChangePersonRequest): Promise<void> {
    const { tenant, accountId, personId, at, change, changeId, by, strategyVersion } = request;
    const { accounts } = await store.changePerson({ tenant, personId, change, changeId });
    await store.appendEntries({
      ref: { tenant, accountId },
      drafts: [{ at, type: 'person_changed', actor: by, facts: { ...publicChange(change) } }],
      context: ledgerContext(strategyVersion, ''),
      batchId: `person/${changeId}`,
    });
    const others = accounts.filter((account) => account !== accountId);
    await broadcast.tell({ tenant, accounts: others, eventId: changeId, at, change: publicChange(change) });
  };
