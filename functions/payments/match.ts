import type { Store } from '../../store/store';
import type { PaymentOwner, StoredPayment } from '../../store/types';

export const mismatches = ['no_account', 'other_currency', 'amount_unknown'] as const;
/** Why it is not known whose payment it is. */
export type Mismatch = (typeof mismatches)[number];

export type Match =
  | { readonly kind: 'found'; readonly owner: PaymentOwner }
  | { readonly kind: 'none'; readonly reason: Mismatch };

type Known = Pick<Store, 'getAccount' | 'findPaymentReference'>;

/**
 * Whose payment it is, by exact references only: the account that the message names, else what was registered for one.
 * What is merely similar (amount, name, date) is for a person to say.
 */
export async function matchPayment(
  store: Known,
  of: { readonly tenant: string; readonly provider: string },
  payment: StoredPayment,
): Promise<Match> {
  if (payment.totals.captured === null) return { kind: 'none', reason: 'amount_unknown' };
  const owner = (await byName(store, of.tenant, payment)) ?? (await byReference(store, of, payment));
  if (!owner) return { kind: 'none', reason: 'no_account' };
  const account = await store.getAccount({ tenant: of.tenant, accountId: owner.accountId });
  if (!account) return { kind: 'none', reason: 'no_account' };
  return account.currency === payment.currency
    ? { kind: 'found', owner }
    : { kind: 'none', reason: 'other_currency' };
}

async function byName(
  store: Known,
  tenant: string,
  { named }: StoredPayment,
): Promise<PaymentOwner | undefined> {
  for (const { account: accountId, debt } of named) {
    if (await store.getAccount({ tenant, accountId }))
      return { accountId, ...(debt !== undefined && { debt }) };
  }
  return undefined;
}

async function byReference(
  store: Known,
  { tenant, provider }: { readonly tenant: string; readonly provider: string },
  { references }: StoredPayment,
): Promise<PaymentOwner | undefined> {
  for (const reference of references) {
    const owner = await store.findPaymentReference({ tenant, provider, reference });
    if (owner) return owner;
  }
  return undefined;
}
