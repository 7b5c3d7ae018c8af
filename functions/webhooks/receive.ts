import * as z from 'zod';
import type { Instant } from '../../domain/time/calendar';
import type { Queue } from '../queue';
import type { Report } from '../report';
import type { SecretsOf } from '../secrets';
import type { Delivery, Refusal } from './signatures';
import { providers, verify } from './signatures';

/** A delivery that has been believed, as it waits in the queue. */
export const believedSchema = z.strictObject({
  provider: z.enum(providers),
  tenant: z.string(),
  /** Milliseconds since the epoch. */
  receivedAt: z.int(),
  /** The bytes that were signed. */
  body: z.base64(),
  query: z.record(z.string(), z.string()),
});
export type Believed = z.infer<typeof believedSchema>;

export interface Knock extends Delivery {
  readonly provider: string;
  readonly tenant: string;
  /** Of the gateway, for the log. */
  readonly requestId: string;
}

export interface WebhookAnswer {
  readonly status: 202 | 401 | 404 | 413;
  /** Absent when it was taken. */
  readonly refusal?: Refusal | 'too_large' | 'unknown_endpoint';
}

interface Deps {
  readonly secretsOf: SecretsOf;
  readonly queue: Queue;
  readonly report: Report;
  readonly now: () => Instant;
}

/** A queue takes up to 1 MiB; in base64 this is a third more. */
const MOST_BYTES = 512 * 1024;

/**
 * Takes a delivery of a payment provider: believed, it is put into the queue and answered at once; refused, it is
 * counted with its reason. A tenant without that provider is answered as a wrong signature is, so that nobody can find
 * out who is a tenant.
 */
export function createWebhookReceiver({ secretsOf, queue, report, now }: Deps) {
  return async function receive(knock: Knock): Promise<WebhookAnswer> {
    const provider = providers.find((known) => known === knock.provider);
    if (!provider) return refuse('unknown', knock, 404, 'unknown_endpoint');
    if (knock.rawBody.length > MOST_BYTES) return refuse(provider, knock, 413, 'too_large');
    const secrets = await secretsOf(knock.tenant, provider);
    const verdict = verify(provider, knock, secrets?.signing ?? [], now());
    if (!verdict.ok) return refuse(provider, knock, 401, verdict.reason);
    const { tenant, rawBody, query } = knock;
    const believed = { provider, tenant, receivedAt: now(), body: rawBody.toString('base64'), query };
    await queue.send(JSON.stringify(believed));
    report.count('webhook_accepted', { provider });
    return { status: 202 };
  };

  function refuse(
    provider: string,
    { requestId }: Knock,
    status: 401 | 404 | 413,
    refusal: NonNullable<WebhookAnswer['refusal']>,
  ): WebhookAnswer {
    report.count('webhook_refused', { provider, reason: refusal }, { requestId });
    return { status, refusal };
  }
}
