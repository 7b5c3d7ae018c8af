import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Client } from '@temporalio/client';
import { RecobroError } from '../../domain/errors';
import { EVIDENCE_KEY_VARIABLE, kmsSigner } from '../../evidence/aws/kms-signer';
import { EVIDENCE_BUCKET_VARIABLE, s3Archive } from '../../evidence/aws/s3-archive';
import { shelvesHere, softwareHere } from '../../local/release';
import { folderArchive } from '../../evidence/builds/folder-archive';
import { shelvesOf } from '../../evidence/builds/shelves';
import type { Sources } from '../../evidence/export/collect';
import type { EvidenceArchive, Signer } from '../../evidence/ports';
import { readSeals } from '../../evidence/seal/archive';
import { localEvidence } from '../../local/evidence';
import type { Store } from '../../store/store';
import { namespaceOf } from '../../temporal/connection';
import { historiesFrom } from '../../temporal/histories';
import { keyRingFromEnv } from '../../temporal/key-ring';

export interface EvidenceKeeping {
  readonly signer: Signer;
  readonly archive: EvidenceArchive;
}

/**
 * The signing key and the archive that the environment names (`RECOBRO_EVIDENCE_KEY`, `RECOBRO_EVIDENCE_BUCKET`), or else
 * those of the local cloud when the AWS clients are pointed at one.
 *
 * @throws {RecobroError} `evidence.noKey` when there is neither.
 */
export async function evidenceKeeping(): Promise<EvidenceKeeping> {
  const { [EVIDENCE_KEY_VARIABLE]: key, [EVIDENCE_BUCKET_VARIABLE]: bucket } = process.env;
  if (key !== undefined && bucket !== undefined)
    return { signer: await kmsSigner(new KMSClient({}), key), archive: s3Archive(new S3Client({}), bucket) };
  if (process.env['AWS_ENDPOINT_URL']) return localEvidence();
  const message = `Cannot sign evidence: set ${EVIDENCE_KEY_VARIABLE} to the signing key and ${EVIDENCE_BUCKET_VARIABLE} to the bucket with Object Lock`;
  throw new RecobroError('evidence.noKey', message, { variable: EVIDENCE_KEY_VARIABLE });
}

/** The archive alone, as {@link evidenceKeeping} finds it; undefined when the environment names none. */
export async function evidenceArchive(): Promise<EvidenceArchive | undefined> {
  const bucket = process.env[EVIDENCE_BUCKET_VARIABLE];
  if (bucket !== undefined) return s3Archive(new S3Client({}), bucket);
  return process.env['AWS_ENDPOINT_URL'] ? (await localEvidence()).archive : undefined;
}

export interface SourcesWish {
  readonly store: Store;
  readonly client: Client;
  readonly archive: EvidenceArchive;
  readonly tenant: string;
  readonly packsDirs?: readonly string[];
  /** Folders with kept builds, asked after the archive. */
  readonly buildsDirs?: readonly string[];
}

/** Everything that an evidence pack is made from. */
export async function evidenceSources(wish: SourcesWish): Promise<Sources> {
  const { store, client, archive, tenant, packsDirs = [], buildsDirs = [] } = wish;
  const keys = keyRingFromEnv(process.env);
  return {
    store,
    histories: historiesFrom({
      ...{ client, keys, namespace: namespaceOf(process.env) },
      persons: store.payloadKeys,
    }),
    shelves: shelvesOf(shelvesHere(packsDirs), [archive, ...buildsDirs.map(folderArchive)]),
    software: softwareHere(process.env),
    seals: await readSeals(archive, tenant),
  };
}
