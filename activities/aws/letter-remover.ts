import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';

interface Letter {
  readonly tenant: string;
  readonly attemptId: string;
}

/** Takes the letter of an attempt away, in every version that the bucket has of it. Repeated, it changes nothing. */
export const createLetterRemover =
  ({ s3, bucket: Bucket }: { readonly s3: Pick<S3Client, 'send'>; readonly bucket: string }) =>
  async (letter: Letter): Promise<void> => {
    const Prefix = letterKey(letter);
    const list = new ListObjectVersionsCommand({ Bucket, Prefix });
    const { Versions = [], DeleteMarkers = [] } = await s3.send(list);
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
      if (Key === Prefix) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  };

/** Where the letter of an attempt lies. */
export const letterKey = ({ tenant, attemptId }: Letter): string =>
  `letters/${encodeURIComponent(tenant)}/${attemptId}.pdf`;
