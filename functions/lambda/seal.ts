import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { EVIDENCE_KEY_VARIABLE, kmsSigner } from '../../evidence/aws/kms-signer';
import { EVIDENCE_BUCKET_VARIABLE, s3Archive } from '../../evidence/aws/s3-archive';
import { createDocumentClient } from '../../store/client';
import { createStore } from '../../store/store';
import { tableNames } from '../../store/tables';
import { createSealer } from '../seal';
import { report } from './root';

/** Lambda of every tenant's evening. It looks nobody up and needs no secret. */
export async function handler(event: unknown): Promise<void> {
  const store = createStore({ documentClient: createDocumentClient(), tables: tableNames(process.env) });
  const archive = s3Archive(new S3Client({}), needed(EVIDENCE_BUCKET_VARIABLE));
  const signer = await kmsSigner(new KMSClient({}), needed(EVIDENCE_KEY_VARIABLE));
  await createSealer({ store, archive, signer, report, now: Date.now })(event);
}

function needed(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(`Cannot seal: set ${variable}`);
}
