import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../domain/time/calendar';

export const providers = ['stripe', 'mercadopago'] as const;
export type Provider = (typeof providers)[number];

export const refusals = [
  'no_signature',
  'malformed',
  'too_old',
  'from_the_future',
  'wrong_signature',
] as const;
/** Why a delivery is not believed. */
export type Refusal = (typeof refusals)[number];

/** A request as it came in: the signature is over these bytes, so nothing may have parsed them before. */
export interface Delivery {
  readonly rawBody: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: Refusal };

/** How old a signature may be, and how far ahead the sender's clock, in milliseconds. */
interface Window {
  readonly past: number;
  readonly future: number;
}

/**
 * Mercado Pago signs no body: a delivery says "look at payment X", so that repeating it shows nothing and moves nothing,
 * and a delivery that is retried for hours must still be believed (docs/decisions/0050).
 */
const windows: Readonly<Record<Provider, Window>> = {
  stripe: { past: 300_000, future: 300_000 },
  mercadopago: { past: 86_400_000, future: 300_000 },
};

/** Above it a time stamp counts milliseconds: as seconds it would lie in the year 5138. */
const SECONDS_UP_TO = 1e11;

/**
 * Whether a delivery was signed with one of the secrets; while a secret is being changed, both hold.
 *
 * @see https://docs.stripe.com/webhooks/signature
 * @see https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/webhooks
 */
export function verify(
  provider: Provider,
  delivery: Delivery,
  secrets: readonly string[],
  now: Instant,
): Verdict {
  const { header, manifest } = provider === 'stripe' ? stripe(delivery) : mercadoPago(delivery);
  if (header === undefined || header === '') return refused('no_signature');
  const { time, signatures } = fieldsOf(header);
  if (time === undefined || signatures.length === 0) return refused('malformed');
  const signed = manifest(time);
  const isOurs = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(signed).digest();
    // No early exit: the time taken says nothing about which one matched.
    return signatures.map((one) => timingSafeEqual(one, expected)).includes(true);
  });
  if (!isOurs) return refused('wrong_signature');
  return inWindow(windows[provider], Number(time), now);
}

interface Scheme {
  readonly header: string | undefined;
  readonly manifest: (time: string) => Buffer;
}

const stripe = ({ headers, rawBody }: Delivery): Scheme => ({
  header: headers['stripe-signature'],
  manifest: (time) => Buffer.concat([Buffer.from(`${time}.`), rawBody]),
});

/** A pair without a value is left out. The id stands in the query and is signed in lower case. */
const mercadoPago = ({ headers, query }: Delivery): Scheme => ({
  header: headers['x-signature'],
  manifest: (time) => {
    const id = query['data.id']?.toLowerCase();
    const request = headers['x-request-id'];
    return Buffer.from(`${id ? `id:${id};` : ''}${request ? `request-id:${request};` : ''}ts:${time};`);
  },
});

function fieldsOf(header: string): { time: string | undefined; signatures: Buffer[] } {
  const pairs = header.split(',').map((pair) => pair.trim().split('=', 2));
  const values = (...names: string[]): string[] =>
    pairs.flatMap(([name, value]) => (names.includes(name ?? '') && value !== undefined ? [value] : []));
  const [time] = values('t', 'ts');
  const signatures = values('v1').filter((value) => /^[0-9a-f]{64}$/i.test(value));
  return {
    time: time !== undefined && /^\d{1,15}$/.test(time) ? time : undefined,
    signatures: signatures.map((value) => Buffer.from(value, 'hex')),
  };
}

function inWindow({ past, future }: Window, time: number, now: Instant): Verdict {
  const at = time > SECONDS_UP_TO ? time : time * 1000;
  if (now - at > past) return refused('too_old');
  return at - now > future ? refused('from_the_future') : { ok: true };
}

const refused = (reason: Refusal): Verdict => ({ ok: false, reason });
