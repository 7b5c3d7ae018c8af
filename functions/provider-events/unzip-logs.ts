import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsEvent } from 'aws-lambda';
import * as z from 'zod';

const logsSchema = z.looseObject({ logEvents: z.array(z.looseObject({ message: z.string() })) });

/** The lines of a CloudWatch Logs subscription; SNS tells of SMS deliveries in this way only. */
export function unzipLogs({ awslogs }: CloudWatchLogsEvent): string[] {
  const text = gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8');
  return logsSchema.parse(JSON.parse(text)).logEvents.map(({ message }) => message);
}
