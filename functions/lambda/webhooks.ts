import { tracedHttp } from '../http';
import { createWebhookHandler } from '../webhooks/handler';
import { createWebhookReceiver } from '../webhooks/receive';
import { queueFrom, report, theSecrets, tracer, withTraces } from './root';

const receive = createWebhookReceiver({
  secretsOf: (tenant, provider) => theSecrets()(tenant, provider),
  queue: { send: (body) => queueFrom('RECOBRO_PAYMENTS_QUEUE_URL').send(body) },
  report,
  now: Date.now,
});

/** Lambda behind `POST /webhooks/{provider}/{tenant}`. */
export const handler = withTraces(tracedHttp(tracer, 'webhook', createWebhookHandler(receive, report)));
