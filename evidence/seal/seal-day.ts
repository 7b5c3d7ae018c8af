import { isoFromDay, isoFromInstant } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/calendar';
import { DAY_MS } from '../../domain/time/calendar';
import type { Store } from '../../store/store';
import type { EvidenceArchive, Signer } from '../ports';
import { keepSeal, lastSeal } from './archive';
import type { SealedHead } from './merkle';
import type { Seal } from './seal';
import { makeSeal } from './seal';

export interface Sealing {
  readonly store: Pick<Store, 'listAccounts'>;
  readonly archive: EvidenceArchive;
  readonly signer: Signer;
}

/** `sealed: false` = the day had a seal already, which is given back. */
export interface SealedDay {
  readonly sealed: boolean;
  readonly seal: Seal;
}

const PAGE = 200;

/** Seals the ledgers of a tenant for the day (UTC) of `now`; at most one seal a day. */
export async function sealDay(
  { store, archive, signer }: Sealing,
  tenant: string,
  now: Instant,
): Promise<SealedDay> {
  const day = isoFromDay(Math.floor(now / DAY_MS));
  const before = await lastSeal(archive, tenant);
  if (before && before.body.day >= day) return { sealed: false, seal: before };
  const heads = await headsOf(store, tenant);
  const seal = await makeSeal({ tenant, day, at: isoFromInstant(now), heads, before }, signer);
  if (await keepSeal(archive, { seal, heads })) return { sealed: true, seal };
  const other = await lastSeal(archive, tenant);
  return { sealed: false, seal: other ?? seal };
}

/** Where every ledger of the tenant ends, ascending by account. */
export async function headsOf(store: Pick<Store, 'listAccounts'>, tenant: string): Promise<SealedHead[]> {
  const heads: SealedHead[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listAccounts({ tenant, limit: PAGE, cursor });
    for (const { accountId, ledger } of page.items)
      heads.push({ account: accountId, seq: ledger.seq, hash: ledger.hash });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return heads.sort((a, b) => (a.account < b.account ? -1 : 1));
}
