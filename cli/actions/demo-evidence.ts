import { writeFileSync } from 'node:fs';
import { releaseHere, softwareHere } from '../../local/release';
import { keepBuild } from '../../evidence/builds/kept';
import { exportPack } from '../../evidence/export/export';
import { sealDay } from '../../evidence/seal/seal-day';
import { richestAccount } from '../../local/demo/richest';
import type { DemoRun } from '../../local/demo/run';
import { localEvidence } from '../../local/evidence';
import { LOCAL_TENANT } from '../../local/tenant';
import { evidenceSources } from './evidence-sources';

/** Seals the ledgers of the demo and writes the evidence pack of its richest case. Gives back what was done, in a line. */
export async function writeDemoEvidence(
  { cluster, accounts }: Pick<DemoRun, 'cluster' | 'accounts'>,
  file: string,
): Promise<string> {
  const { store, client, bundle, buildId } = cluster;
  const keeping = await localEvidence();
  const tenant = LOCAL_TENANT;
  await sealDay({ store, ...keeping }, tenant, Date.now());
  const id = await richestAccount(cluster, accounts);
  const { archive, signer } = keeping;
  const software = softwareHere(process.env);
  await keepBuild(archive, releaseHere({ buildId, code: bundle.code, software }));
  const sources = await evidenceSources({ store, client, archive, tenant });
  const pack = await exportPack(sources, { tenant, id, by: 'demo', now: Date.now() }, signer);
  writeFileSync(file, pack.file);
  return `\nEvidence of account ${id}: ${file}; npx recobro evidence verify ${file}`;
}
