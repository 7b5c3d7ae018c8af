import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Client } from '@temporalio/client';
import { version } from '../../package.json';
import { version as sdkVersion } from '@temporalio/worker/package.json';
import { EVIDENCE_KEY_VARIABLE, kmsSigner } from '../../evidence/aws/kms-signer';
import { EVIDENCE_BUCKET_VARIABLE, s3Archive } from '../../evidence/aws/s3-archive';
import type { Sources } from '../../evidence/export/collect';
import { readLawShelf } from '../../evidence/export/law-texts';
import { readTemplateShelf } from '../../evidence/export/template-files';
import type { EvidenceArchive, Signer } from '../../evidence/ports';
import { readSeals } from '../../evidence/seal/archive';
import { localEvidence } from '../../local/evidence';
import type { Store } from '../../store/store';
import { namespaceOf } from '../../temporal/connection';
import { historiesFrom } from '../../temporal/histories';
import { keyRingFromEnv } from '../../temporal/key-ring';

const ROOT = join(__dirname, '..', '..');

/** Temporal's SDK, with which a bundle is made and replays. */
export const SDK = `@temporalio/worker ${sdkVersion}`;

export interface EvidenceKeeping {
  readonly signer: Signer;
  readonly archive: EvidenceArchive;
}

/**
 * The signing key and the archive that the environment names (`RECOBRO_EVIDENCE_KEY`, `RECOBRO_EVIDENCE_BUCKET`), or else
 * those of the local cloud when the AWS clients are pointed at one.
 */
export async function evidenceKeeping(): Promise<EvidenceKeeping> {
  const { [EVIDENCE_KEY_VARIABLE]: key, [EVIDENCE_BUCKET_VARIABLE]: bucket } = process.env;
  if (key !== undefined && bucket !== undefined)
    return { signer: await kmsSigner(new KMSClient({}), key), archive: s3Archive(new S3Client({}), bucket) };
  if (process.env['AWS_ENDPOINT_URL']) return localEvidence();
  throw new Error(
    `Cannot sign evidence: set ${EVIDENCE_KEY_VARIABLE} to the signing key and ${EVIDENCE_BUCKET_VARIABLE} to the bucket with Object Lock`,
  );
}

export interface SourcesWish {
  readonly store: Store;
  readonly client: Client;
  readonly archive: EvidenceArchive;
  readonly tenant: string;
  readonly code: string;
  readonly buildId: string;
  readonly packsDirs?: readonly string[];
}

/** Everything that an evidence pack is made from. */
export async function evidenceSources(wish: SourcesWish): Promise<Sources> {
  const { store, client, archive, tenant, code, buildId, packsDirs = [] } = wish;
  const keys = keyRingFromEnv(process.env);
  const commit = process.env['RECOBRO_COMMIT'];
  return {
    store,
    histories: historiesFrom({ client, keys, namespace: namespaceOf(process.env) }),
    law: readLawShelf({ packsDirs }),
    templates: [readTemplateShelf(join(ROOT, 'messages'))],
    build: { buildId, version, code, ...(commit !== undefined && { commit }) },
    seals: await readSeals(archive, tenant),
  };
}
