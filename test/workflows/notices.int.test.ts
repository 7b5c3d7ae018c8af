import { createHmac } from 'node:crypto';
import type { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, SQSRecord } from 'aws-lambda';
import type { Client } from '@temporalio/client';
import { tracedHttp } from '../../functions/http';
import type { Intake } from '../../functions/intake';
import { createIntake } from '../../functions/intake';
import { createPaymentBook } from '../../functions/payments/book';
import { createPaymentConsumer } from '../../functions/payments/consume';
import { createBatchHandler, createSqsQueue } from '../../functions/queue';
import { createWebhookHandler } from '../../functions/webhooks/handler';
import { createWebhookReceiver } from '../../functions/webhooks/receive';
import { connectClient } from '../../temporal/connection';
import { spanBelow, traceparentOf } from '../../traces/context';
import { traceCalls } from '../../traces/temporal';
import { watch } from '../functions/watch';
import { collected } from '../traces/spans';
import { aStrategy, at, Lab, payment, TENANT } from './lab';

const traces = collected();
const lab = Lab.forTests({ tracer: traces.tracer });
/** As functions have it: what it tells the cases is traced. */
let tracedClient: Client;
let tracedIntake: Intake;
beforeAll(async () => {
  const { store } = lab.cluster;
  tracedClient = await connectClient(lab.local.env, store.payloadKeys, [traceCalls(traces.tracer)]);
  tracedIntake = createIntake({ store, client: tracedClient, caseTime: 'held' });
});
afterAll(() => tracedClient.connection.close());

const strategy = aStrategy({
  notices: [{ on: 'payment_received', via: ['email'], template: 'pago-recibido' }],
});
const RECEIPT = 'notice:payment_received:p email';

test('the receipt of the last payment goes out before the case closes', async () => {
  const one = await lab.open({ strategy });
  await one.pay('p', 100_000, '2026-03-03 11:00');
  expect(await one.handle.result()).toBe('paid');
  expect(await one.sent()).toEqual([RECEIPT]);
  expect(await one.events('touch_sent')).toMatchObject([{ template: 'pago-recibido', days: 0 }]);
});

test('paid in the evening, the case sends its receipt in the morning and closes', async () => {
  const one = await lab.open({ strategy });
  await one.pay('p', 100_000, '2026-03-03 19:30');
  expect(await one.status()).toMatchObject({ outcome: 'paid' });
  expect(await one.sent()).toEqual([]);
  await one.liveUntil('2026-03-04 10:00');
  expect(await one.handle.result()).toBe('paid');
  expect(await one.sent()).toEqual([RECEIPT]);
  const [event] = await one.events('touch_sent');
  expect(event?.at).toBe(at('2026-03-04 10:00'));
});

test('reversed before the morning, the receipt is not sent and the case goes on', async () => {
  const one = await lab.open({ strategy });
  await one.pay('p', 100_000, '2026-03-03 19:30');
  await one.fact('bank-1', { kind: 'reversal', id: 'r', of: 'p', at: at('2026-03-04 09:00') });
  await one.liveUntil('2026-03-05 12:00');
  expect(await one.sent()).toEqual(['aviso email']);
  expect(await one.status()).toMatchObject({ outcome: 'open' });
});

/** Stripe tells of a payment by webhook, and the queue behind it is emptied. @returns Its trace. */
async function webhookOf(account: string, amount: number, local: string): Promise<string> {
  const { report } = watch();
  const { tracer } = traces;
  const now = () => at(local);
  const secrets = { signing: ['whsec'] };
  const Records: SQSRecord[] = [];
  const sqs = {
    send: async ({ input: { MessageBody: body = '', MessageAttributes } }: SendMessageCommand) => {
      const stringValue = MessageAttributes?.['traceparent']?.StringValue;
      const attributes = { ApproximateReceiveCount: '1', SentTimestamp: String(now()) };
      // What the handler reads of a record.
      const record = {
        messageId: 'm',
        body,
        attributes,
        messageAttributes: { traceparent: { stringValue } },
      };
      Records.push(record as unknown as SQSRecord);
    },
  };
  const queue = createSqsQueue({ sqs: sqs as never, url: 'https://sqs.test/payments' }); // one method of many
  const receive = createWebhookReceiver({ secretsOf: async () => secrets, queue, report, now });
  const object = {
    id: 'pi_1',
    amount_received: amount,
    currency: 'cop',
    metadata: { recobro_account: account },
  };
  const type = 'payment_intent.succeeded';
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });
  const seconds = String(now() / 1_000);
  const v1 = createHmac('sha256', 'whsec').update(`${seconds}.${body}`).digest('hex');
  const caller = spanBelow(undefined);
  const event = {
    headers: { 'Stripe-Signature': `t=${seconds},v1=${v1}`, traceparent: traceparentOf(caller) },
    ...{ rawQueryString: '', pathParameters: { provider: 'stripe', tenant: TENANT } },
    ...{ requestContext: { requestId: 'r' }, body, isBase64Encoded: false },
  };
  const webhook = tracedHttp(tracer, 'webhook', createWebhookHandler(receive, report));
  // What the handler reads of an event.
  expect(await webhook(event as unknown as APIGatewayProxyEventV2)).toEqual({ statusCode: 202 });
  const book = createPaymentBook({ store: lab.cluster.store, intake: tracedIntake, report, now });
  const none = async () => undefined;
  const api = { invoicePayments: none, payment: none, order: none };
  const handle = createPaymentConsumer({ book, api, report });
  const batch = createBatchHandler({ queue: 'payments', handle, report, tracer, now });
  expect(await batch({ Records })).toEqual({ batchItemFailures: [] });
  return caller.traceId;
}

test('the trace of a webhook leads by queue and case to the receipt, whose record names it', async () => {
  // At the instant at which the case stands, so that nothing waits for time to pass.
  const one = await lab.open({ strategy, opened: '2026-03-02 12:00' });
  const traceId = await webhookOf(one.key.accountId, 100_000, '2026-03-02 12:00');
  expect(await one.handle.result()).toBe('paid');
  expect(await lab.cluster.store.listAttempts(one.key)).toMatchObject([{ state: 'SENT', traceId }]);
  const chain = ['webhook', 'take payments', 'signal factAccepted', 'sendTouch', 'send email'].map(
    traces.named,
  );
  expect(chain.map(({ context }) => context.traceId)).toEqual(chain.map(() => traceId));
  chain.slice(1).forEach(({ parentSpanId }, at) => expect(parentSpanId).toBe(chain[at]?.context.spanId));
  expect(traces.named('keepBooks').context.traceId).toBe(traceId);
});

test('a receipt that waits for the morning begins a trace of its own, linked to that of the payment', async () => {
  const one = await lab.open({ strategy });
  await one.liveUntil('2026-03-03 19:30');
  await traces.tracer.run('take payments', 'consumer', { parent: null }, () =>
    tracedIntake.acceptFact(one.key, 'event-late', payment('p', 100_000, '2026-03-03 19:30')),
  );
  const told = traces.named('signal factAccepted').context;
  await one.liveUntil('2026-03-04 10:00');
  expect(await one.handle.result()).toBe('paid');
  const { context, link } = traces.named('sendTouch');
  expect(link).toEqual(told);
  expect(context.traceId).not.toBe(told.traceId);
});
