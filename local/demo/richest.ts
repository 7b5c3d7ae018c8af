import type { Cluster } from '../cluster';
import { LOCAL_TENANT } from '../tenant';

/** The account of the demo with the most to tell: most contacts, and of these the one with the longest ledger. */
export async function richestAccount({ store }: Cluster, accounts: readonly string[]): Promise<string> {
  let [best, most] = [accounts[0] ?? '', -1];
  for (const accountId of accounts) {
    const ledger = await store.readLedger({ tenant: LOCAL_TENANT, accountId });
    const contacts = ledger.filter(({ type }) => type === 'touch_claimed').length;
    const worth = contacts + ledger.length / 1_000;
    if (worth > most) [best, most] = [accountId, worth];
  }
  return best;
}
