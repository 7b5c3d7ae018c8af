import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { classifySendError } from '../../../activities/aws/classify-error';
import { createAwsClients } from '../../../activities/aws/clients';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let server: Server;
let requests = 0;
let answer: RequestListener = (_request, response) => response.end();

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const endpoint = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP

/** Sends one mail and one SMS with clients like the product's, but for their patience. */
async function failures(requestTimeout = 60_000, url = endpoint()) {
  const config = {
    ...{ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 },
    requestHandler: { connectionTimeout: 60_000, throwOnRequestTimeout: true, requestTimeout },
  };
  const ses = new SESClient(config);
  const sns = new SNSClient(config);
  const mail = new SendRawEmailCommand({ RawMessage: { Data: Buffer.from('x') } });
  const sms = new PublishCommand({ PhoneNumber: '+573001234567', Message: 'x' });
  const errors = [
    await ses.send(mail).catch(classifySendError),
    await sns.send(sms).catch(classifySendError),
  ];
  ses.destroy();
  sns.destroy();
  return errors;
}

const xmlError = (status: number, code: string): RequestListener => {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>ana@example.com</Message></Error>`;
  return (_request, response) => {
    response.statusCode = status;
    response.end(`<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`);
  };
};

const notSent = (retryable: boolean) => ({ kind: 'not_sent', retryable });
const unknown = { kind: 'unknown' };

test.each([
  {
    rule: 'a rejected message is not sent',
    answers: xmlError(400, 'MessageRejected'),
    result: notSent(false),
  },
  {
    rule: 'a bad parameter is not sent',
    answers: xmlError(400, 'InvalidParameterValue'),
    result: notSent(false),
  },
  { rule: 'missing rights are not sent', answers: xmlError(403, 'AccessDenied'), result: notSent(false) },
  {
    rule: 'expired credentials may be tried again',
    answers: xmlError(403, 'ExpiredToken'),
    result: notSent(true),
  },
  { rule: 'throttling may be tried again', answers: xmlError(400, 'Throttling'), result: notSent(true) },
  { rule: 'HTTP 429 may be tried again', answers: xmlError(429, 'Whatever'), result: notSent(true) },
  { rule: 'HTTP 408 is unknown', answers: xmlError(408, 'RequestTimeout'), result: unknown },
  { rule: 'HTTP 500 is unknown', answers: xmlError(500, 'InternalFailure'), result: unknown },
  { rule: 'HTTP 503 is unknown', answers: xmlError(503, 'ServiceUnavailable'), result: unknown },
])('classifySendError() $rule, after one request each', async ({ answers, result }) => {
  answer = answers;
  requests = 0;
  expect(await failures()).toMatchObject([result, result]);
  expect(requests).toBe(2);
});

const broken: { rule: string; answers: RequestListener; requestTimeout?: number }[] = [
  { rule: 'a reset', answers: (request) => request.socket.destroy() },
  { rule: 'no answer in time', answers: () => undefined, requestTimeout: 100 },
  {
    rule: 'an answer that is no XML',
    answers: (_request, response) => response.end('ok <'),
  },
];

test.each(broken)('classifySendError() $rule is unknown, after one request each', async (row) => {
  answer = row.answers;
  requests = 0;
  expect(await failures(row.requestTimeout)).toMatchObject([unknown, unknown]);
  expect(requests).toBe(2);
});

test('classifySendError() a refused connection is not sent and may be tried again', async () => {
  expect(await failures(undefined, 'http://127.0.0.1:1')).toMatchObject([notSent(true), notSent(true)]);
});

test.each([
  {
    rule: 'a connection that was never made',
    error: { name: 'TimeoutError', syscall: 'connect', code: 'ETIMEDOUT' },
    result: notSent(true),
  },
  {
    rule: 'the SDK gave up connecting',
    error: {
      name: 'TimeoutError',
      message: 'the request socket did not establish a connection with the server within 2000 ms',
    },
    result: notSent(true),
  },
  {
    rule: 'a socket that fell silent',
    error: { name: 'TimeoutError', message: 'timed out after 10 ms of inactivity' },
    result: unknown,
  },
  { rule: 'no credentials', error: { name: 'CredentialsProviderError' }, result: notSent(true) },
  { rule: 'something that is no error', error: 'oops', result: unknown },
  { rule: 'nothing', error: undefined, result: unknown },
])('classifySendError() $rule', ({ error, result }) => {
  expect(classifySendError(error)).toMatchObject(result);
});

test('classifySendError() does not repeat what the provider says, which may hold an address', async () => {
  answer = xmlError(400, 'MessageRejected');
  const [mail] = await failures();
  expect(mail).toEqual({ kind: 'not_sent', retryable: false, reason: 'MessageRejected HTTP 400' });
});

test('createAwsClients() message clients try once', async () => {
  process.env['AWS_REGION'] = 'us-east-1';
  const { ses, sns, s3, dynamodb } = createAwsClients();
  expect([await ses.config.maxAttempts(), await sns.config.maxAttempts()]).toEqual([1, 1]);
  expect(s3.config.forcePathStyle).toBe(true);
  for (const client of [ses, sns, s3, dynamodb]) client.destroy();
});
