import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { EVIDENCE_KEY_VARIABLE, kmsSigner } from '../../evidence/aws/kms-signer';
import { EVIDENCE_BUCKET_VARIABLE, s3Archive } from '../../evidence/aws/s3-archive';
import { sealDay } from '../../evidence/seal/seal-day';
import { createDocumentClient } from '../../store/client';
import { createStore } from '../../store/store';
import { tableNames } from '../../store/tables';
import { report } from './root';

const scheduledSchema = z.strictObject({ tenant: z.string().min(1) });

/** Lambda of every tenant's evening: seals its ledgers for the day. It looks nobody up and needs no secret. */
export async function handler(event: unknown): Promise<void> {
  const { tenant } = scheduledSchema.parse(event);
  const { env } = process;
  const store = createStore({ documentClient: createDocumentClient(), tables: tableNames(env) });
  const archive = s3Archive(new S3Client({}), needed(EVIDENCE_BUCKET_VARIABLE));
  const signer = await kmsSigner(new KMSClient({}), needed(EVIDENCE_KEY_VARIABLE));
  const { seal } = await sealDay({ store, archive, signer }, tenant, Date.now());
  const { day, number, accounts, entries, root } = seal.body;
  report.count('sealed', { tenant }, { day, number, accounts, entries, root });
}

function needed(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(`Cannot seal: set ${variable}`);
}
