import type { LocalApi } from '../../local/api-service';
import { LOCAL_TENANT } from '../../local/tenant';
import type { Store } from '../../store/store';

/** How many accounts there are, `CHK-1` and so on; persons are `P-1` and so on. `schemathesis.toml` names them. */
const ACCOUNTS = 6;
const DAY_MS = 86_400_000;

/** What generated requests can be about: accounts with persons, and tasks. */
export async function seedApi({ url, key }: LocalApi, store: Store): Promise<void> {
  const due = new Date(Date.now() - 20 * DAY_MS).toISOString().slice(0, 10);
  for (let number = 1; number <= ACCOUNTS; number += 1) {
    const response = await fetch(`${url}/accounts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': `seed-${number}` },
      body: JSON.stringify(accountOf(number, due)),
    });
    if (!response.ok) throw new Error(`Cannot open account ${number}: ${await response.text()}`);
    await store.putWorkItem({
      ...{ tenant: LOCAL_TENANT, accountId: `CHK-${number}`, id: 'call', kind: 'call', queue: 'temprana' },
      ...{ dueAt: Date.now(), at: Date.now() },
    });
  }
}

const accountOf = (number: number, due: string) => ({
  ...{ id: `CHK-${number}`, currency: 'COP', strategy: 'consumo' },
  debts: [
    { id: 'D-1', due, amount: 5_000_000 },
    { id: 'D-2', due: '2030-01-01', amount: 5_000_000 },
  ],
  person: {
    ...{
      id: `P-${number}`,
      name: 'Ana',
      jurisdiction: 'CO',
      zone: 'America/Bogota',
      language: 'es',
      kind: 'consumer',
    },
    ...{ addresses: { email: `p${number}@example.com`, sms: `+57300123456${number}` }, consent: ['email'] },
  },
});
