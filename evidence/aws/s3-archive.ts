import type { S3Client } from '@aws-sdk/client-s3';
import {
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { EvidenceArchive } from '../ports';

/** The environment variable with the name of the bucket for seals; its Object Lock keeps what is written. */
export const EVIDENCE_BUCKET_VARIABLE = 'RECOBRO_EVIDENCE_BUCKET';

const PRECONDITION_FAILED = 412;

/**
 * A bucket with Object Lock as the archive. How long an object is locked is the bucket's own default retention, which
 * the writer cannot shorten; `If-None-Match` keeps a second version from being laid over the first.
 */
export function s3Archive(s3: S3Client, bucket: string): EvidenceArchive {
  return {
    put: (key, bytes) => put(s3, bucket, key, bytes),
    get: (key) => get(s3, bucket, key),
    list: async (prefix) => {
      const keys: string[] = [];
      const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix });
      for await (const { Contents = [] } of pages) keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
      return keys.sort();
    },
  };
}

async function put(s3: S3Client, Bucket: string, Key: string, Body: Uint8Array): Promise<boolean> {
  try {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' }));
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

async function get(s3: S3Client, Bucket: string, Key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body && Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === PRECONDITION_FAILED;
