import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { MessageGateway, OutboundLetter, SendResult } from '../ports';
import { classifySendError, wrongChannel } from './classify-error';
import type { LetterHead } from './letter-pdf';
import { letterPdf, unprintable } from './letter-pdf';
import { letterKey } from './letter-remover';

export interface LetterGatewayOptions {
  readonly s3: Pick<S3Client, 'send'>;
  /** Bucket from which the printer takes the letters. */
  readonly bucket: string;
  readonly head: (letter: OutboundLetter) => LetterHead;
}

/**
 * Letters as PDF files in a bucket, one per attempt. A file never replaces another, so that a second try for the same
 * attempt finds the first and is accepted.
 */
export function createLetterGateway({ s3, bucket, head }: LetterGatewayOptions): MessageGateway {
  return {
    async send(message) {
      if (message.channel !== 'letter') return wrongChannel(message, 'letter');
      const letterHead = head(message);
      const missing = unprintable(
        [message.recipientName, message.to, message.subject, message.text, letterHead.date].join('\n'),
      );
      if (missing.length > 0) return cannotPrint(missing);
      const key = letterKey(message);
      try {
        await s3.send(putLetter(bucket, key, await letterPdf(message, letterHead)));
      } catch (error) {
        if (!isThereAlready(error)) return classifySendError(error);
      }
      return { kind: 'accepted', providerId: key };
    },
  };
}

const putLetter = (bucket: string, key: string, pdf: Buffer): PutObjectCommand =>
  new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: pdf,
    ContentType: 'application/pdf',
    ChecksumSHA256: createHash('sha256').update(pdf).digest('base64'),
    IfNoneMatch: '*',
  });

const isThereAlready = (error: unknown): boolean =>
  error instanceof Error && error.name === 'PreconditionFailed';

function cannotPrint(characters: readonly string[]): SendResult {
  const codes = characters.map(
    (letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  const reason = `Unprintable: the letter's font has no ${codes.join(', ')}, send by another channel or mend the text`;
  return { kind: 'not_sent', retryable: false, reason };
}
