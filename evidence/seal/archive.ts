import { gunzipSync, gzipSync } from 'node:zlib';
import { canonicalJson } from '../../domain/ledger';
import type { EvidenceArchive } from '../ports';
import type { SealedHead } from './merkle';
import type { Seal, SealWithHeads } from './seal';

const folderOf = (tenant: string): string => `seals/${encodeURIComponent(tenant)}/`;
const sealKey = (tenant: string, day: string): string => `${folderOf(tenant)}daily/${day}.json`;
const headsKey = (tenant: string, root: string): string => `${folderOf(tenant)}heads/${root}.json.gz`;

/**
 * Puts a seal away, the heads under its root first. False when the day has a seal already: that one stays, and two
 * sealers cannot fork the chain.
 */
export async function keepSeal(archive: EvidenceArchive, { seal, heads }: SealWithHeads): Promise<boolean> {
  const { tenant, day, root } = seal.body;
  await archive.put(headsKey(tenant, root), gzipSync(canonicalJson(heads), { level: 9 }));
  return archive.put(sealKey(tenant, day), Buffer.from(canonicalJson(seal)));
}

/** The seals of a tenant, oldest first. Heads that are gone are empty, which their root gives away. */
export async function readSeals(archive: EvidenceArchive, tenant: string): Promise<SealWithHeads[]> {
  const seals: SealWithHeads[] = [];
  for (const key of await archive.list(`${folderOf(tenant)}daily/`)) {
    const seal = await readSeal(archive, key);
    if (seal) seals.push({ seal, heads: await readHeads(archive, seal) });
  }
  return seals;
}

/** The newest seal of a tenant. */
export async function lastSeal(archive: EvidenceArchive, tenant: string): Promise<Seal | undefined> {
  const key = (await archive.list(`${folderOf(tenant)}daily/`)).at(-1);
  return key === undefined ? undefined : readSeal(archive, key);
}

async function readSeal(archive: EvidenceArchive, key: string): Promise<Seal | undefined> {
  const bytes = await archive.get(key);
  // Written by keepSeal; its signature is checked by whoever reads it.
  return bytes && (JSON.parse(bytes.toString('utf8')) as Seal);
}

async function readHeads(archive: EvidenceArchive, { body }: Seal): Promise<readonly SealedHead[]> {
  const bytes = await archive.get(headsKey(body.tenant, body.root));
  // Written by keepSeal; the root under which it lies is checked by whoever reads it.
  return bytes ? (JSON.parse(gunzipSync(bytes).toString('utf8')) as SealedHead[]) : [];
}
