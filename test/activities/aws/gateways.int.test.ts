import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { AwsClients } from '../../../activities/aws/clients';
import { createAwsClients } from '../../../activities/aws/clients';
import { createLetterGateway } from '../../../activities/aws/letter-gateway';
import { letterKey } from '../../../activities/aws/letter-remover';
import { createSesGateway } from '../../../activities/aws/ses-gateway';
import { createSnsGateway } from '../../../activities/aws/sns-gateway';
import type { AwsCloud } from '../../../local/aws-cloud';
import { startAws } from '../../../local/aws-cloud';
import { aLetter, anEmail, anSms } from './fixtures';

let aws: AwsCloud;
let clients: AwsClients;

beforeAll(async () => {
  aws = await startAws();
  Object.assign(process.env, aws.env);
  clients = createAwsClients();
});
afterAll(async () => {
  for (const client of [clients.ses, clients.sns, clients.s3, clients.dynamodb]) client.destroy();
  await aws.stop();
});

const seen = async (path: string): Promise<string> =>
  (await fetch(`${aws.endpoint}/_ministack/${path}`)).text();

test('a mail arrives; from a sender that is not verified it is refused', async () => {
  const EmailAddress = 'cobranzas@example.com';
  await clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress }));
  const { ses } = clients;
  expect(await createSesGateway({ ses, from: EmailAddress }).send(anEmail())).toMatchObject({
    kind: 'accepted',
  });
  expect(JSON.parse(await seen('ses/messages'))).toMatchObject({
    messages: { '000000000000': [{ To: ['ana@example.com'], Subject: anEmail().subject }] },
  });
  const refused = await createSesGateway({ ses, from: 'eve@example.org' }).send(anEmail());
  expect(refused).toEqual({ kind: 'not_sent', retryable: false, reason: 'MessageRejected HTTP 400' });
});

test('an SMS arrives', async () => {
  const result = await createSnsGateway({ sns: clients.sns }).send(anSms());
  expect(result).toMatchObject({ kind: 'accepted', segments: 1 });
  expect(JSON.parse(await seen('sns/sms-messages'))).toMatchObject({
    sms_messages: { '+573001234567': [{ Message: anSms().text }] },
  });
});

test('a letter is put once, and a second try does not replace it', async () => {
  const Bucket = 'letters';
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  const head = { sender: ['Acme S.A.'], date: '2 de marzo de 2026', createdAt: new Date(0) };
  const gateway = createLetterGateway({ s3: clients.s3, bucket: Bucket, head: () => head });
  const Key = letterKey(aLetter());
  const bytes = async () => {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  expect(await gateway.send(aLetter())).toEqual({ kind: 'accepted', providerId: Key });
  const first = await bytes();
  expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await gateway.send(aLetter({ text: 'Otro texto.' }))).toEqual({ kind: 'accepted', providerId: Key });
  expect(await bytes()).toEqual(first);
});
