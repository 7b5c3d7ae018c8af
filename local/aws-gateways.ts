import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { AwsClients } from '../activities/aws/clients';
import { createLetterGateway } from '../activities/aws/letter-gateway';
import { createSesGateway } from '../activities/aws/ses-gateway';
import { createSnsGateway } from '../activities/aws/sns-gateway';
import type { Gateways, MessageGateway, OutboundMessage, SendResult } from '../activities/ports';
import { formatDate } from '../policy/templates/format';
import { LOCAL_SENDER, localTenant } from './tenant';

export const LETTERS_BUCKET = 'recobro-letters';

/** The AWS adapters against the local cloud, with what they need made there: a verified sender and a bucket. */
export async function localAwsGateways({ ses, sns, s3 }: AwsClients): Promise<Gateways> {
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: LOCAL_SENDER }));
  await s3.send(new CreateBucketCommand({ Bucket: LETTERS_BUCKET }));
  const head = ({ date }: { date: string }) => ({
    sender: [localTenant.creditorName, localTenant.contactPhone],
    date: formatDate(date, 'long', 'es'),
    createdAt: new Date(`${date}T00:00:00Z`),
  });
  return {
    email: createSesGateway({ ses, from: LOCAL_SENDER }),
    sms: createSnsGateway({ sns }),
    letter: createLetterGateway({ s3, bucket: LETTERS_BUCKET, head }),
  };
}

/** What left, and what the provider said of it. */
export interface Departure {
  readonly message: OutboundMessage;
  readonly result: SendResult;
}

/** The same gateways, with every departure told to `keep`. */
export function watched(gateways: Gateways, keep: (departure: Departure) => void): Gateways {
  const watch = (gateway: MessageGateway): MessageGateway => ({
    send: async (message) => {
      const result = await gateway.send(message);
      keep({ message, result });
      return result;
    },
  });
  return Object.fromEntries(Object.entries(gateways).map(([channel, gateway]) => [channel, watch(gateway)]));
}
